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

package io.github.socketiospring.server.support.life;

import java.security.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.github.socketiospring.adapter.ReservedRooms;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.AnyEventListener;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventMiddleware;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.SocketEmitter;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.SocketListeners;
import io.github.socketiospring.server.support.outbound.DefaultSocketEmitter;
import io.github.socketiospring.server.support.outbound.PacedEmission;
import io.github.socketiospring.server.support.outbound.RoomNames;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.SocketSender;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * The socket that applications use: delegates each call to one of the socket's parts.
 */
final class DefaultSocket implements SocketIOSocket {

	private final SocketIdentity identity;

	private final Namespace namespace;

	private final SocketClient client;

	private final SocketConnection connection;

	private final SocketSender sender;

	private final SocketRooms rooms;

	private final SocketListeners listeners;

	private final SocketStatus status;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>(4);

	DefaultSocket(SocketIdentity identity, Namespace namespace, SocketClient client, SocketConnection connection,
			SocketSender sender, SocketRooms rooms, SocketListeners listeners, SocketStatus status) {
		this.identity = identity;
		this.namespace = namespace;
		this.client = client;
		this.connection = connection;
		this.sender = sender;
		this.rooms = rooms;
		this.listeners = listeners;
		this.status = status;
	}

	/**
	 * Set the initial principal of the client.
	 * @param principal the client's principal, {@code null} if it is not known
	 */
	void begin(@Nullable Principal principal) {
		if (!this.identity.attributes().isEmpty()) {
			// Not without attributes, since the map would allocate its table.
			this.attributes.putAll(this.identity.attributes());
		}
		this.rooms.join(ReservedRooms.visible(this.identity.rooms()));
		if (principal != null) {
			this.client.identify(principal);
		}
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	@Override
	public Namespace namespace() {
		return this.namespace;
	}

	@Override
	public Handshake handshake() {
		return this.client.handshake();
	}

	@Override
	public @Nullable Principal principal() {
		return this.client.principal();
	}

	@Override
	public void setPrincipal(Principal principal) {
		Assert.notNull(principal, "'principal' must not be null");
		this.client.identify(principal);
	}

	@Override
	public ContextView context() {
		return this.client.context();
	}

	@Override
	public Context context(ContextView caller) {
		return this.client.context(caller);
	}

	@Override
	public boolean isConnected() {
		return this.status.isConnected();
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
		return ReservedRooms.visible(this.rooms.copy());
	}

	@Override
	public void join(Collection<String> rooms) {
		RoomNames.check(rooms);
		this.client.checkJoin(this, rooms);
		this.rooms.joinNamed(rooms);
	}

	@Override
	public void leave(Collection<String> rooms) {
		RoomNames.check(rooms);
		this.rooms.leave(rooms);
	}

	private SocketEmitter emitter() {
		return new DefaultSocketEmitter(this.sender);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		this.sender.emit(event, arguments);
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
		return PacedEmission.of(this, this.status::endings, this.sender, event, source);
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

	@Override
	public BroadcastOperator broadcast() {
		return this.namespace.except(id());
	}

	@Override
	public SocketIOSocket on(String event, SocketEventListener listener) {
		ReservedEvents.check(event);
		this.listeners.onEvent(event, listener, false);
		return this;
	}

	@Override
	public SocketIOSocket once(String event, SocketEventListener listener) {
		ReservedEvents.check(event);
		this.listeners.onEvent(event, listener, true);
		return this;
	}

	@Override
	public SocketIOSocket off(String event, SocketEventListener listener) {
		this.listeners.off(event, listener);
		return this;
	}

	@Override
	public SocketIOSocket off(String event) {
		this.listeners.off(event);
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
		return this.listeners.anyOutgoing();
	}

	@Override
	public SocketIOSocket use(EventMiddleware middleware) {
		this.listeners.use(middleware);
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
		return this.status.details();
	}

	@Override
	public void disconnect(boolean close) {
		this.connection.disconnect(this, close,
				new DisconnectDetails(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, null));
	}

	@Override
	public void revoke(String description) {
		this.connection.disconnect(this, principal() == session().handshake().principal(),
				new DisconnectDetails(DisconnectReason.CREDENTIALS_ENDED, description));
	}

	@Override
	public void closeConnection() {
		session().close();
	}

	@Override
	public String toString() {
		return "Socket " + ShownId.of(this) + " in namespace " + this.namespace.name() + ", " + this.status;
	}

}
