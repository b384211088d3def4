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

package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * One client in one namespace. What happens to it takes turns in its lane; leaving the
 * namespace happens at once, and only the telling of it waits.
 */
final class DefaultSocket implements SocketIOSocket, LocalSocket {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final SocketIdentity identity;

	private final DefaultNamespace namespace;

	private final SocketIOConnection connection;

	private final DefaultHandshake handshake;

	private final EventLane lane;

	private final Outbox outbox;

	private final PendingAcks acks;

	private final SocketRooms rooms;

	private final SocketListeners listeners = new SocketListeners();

	private final EventReceiver receiver;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>(4);

	private final SocketLifecycle lifecycle;

	private volatile @Nullable Principal principal;

	DefaultSocket(SocketIdentity identity, DefaultNamespace namespace, SocketIOConnection connection,
			DefaultHandshake handshake, @Nullable Principal principal) {
		ServerContext context = namespace.context();
		this.identity = identity;
		this.namespace = namespace;
		this.connection = connection;
		this.handshake = handshake;
		this.principal = principal;
		this.lane = new EventLane(context.options().backlog(), this::congested, connection.gate()::relieved);
		this.outbox = new Outbox(connection.session(), context.options(), this::outboxOverflowed);
		this.acks = new PendingAcks(context.options().maxPendingAcks());
		this.rooms = new SocketRooms(this, namespace.adapter(), context.options().maxRooms());
		this.lifecycle = new SocketLifecycle(this, identity, namespace, connection, this.outbox, this.rooms,
				this.listeners);
		this.receiver = new EventReceiver(this, namespace.handlers(), this.listeners, context);
		identity.attributes().forEach(this.attributes::put);
		this.rooms.join(RoomNames.visible(identity.rooms()));
		if (principal != null) {
			this.rooms.join(List.of(RoomNames.ofUser(principal.getName())));
		}
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	/**
	 * The id for logs. That of a client of 2.x contains its session's, with which others
	 * could speak for it.
	 * @return the id, without most of the session's
	 */
	String shownId() {
		String sessionId = this.connection.session().id();
		return id().replace(sessionId, Ids.abbreviate(sessionId));
	}

	@Override
	public Namespace namespace() {
		return this.namespace;
	}

	@Override
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public @Nullable Principal principal() {
		return this.principal;
	}

	@Override
	public void principal(Principal principal) {
		Assert.notNull(principal, "'principal' must not be null");
		Principal previous = this.principal;
		this.principal = principal;
		if (previous != null) {
			this.rooms.leave(List.of(RoomNames.ofUser(previous.getName())));
		}
		this.rooms.join(List.of(RoomNames.ofUser(principal.getName())));
	}

	/**
	 * Who the client is, if the request does not say so itself.
	 * @return the principal that was set, or {@code null} when none was
	 */
	@Nullable Principal ownPrincipal() {
		Principal current = this.principal;
		return (current != session().handshake().principal()) ? current : null;
	}

	@Override
	public boolean isConnected() {
		return this.lifecycle.isConnected();
	}

	@Override
	public boolean isRecovered() {
		return this.identity.offset() != null;
	}

	@Override
	public EngineSession session() {
		return this.connection.session();
	}

	@Override
	public String transport() {
		return session().transport();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public Set<String> rooms() {
		return RoomNames.visible(this.rooms.copy());
	}

	@Override
	public void join(String... rooms) {
		List<String> names = List.of(rooms);
		RoomNames.check(names);
		this.rooms.join(names);
	}

	@Override
	public void leave(String... rooms) {
		List<String> names = List.of(rooms);
		RoomNames.check(names);
		this.rooms.leave(names);
	}

	@Override
	public SocketDetails details() {
		return new SocketDetails(id(), this.handshake.details(), rooms(), Map.copyOf(this.attributes));
	}

	void count(SocketIOCounter counter) {
		this.namespace.context().count(counter);
	}

	private void congested() {
		count(SocketIOCounter.READING_SUSPENDED);
		this.connection.gate().congested();
	}

	JsonMapper mapper() {
		return this.namespace.context().mapper();
	}

	PendingAcks acks() {
		return this.acks;
	}

	EventLane lane() {
		return this.lane;
	}

	SocketLifecycle lifecycle() {
		return this.lifecycle;
	}

	Object describe(Throwable error) {
		return this.namespace.context().errors().toAcknowledgement(error);
	}

	/**
	 * Acknowledge an event that was not handled.
	 * @param ack the event's acknowledgement
	 * @param error why it was not handled
	 */
	void tellError(EventAck ack, Throwable error) {
		try {
			ack.send(describe(error));
		}
		catch (RuntimeException ex) {
			logger.error("Socket {} could not be told that its event was refused", shownId(), ex);
		}
	}

	private SocketEmitter emitter() {
		return new DefaultSocketEmitter(this, this.namespace.context());
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		ReservedEvents.check(event);
		send(Packet.event(this.namespace.name(), event, arguments), true);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return emitter().emitWithAck(event, type, arguments);
	}

	@Override
	public <T> Mono<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return emitter().emitWithAck(event, type, arguments);
	}

	@Override
	public Mono<Void> emitAll(String event, Publisher<?> source) {
		ReservedEvents.check(event);
		Assert.notNull(source, "'source' must not be null");
		return PacedEmission.of(this, event, source);
	}

	@Override
	public SocketEmitter asVolatile() {
		return emitter().asVolatile();
	}

	@Override
	public SocketEmitter compress(boolean compress) {
		return emitter().compress(compress);
	}

	@Override
	public SocketEmitter timeout(Duration timeout) {
		return emitter().timeout(timeout);
	}

	@Override
	public <T> T as(Class<T> type) {
		return emitter().as(type);
	}

	/**
	 * Send an event to this socket alone.
	 * @param packet the event
	 * @param options how
	 */
	void emit(Packet packet, EmitOptions options) {
		if (options.droppable()) {
			deliverIfWritable(outgoing(packet, options.compressed()));
		}
		else {
			send(packet, options.compressed());
		}
	}

	private void send(Packet packet, boolean compressed) {
		boolean remembered = this.identity.privateId() != null && packet.id() == Packet.NO_ID
				&& !this.lifecycle.isConnecting();
		if (remembered) {
			// What is remembered for those who come back goes through the adapter.
			this.namespace.adapter().broadcast(packet, BroadcastOptions.room(id()).withCompressed(compressed));
		}
		else {
			deliver(outgoing(packet, compressed));
		}
	}

	private OutgoingPacket outgoing(Packet packet, boolean compressed) {
		return new OutgoingPacket(packet, compressed, this.namespace.context().parser());
	}

	/**
	 * Take an event, of this socket's own or of a broadcast.
	 * @param packet the event
	 */
	void deliver(OutgoingPacket packet) {
		if (!this.lifecycle.isOver()) {
			this.listeners.tellOutgoing(packet.packet().data());
			this.outbox.send(packet.messageFor(this.connection.revision()));
		}
	}

	void deliverIfWritable(OutgoingPacket packet) {
		if (this.outbox.isWritable()) {
			deliver(packet);
		}
		else {
			count(SocketIOCounter.VOLATILE_DROPPED);
		}
	}

	WireMessage encodeAck(long id, @Nullable Object[] arguments) {
		return this.namespace.encode(Packet.ack(this.namespace.name(), id, arguments));
	}

	/**
	 * Send what is no event.
	 * @param message the message
	 */
	void send(WireMessage message) {
		if (!this.lifecycle.isOver()) {
			this.outbox.send(message);
		}
	}

	long expectAck(PendingAck ack) {
		long id = this.namespace.nextAckId();
		awaitAck(id, ack);
		return id;
	}

	private void awaitAck(long id, PendingAck ack) {
		try {
			this.acks.add(id, ack);
		}
		catch (IllegalStateException ex) {
			count(SocketIOCounter.TOO_MANY_ACKS);
			throw ex;
		}
	}

	/**
	 * Take part in a broadcast that is acknowledged.
	 * @param id the broadcast's id
	 * @param collector is told of the answer
	 * @return whether an answer can be awaited; if not the collector was told
	 */
	boolean expectAck(long id, AckCollector collector) {
		try {
			awaitAck(id, new BroadcastMember(id(), collector));
			return true;
		}
		catch (IllegalStateException ex) {
			logger.warn("Socket {} takes no part in a broadcast: {}", shownId(), ex.getMessage());
			collector.lost(id());
			return false;
		}
	}

	private BroadcastOperator others() {
		return new DefaultBroadcastOperator(this.namespace, BroadcastOptions.ALL).except(id());
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return others().to(rooms);
	}

	@Override
	public BroadcastOperator to(Collection<String> rooms) {
		return others().to(rooms);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return others().except(rooms);
	}

	@Override
	public BroadcastOperator broadcast() {
		return others();
	}

	@Override
	public BroadcastOperator local() {
		return others().local();
	}

	@Override
	public SocketIOSocket on(String event, EventListener listener) {
		return on(event, listener, false);
	}

	@Override
	public SocketIOSocket once(String event, EventListener listener) {
		return on(event, listener, true);
	}

	private SocketIOSocket on(String event, EventListener listener, boolean once) {
		ReservedEvents.check(event);
		this.listeners.onEvent(event, new ListenerEventHandler(listener, once, this.namespace.context()));
		return this;
	}

	@Override
	public SocketIOSocket off(String event, EventListener listener) {
		this.listeners.offEvent(event, (handler) -> handler.listener() == listener);
		return this;
	}

	@Override
	public SocketIOSocket off(String event) {
		this.listeners.offEvent(event, (handler) -> true);
		return this;
	}

	@Override
	public SocketIOSocket off() {
		this.listeners.off();
		return this;
	}

	@Override
	public SocketIOSocket onAny(AnyEventListener listener) {
		this.listeners.onAny(listener);
		return this;
	}

	@Override
	public SocketIOSocket prependAny(AnyEventListener listener) {
		this.listeners.prependAny(listener);
		return this;
	}

	@Override
	public SocketIOSocket offAny(AnyEventListener listener) {
		this.listeners.offAny(listener);
		return this;
	}

	@Override
	public SocketIOSocket offAny() {
		this.listeners.offAny();
		return this;
	}

	@Override
	public List<AnyEventListener> listenersAny() {
		return this.listeners.any();
	}

	@Override
	public SocketIOSocket onAnyOutgoing(OutgoingListener listener) {
		this.listeners.onAnyOutgoing(listener);
		return this;
	}

	@Override
	public SocketIOSocket prependAnyOutgoing(OutgoingListener listener) {
		this.listeners.prependAnyOutgoing(listener);
		return this;
	}

	@Override
	public SocketIOSocket offAnyOutgoing(OutgoingListener listener) {
		this.listeners.offAnyOutgoing(listener);
		return this;
	}

	@Override
	public SocketIOSocket offAnyOutgoing() {
		this.listeners.offAnyOutgoing();
		return this;
	}

	@Override
	public List<OutgoingListener> listenersAnyOutgoing() {
		return this.listeners.outgoing();
	}

	@Override
	public SocketIOSocket use(EventInterceptor interceptor) {
		this.listeners.use(interceptor);
		return this;
	}

	@Override
	public SocketIOSocket onDisconnecting(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
		this.listeners.onDisconnecting(listener);
		return this;
	}

	@Override
	public SocketIOSocket onDisconnect(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
		this.listeners.onDisconnect(listener);
		return this;
	}

	@Override
	public @Nullable DisconnectDetails disconnectDetails() {
		return this.lifecycle.disconnectDetails();
	}

	@Override
	public void disconnect(boolean close) {
		this.connection.disconnect(this, close);
	}

	@Override
	public void closeConnection() {
		this.connection.session().close();
	}

	void receiveEvent(ReceivedPacket packet) {
		this.receiver.receive(packet);
	}

	void receiveAck(ReceivedPacket packet) {
		if (packet.id() != Packet.NO_ID) {
			this.acks.answer(packet.id(), packet.arguments());
		}
		packet.arguments().finish();
	}

	private void outboxOverflowed() {
		count(SocketIOCounter.CONNECT_OVERFLOW);
		logger.warn("Socket {} is not let in: more was sent to it meanwhile than may wait for a client", shownId());
		this.connection.session().terminate();
	}

	@Override
	public String toString() {
		return "Socket " + shownId() + " in namespace " + this.namespace.name() + ", " + this.lifecycle;
	}

	/**
	 * One receiver of a broadcast that is acknowledged.
	 *
	 * @param socketId the receiver's id
	 * @param collector is told of its answer
	 */
	private record BroadcastMember(String socketId, AckCollector collector) implements PendingAck {

		@Override
		public void answered(ArgumentReader arguments) {
			this.collector.answered(this.socketId, arguments);
		}

		@Override
		public void lost(DisconnectReason reason) {
			this.collector.lost(this.socketId);
		}

	}

}
