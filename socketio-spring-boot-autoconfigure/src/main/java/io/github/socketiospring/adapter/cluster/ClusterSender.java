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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.PartialResultException;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;

/**
 * Sends to a namespace that does not exist on this node. It holds no subscription; a
 * request subscribes to its answers until it ends.
 */
final class ClusterSender implements AdapterSender {

	private final String namespace;

	private final ClusterContext context;

	private final ClusterBus.Channel channel;

	ClusterSender(String namespace, ClusterContext context) {
		this.namespace = namespace;
		this.context = context;
		this.channel = context.bus().open(namespace, context.nodes().nextUid(), ClusterBus.Role.SENDER, (frame) -> {
		});
	}

	@Override
	public void broadcast(Packet packet, BroadcastOptions options) {
		if (!options.local()) {
			publish(new ClusterMessage.Broadcast(packet, options, null, null));
		}
	}

	@Override
	public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
		if (options.local()) {
			acks.expect(List.of());
			return Disposables.disposed();
		}
		if (!this.context.bus().isConnected()) {
			throw ClusterContext.unavailable(ClusterListener.Request.BROADCAST.call(), null);
		}
		Answers answers = new Answers();
		BroadcastRequest request = new BroadcastRequest(this.context, answers.channel, acks);
		Disposable.Swap opening = Disposables.swap();
		try {
			ClusterBus.Publication publication = request.await(
					ClusterMessages.question(packet, options, request.id(), timeout), timeout, this.context.observer()
						.request(this.namespace, ClusterListener.Request.BROADCAST, Context.empty()));
			acks.askElsewhere();
			acks.expect(List.of());
			opening.update(answers.ready().subscribe((none) -> {
			}, request::fail, () -> answers.asker().send(request, publication)));
		}
		catch (RuntimeException | Error ex) {
			request.dispose();
			answers.dispose();
			throw ex;
		}
		return Disposables.composite(opening, request, answers);
	}

	@Override
	public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return options.local() ? Flux.empty() : ask(ClusterListener.Request.SOCKETS, timeout,
				(asker, remaining) -> asker.sockets(options, remaining));
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout) {
		Flux<String> rooms = ask(ClusterListener.Request.ROOMS, timeout, Asker::rooms);
		return PartialResultException.keepResults(rooms.distinct()).collect(LinkedHashSet::new, Set::add);
	}

	@Override
	public Mono<Integer> nodeCount() {
		return Mono.defer(this.channel::otherNodes)
			.timeout(this.context.options().requestsTimeout(), this.context.timer())
			.onErrorMap((ex) -> ClusterContext.unavailable("nodeCount", ex));
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return command("socketsJoin", options, new ClusterMessage.Join(options, rooms));
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return command("socketsLeave", options, new ClusterMessage.Leave(options, rooms));
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return command("disconnectSockets", options, new ClusterMessage.Disconnect(options, close));
	}

	@Override
	public void serverSideEmit(Packet packet) {
		publish(new ClusterMessage.ServerEvent(packet, null));
	}

	@Override
	public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
		return ask(ClusterListener.Request.SERVER_EVENT, timeout, (asker, remaining) -> asker.event(packet, remaining));
	}

	private Mono<Void> command(String name, BroadcastOptions options, ClusterMessage command) {
		return options.local() ? Mono.empty() : this.context.reported(publish(command), name);
	}

	private Mono<Void> publish(ClusterMessage message) {
		try (OutgoingMessage outgoing = OutgoingMessage.prepare(this.context, this.namespace, this.channel, message)) {
			return outgoing.publish();
		}
	}

	private <T> Flux<T> ask(ClusterListener.Request kind, @Nullable Duration timeout,
			BiFunction<Asker, Duration, Flux<T>> asking) {
		Duration all = (timeout != null) ? timeout : this.context.options().requestsTimeout();
		return Flux.deferContextual((caller) -> {
			if (!this.context.bus().isConnected()) {
				return Flux.error(ClusterContext.unavailable(kind.call(), null));
			}
			long start = now();
			return Flux
				.using(() -> new Answers(),
						(answers) -> answers.ready()
							.onErrorMap((ex) -> ClusterContext.unavailable(kind.call(), ex))
							.thenMany(Flux.defer(() -> asking.apply(answers.asker(), all.minusMillis(now() - start)))),
						Answers::dispose)
				.contextWrite(this.context.observer().calling(caller));
		});
	}

	private long now() {
		return this.context.timer().now(TimeUnit.MILLISECONDS);
	}

	/**
	 * The subscription to the answers of one request.
	 */
	private final class Answers implements Disposable {

		private final Lane lane;

		private final ClusterBus.Channel channel;

		Answers() {
			String uid = ClusterSender.this.context.nodes().nextAskerUid();
			this.lane = new Lane(ClusterSender.this.context, new FrameHandler(ClusterSender.this.context,
					ClusterSender.this.namespace, uid, (sender, message, trace) -> ignore()));
			this.channel = ClusterSender.this.context.bus()
				.open(ClusterSender.this.namespace, uid, ClusterBus.Role.ASKER, this.lane);
		}

		private void ignore() {
			ClusterSender.this.context.counters().increment(ClusterCounter.IGNORED);
		}

		Mono<Void> ready() {
			return this.channel.ready()
				.timeout(ClusterSender.this.context.options().publishTimeout(), ClusterSender.this.context.timer());
		}

		Asker asker() {
			return new Asker(ClusterSender.this.context, ClusterSender.this.namespace, this.channel);
		}

		@Override
		public void dispose() {
			this.channel.close();
			this.lane.close();
		}

	}

}
