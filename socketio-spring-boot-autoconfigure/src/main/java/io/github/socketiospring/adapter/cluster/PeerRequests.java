/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.ReservedRooms;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.ForwardedValue;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Executes the requests of other nodes for the sockets of this node. Each request is
 * answered, even if it selects no socket here, since the requesting node waits for each
 * node. If this node fails to execute a query, it does not answer, so that the query
 * fails at its timeout instead of completing without a part.
 */
final class PeerRequests implements FrameHandler.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(PeerRequests.class);

	/** Shared by all namespaces, since peers can cause the errors. */
	private static final ErrorLog errorLog = new ErrorLog();

	private final String namespace;

	private final Adapter adapter;

	private final LocalSockets sockets;

	private final ClusterContext context;

	private final BiConsumer<ClusterMessage.Answer, @Nullable String> answers;

	/** The number of broadcasts of other nodes that wait for acknowledgements here. */
	private final AtomicInteger collecting = new AtomicInteger();

	/**
	 * Create an executor for the requests of other nodes.
	 * @param namespace the name of the namespace
	 * @param adapter the adapter of the namespace, used with local options only
	 * @param sockets the sockets of this node
	 * @param context the state that the namespaces of the node share
	 * @param answers sends an answer to the node with the given id
	 */
	PeerRequests(String namespace, Adapter adapter, LocalSockets sockets, ClusterContext context,
			BiConsumer<ClusterMessage.Answer, @Nullable String> answers) {
		this.namespace = namespace;
		this.adapter = adapter;
		this.sockets = sockets;
		this.context = context;
		this.answers = answers;
	}

	@Override
	@SuppressWarnings("try")
	public void receive(@Nullable String sender, ClusterMessage message, @Nullable TraceContext trace) {
		if (message instanceof ClusterMessage.ServerEvent event) {
			serverEvent(sender, event, (trace != null) ? trace.fields() : Map.of());
			return;
		}
		if (trace == null) {
			receive(sender, message);
			return;
		}
		ClusterObserver.ObservedMessage observed = this.context.observer()
			.handle(this.namespace, MessageKind.of(message), trace);
		Throwable error = null;
		try (ThreadLocals.Scope scope = observed.open()) {
			receive(sender, message);
		}
		catch (Throwable ex) {
			error = ex;
			throw ex;
		}
		finally {
			observed.end(error);
		}
	}

	private void receive(@Nullable String sender, ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			broadcast(sender, broadcast);
		}
		else if (message instanceof ClusterMessage.Confirmed confirmed) {
			confirmed(sender, confirmed);
		}
		else if (!command(message)) {
			question(sender, message);
		}
	}

	private void broadcast(@Nullable String sender, ClusterMessage.Broadcast broadcast) {
		String requestId = broadcast.requestId();
		BroadcastOptions options = broadcast.options().withLocal();
		Object[] data = data(broadcast.event());
		this.sockets.peerBroadcast(String.valueOf(data[0]), () -> arguments(data));
		if (requestId == null) {
			this.adapter.broadcast(broadcast.event(), options);
			return;
		}
		if (this.collecting.incrementAndGet() > this.context.options().maxPendingRequests()) {
			this.collecting.decrementAndGet();
			this.context.counters().increment(ClusterCounter.REFUSED);
			return;
		}
		long ackId = this.sockets.nextAckId();
		PeerBroadcast acks = new PeerBroadcast(requestId, ackId, this.sockets, (answer) -> answer(sender, answer),
				this.collecting::decrementAndGet);
		Duration timeout = timeout(broadcast);
		try {
			this.adapter.broadcast(withId(broadcast.event(), ackId), options, timeout, acks);
			this.context.counters().increment(ClusterCounter.ANSWERED);
		}
		catch (RuntimeException | Error ex) {
			acks.expire();
			throw ex;
		}
		// Not before, since sockets that are asked after the end would never be
		// forgotten.
		acks.expireWith(this.context.timer().schedule(acks::expire, timeout.toMillis(), TimeUnit.MILLISECONDS));
	}

	private Duration timeout(ClusterMessage.Broadcast broadcast) {
		Duration told = broadcast.timeout();
		Duration longest = this.context.options().maxAckTimeout();
		Duration timeout = (told != null) ? told : this.context.options().requestsTimeout();
		return (timeout.compareTo(longest) < 0) ? timeout : longest;
	}

	private static Packet withId(Packet event, long ackId) {
		return new Packet(event.type(), event.namespace(), ackId, event.data());
	}

	private boolean command(ClusterMessage message) {
		if (message instanceof ClusterMessage.Join join) {
			execute(this.adapter.joinAll(join.options().withLocal(), allowed(join.rooms())));
		}
		else if (message instanceof ClusterMessage.Leave leave) {
			execute(this.adapter.leaveAll(leave.options().withLocal(), allowed(leave.rooms())));
		}
		else if (message instanceof ClusterMessage.Disconnect disconnect) {
			execute(this.adapter.disconnectAll(disconnect.options().withLocal(), disconnect.close()));
		}
		else {
			return false;
		}
		return true;
	}

	private Collection<String> allowed(Collection<String> rooms) {
		List<String> allowed = ReservedRooms.allowed(rooms);
		if (allowed.size() < rooms.size()) {
			this.context.counters().increment(ClusterCounter.REFUSED);
		}
		return allowed;
	}

	private static void execute(Mono<Void> executed) {
		executed.subscribe((none) -> {
		}, (ex) -> logger.debug("A command of another node was refused", ex));
	}

	private void confirmed(@Nullable String sender, ClusterMessage.Confirmed confirmed) {
		if (concerns(confirmed.command()) && command(confirmed.command())) {
			answer(sender, new ClusterMessage.Confirmation(confirmed.requestId()));
			this.context.counters().increment(ClusterCounter.ANSWERED);
		}
	}

	/**
	 * Whether a command selects a socket of this node. Only that node confirms the
	 * command.
	 * @param command the command of an old node
	 * @return whether it selects a socket of this node
	 */
	private boolean concerns(ClusterMessage command) {
		Set<String> rooms = Set.of();
		if (command instanceof ClusterMessage.Join join) {
			rooms = join.options().rooms();
		}
		else if (command instanceof ClusterMessage.Leave leave) {
			rooms = leave.options().rooms();
		}
		else if (command instanceof ClusterMessage.Disconnect disconnect) {
			rooms = disconnect.options().rooms();
		}
		return rooms.stream().anyMatch((room) -> this.adapter.size(room) > 0);
	}

	private void question(@Nullable String sender, ClusterMessage question) {
		if (question instanceof ClusterMessage.FetchSockets fetch) {
			FoundSockets found = new FoundSockets(this.context.bus().maxMessageSize());
			report(fetch(fetch.options()).takeWhile(found::add).then(Mono.just(found)),
					(all) -> sockets(sender, fetch.requestId(), all));
		}
		else if (question instanceof ClusterMessage.FetchRooms fetch) {
			answer(sender, new ClusterMessage.RoomsAnswer(fetch.requestId(), this.adapter.rooms()));
			this.context.counters().increment(ClusterCounter.ANSWERED);
		}
		else if (question instanceof ClusterMessage.FetchIds fetch) {
			report(fetch(BroadcastOptions.ALL.withRooms(fetch.rooms())).map(SocketDetails::id)
				.collect(Collectors.toSet()),
					(ids) -> answer(sender, new ClusterMessage.IdsAnswer(fetch.requestId(), ids)));
		}
	}

	private void sockets(@Nullable String sender, String requestId, FoundSockets found) {
		List<SocketDetails> told = found.isTooLarge() ? null : this.context.attributes().select(found.sockets());
		if (told != null) {
			answer(sender, new ClusterMessage.SocketsAnswer(requestId, told));
		}
		else {
			leaveOut(sender, new ClusterMessage.SocketsAnswer(requestId, List.of()));
		}
	}

	private Flux<SocketDetails> fetch(BroadcastOptions options) {
		return this.adapter.fetchSockets(options.withLocal(), null);
	}

	private <T> void report(Mono<T> found, Consumer<T> answer) {
		found.subscribe((value) -> {
			answer.accept(value);
			this.context.counters().increment(ClusterCounter.ANSWERED);
		}, (ex) -> {
			this.context.counters().increment(ClusterCounter.FAILED);
			errorLog.error(logger, "The sockets of this node could not be reported to another node", ex);
		});
	}

	private void answer(@Nullable String sender, ClusterMessage.Answer answer) {
		try {
			this.answers.accept(answer, sender);
		}
		catch (ClusterFormatException ex) {
			leaveOut(sender, answer);
		}
	}

	private void leaveOut(@Nullable String sender, ClusterMessage.Answer answer) {
		this.context.counters().increment(ClusterCounter.TOO_LARGE);
		ClusterMessage.Answer emptied = emptied(answer);
		if (emptied != null) {
			this.answers.accept(new ClusterMessage.TooLargeAnswer(emptied), sender);
		}
	}

	/**
	 * Remove the content of an answer.
	 * @param answer an answer
	 * @return an answer of the same kind, {@code null} if its kind has no content
	 */
	private static ClusterMessage.@Nullable Answer emptied(ClusterMessage.Answer answer) {
		if (answer instanceof ClusterMessage.SocketsAnswer) {
			return new ClusterMessage.SocketsAnswer(answer.requestId(), List.of());
		}
		if (answer instanceof ClusterMessage.RoomsAnswer) {
			return new ClusterMessage.RoomsAnswer(answer.requestId(), Set.of());
		}
		if (answer instanceof ClusterMessage.IdsAnswer) {
			return new ClusterMessage.IdsAnswer(answer.requestId(), Set.of());
		}
		if (answer instanceof ClusterMessage.ClientAnswer client) {
			return new ClusterMessage.ClientAnswer(answer.requestId(), client.socketId(), List.of());
		}
		return (answer instanceof ClusterMessage.ServerAnswer)
				? new ClusterMessage.ServerAnswer(answer.requestId(), null) : null;
	}

	private void serverEvent(@Nullable String sender, ClusterMessage.ServerEvent message, Map<String, String> trace) {
		Object[] data = data(message.event());
		this.sockets.serverSideEvent(String.valueOf(data[0]), arguments(data), reply(sender, message.requestId()),
				trace);
	}

	private static Object[] data(Packet event) {
		if (event.data() instanceof Object[] data && data.length > 0) {
			return data;
		}
		throw new ClusterFormatException("An event has no name");
	}

	private List<JsonNode> arguments(Object[] data) {
		List<JsonNode> arguments = new ArrayList<>(data.length - 1);
		for (int i = 1; i < data.length; i++) {
			arguments.add(tree(data[i]));
		}
		return arguments;
	}

	private @Nullable Consumer<@Nullable Object[]> reply(@Nullable String sender, @Nullable String requestId) {
		if (requestId == null) {
			return null;
		}
		return (given) -> {
			JsonNode value = (given.length != 0) ? tree(given[0]) : null;
			answer(sender, new ClusterMessage.ServerAnswer(requestId, value));
			this.context.counters().increment(ClusterCounter.ANSWERED);
		};
	}

	private JsonNode tree(@Nullable Object value) {
		if (value instanceof ForwardedValue forwarded) {
			return forwarded.tree();
		}
		return (value instanceof JsonNode tree) ? tree : this.context.writer().valueToTree(value);
	}

}
