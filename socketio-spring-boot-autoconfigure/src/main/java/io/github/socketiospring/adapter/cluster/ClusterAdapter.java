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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.PartialResultException;
import io.github.socketiospring.adapter.RoomListener;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;

/**
 * Adapter for one namespace on all nodes of a cluster. It manages the rooms of this
 * node's sockets, and broadcasts and queries reach all nodes.
 * <p>
 * <b>Sockets of this node come first.</b> A message is encoded for the other nodes, then
 * delivered to the sockets of this node, then published. A message that cannot be encoded
 * therefore fails before any socket receives it, and local delivery does not depend on
 * the broker. Sockets of other nodes receive a message at most once. Messages that one
 * thread of this node sends arrive at each node in the order of its calls.
 * <p>
 * <b>Queries</b> emit the results of this node, then those of the other nodes as they
 * arrive, and complete when all nodes have answered. At the timeout they fail with a
 * {@link io.github.socketiospring.adapter.ClusterTimeoutException}. Until the namespace
 * is subscribed, requests and broadcasts with acknowledgements wait, at most for
 * {@link ClusterOptions#publishTimeout()}. Later messages of the same thread may overtake
 * them then. While the broker is unavailable they fail immediately with a
 * {@link io.github.socketiospring.adapter.ClusterUnavailableException}. In both cases
 * they emit the known results first.
 * <p>
 * <b>Acknowledgements</b> are complete when each node has reported the number of its
 * receivers and that many clients have answered. The clients of a node that is gone are
 * missing, but not awaited. While the broker is unavailable, only the sockets of this
 * node receive the event, and the other nodes are missing.
 * <p>
 * <b>Frames of other nodes</b> are handled one after the other in the order of arrival,
 * not on the thread that reads from the broker. A malformed frame is counted and
 * otherwise ignored. When the waiting frames exceed {@link ClusterOptions#laneBytes()},
 * broadcasts are dropped and counted; when they exceed it four times, so are requests and
 * answers.
 * <p>
 * <b>If the bus subscribes to each room separately</b>, broadcasts of other nodes to a
 * room arrive shortly after its first member has joined. {@link #joining} completes when
 * they do, or after {@link ClusterOptions#publishTimeout()}. While the broker is
 * unavailable, it does not wait.
 * <p>
 * An adapter that is not started publishes messages but does not subscribe to any. An
 * adapter that is closed still receives the answers to requests that were pending, and
 * later requests subscribe to their answers, as those to namespaces that do not exist on
 * this node.
 *
 * @since 0.1.0
 */
public final class ClusterAdapter extends InMemoryAdapter {

	/** The other nodes while the broker is unavailable: their number is unknown. */
	private static final MissingNodes UNREACHED = new MissingNodes(1, 0, Set.of());

	private final String namespace;

	private final String uid;

	private final LocalSockets sockets;

	private final ClusterContext context;

	private final Lane lane;

	private final JoinedRooms joined;

	private volatile ClusterBus.Channel channel;

	private volatile @Nullable PresentRooms present;

	private boolean started;

	private volatile boolean closed;

	ClusterAdapter(String namespace, LocalSockets sockets, ClusterContext context) {
		super(sockets);
		this.namespace = namespace;
		this.uid = context.nodes().nextUid();
		this.sockets = sockets;
		this.context = context;
		this.joined = new JoinedRooms(context);
		PeerRequests peers = new PeerRequests(namespace, this, sockets, context,
				(answer, asker) -> context.sent(this.channel.answer(answer, asker)));
		this.lane = new Lane(context, new FrameHandler(context, namespace, this.uid, (sender, message, trace) -> {
			if (!this.closed) {
				peers.receive(sender, message, trace);
			}
		}));
		this.channel = context.bus().open(namespace, this.uid, ClusterBus.Role.SENDER, this.lane);
	}

	@Override
	public Mono<Void> start() {
		ClusterBus.Channel member;
		synchronized (this) {
			if (this.closed) {
				return Mono.empty();
			}
			member = this.context.bus().open(this.namespace, this.uid, ClusterBus.Role.MEMBER, this.lane);
			this.channel = member;
			this.started = true;
		}
		PresentRooms present = new PresentRooms(member);
		if (this.context.bus().subscribesRooms()) {
			this.present = present;
		}
		addListener(present);
		// Each room is reported at least once: here or by the listener.
		select(BroadcastOptions.ALL).forEach((socket) -> rooms(socket).forEach(present::tell));
		if (!this.context.bus().isConnected()) {
			return Mono.empty();
		}
		// Clients may connect without the subscription. They miss broadcasts of other
		// nodes until it is confirmed.
		return member.ready().timeout(this.context.options().publishTimeout(), this.context.timer()).onErrorComplete();
	}

	@Override
	public void add(LocalSocket socket, Collection<String> rooms) {
		super.add(socket, rooms);
		if (this.present != null) {
			awaitBroadcasts(socket, rooms(socket));
		}
	}

	@Override
	public void join(LocalSocket socket, Collection<String> rooms) {
		super.join(socket, rooms);
		awaitBroadcasts(socket, rooms);
	}

	private void awaitBroadcasts(LocalSocket socket, Collection<String> rooms) {
		PresentRooms subscribed = this.present;
		if (subscribed != null && !rooms.isEmpty() && this.context.bus().isConnected()) {
			CompletableFuture<Void> arriving = subscribed.arriving(rooms);
			if (arriving != null) {
				this.joined.await(socket.id(), arriving);
			}
		}
	}

	@Override
	public @Nullable CompletionStage<Void> joining(String socketId) {
		return this.joined.awaited(socketId);
	}

	@Override
	public void close() {
		ClusterBus.Channel member;
		synchronized (this) {
			this.closed = true;
			member = this.channel;
			if (this.started) {
				// Disconnect handlers of the last sockets may still wait for other nodes.
				this.channel = this.context.bus().open(this.namespace, this.uid, ClusterBus.Role.ASKER, this.lane);
			}
		}
		member.close();
		this.context.requests().afterLast(this.uid, () -> {
			this.channel.close();
			this.lane.close();
		});
		super.close();
	}

	@Override
	public void broadcast(Packet packet, BroadcastOptions options) {
		if (options.local()) {
			deliver(packet, options);
			return;
		}
		try (OutgoingMessage message = prepare(new ClusterMessage.Broadcast(packet, options, null, null))) {
			deliver(packet, options);
			message.publish();
		}
	}

	private OutgoingMessage prepare(ClusterMessage message) {
		return OutgoingMessage.prepare(this.context, this.namespace, this.channel, message);
	}

	/**
	 * Deliver an event to the selected sockets of this node. The event is encoded only if
	 * there are any.
	 * @param packet an EVENT packet
	 * @param options selects the receivers
	 */
	private void deliver(Packet packet, BroadcastOptions options) {
		List<LocalSocket> receivers = select(options);
		if (!receivers.isEmpty()) {
			receivers.forEach(this.sockets.delivery(packet, options, null));
		}
		this.sockets.delivered(receivers.size());
	}

	@Override
	public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
		if (options.local()) {
			return super.broadcast(packet, options, timeout, acks);
		}
		if (!this.context.bus().isConnected()) {
			this.context.counters().increment(ClusterCounter.LOST);
			acks.nodesCounted(UNREACHED);
			return super.broadcast(packet, options, timeout, acks);
		}
		if (this.closed) {
			return sender().broadcast(packet, options, timeout, acks);
		}
		ClusterBus.Channel others = this.channel;
		BroadcastRequest request = new BroadcastRequest(this.context, others, acks);
		ClusterBus.Publication publication = request.await(
				ClusterMessages.question(packet, options, request.id(), timeout), timeout,
				this.context.observer().request(this.namespace, ClusterListener.Request.BROADCAST, Context.empty()));
		try {
			acks.askElsewhere();
			super.broadcast(packet, options, timeout, acks);
		}
		catch (RuntimeException | Error ex) {
			request.dispose();
			throw ex;
		}
		new Asker(this.context, this.namespace, others).send(request, publication);
		return request;
	}

	@Override
	public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		Flux<SocketDetails> own = super.fetchSockets(options, timeout);
		return options.local() ? own : own.concatWith(Flux.defer(() -> this.closed
				? sender().fetchSockets(options, timeout) : asker().sockets(options, timeout(timeout))));
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout) {
		return Mono.defer(() -> {
			if (this.closed) {
				return sender().roomsOfAllNodes(timeout);
			}
			Flux<String> rooms = Flux.fromIterable(rooms()).concatWith(asker().rooms(timeout(timeout)));
			return PartialResultException.keepResults(rooms.distinct()).collect(LinkedHashSet::new, Set::add);
		});
	}

	@Override
	public Mono<Integer> nodeCount() {
		return Mono.defer(() -> {
			ClusterBus.Channel others = this.channel;
			return others.isReady() ? others.otherNodes() : others.ready().then(Mono.defer(others::otherNodes));
		})
			.timeout(this.context.options().requestsTimeout(), this.context.timer())
			.onErrorMap((ex) -> ClusterContext.unavailable("nodeCount", ex))
			.map((others) -> others + 1);
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		if (options.local()) {
			return super.joinAll(options, rooms);
		}
		try (OutgoingMessage message = prepare(new ClusterMessage.Join(options, rooms))) {
			Mono<Void> executed = super.joinAll(options, rooms);
			return executed.then(command("socketsJoin", message));
		}
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		if (options.local()) {
			return super.leaveAll(options, rooms);
		}
		try (OutgoingMessage message = prepare(new ClusterMessage.Leave(options, rooms))) {
			Mono<Void> executed = super.leaveAll(options, rooms);
			return executed.then(command("socketsLeave", message));
		}
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		if (options.local()) {
			return super.disconnectAll(options, close);
		}
		try (OutgoingMessage message = prepare(new ClusterMessage.Disconnect(options, close))) {
			Mono<Void> executed = super.disconnectAll(options, close);
			return executed.then(command("disconnectSockets", message));
		}
	}

	private Mono<Void> command(String name, OutgoingMessage message) {
		return this.context.reported(message.publish(), name);
	}

	@Override
	public void serverSideEmit(Packet packet) {
		try (OutgoingMessage message = prepare(new ClusterMessage.ServerEvent(packet, null))) {
			message.publish();
		}
	}

	@Override
	public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
		return Flux
			.defer(() -> this.closed ? sender().serverSideEmit(packet, timeout) : asker().event(packet, timeout));
	}

	/**
	 * Create a sender to this namespace of the other nodes, for the time after the end.
	 * @return a sender that holds no subscription
	 */
	private AdapterSender sender() {
		return new ClusterSender(this.namespace, this.context);
	}

	private Asker asker() {
		return new Asker(this.context, this.namespace, this.channel);
	}

	private Duration timeout(@Nullable Duration timeout) {
		return (timeout != null) ? timeout : this.context.options().requestsTimeout();
	}

	/**
	 * Reports to the bus which rooms have members on this node. Two threads may signal
	 * the creation and the deletion of a room in the wrong order, so each signal only
	 * triggers a check of the room.
	 */
	private final class PresentRooms implements RoomListener {

		private final ClusterBus.Channel member;

		PresentRooms(ClusterBus.Channel member) {
			this.member = member;
		}

		@Override
		public void onCreateRoom(String room) {
			tell(room);
		}

		@Override
		public void onDeleteRoom(String room) {
			tell(room);
		}

		synchronized void tell(String room) {
			this.member.room(room, size(room) > 0);
		}

		/**
		 * Wait until broadcasts of other nodes to rooms arrive. The thread that created a
		 * room may not have reported it yet.
		 * @param rooms the names of the rooms that a socket joined
		 * @return a future that completes when they arrive, {@code null} if they already
		 * do
		 */
		synchronized @Nullable CompletableFuture<Void> arriving(Collection<String> rooms) {
			rooms.forEach(this::tell);
			return this.member.arriving(rooms);
		}

	}

}
