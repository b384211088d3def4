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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.socketiospring.engineio.EngineSession;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One client in one namespace. May be used from any thread; nothing here blocks.
 *
 * @since 0.1.0
 */
public interface SocketIOSocket extends SocketEmitter {

	/**
	 * The socket's public id, different in each namespace. It is also the name of a room
	 * for this socket only.
	 * @return 20 URL-safe characters
	 */
	String id();

	/**
	 * The namespace this socket belongs to.
	 * @return always the same namespace
	 */
	Namespace namespace();

	/**
	 * The request that opened the connection, and the client's {@code auth} payload.
	 * @return what the client sent when it connected
	 */
	Handshake handshake();

	/**
	 * The client's principal.
	 * @return the principal of the handshake request, or one that was set by middleware
	 */
	@Nullable Principal principal();

	/**
	 * Set the client's principal, typically in middleware that checked a token.
	 * @param principal the identity of the client from now on
	 */
	void setPrincipal(Principal principal);

	/**
	 * The Reactor context of code that is called for this socket:
	 * {@link Handshake#context() the handshake's}, and the identity of
	 * {@link #principal() the client}. Handlers and middleware have it already; code that
	 * subscribes itself adds it with {@code contextWrite(socket.context())}.
	 * @return the context with the current principal
	 */
	ContextView context();

	/**
	 * The Reactor context of code that is called for this socket by a caller with its own
	 * context. The caller's values take precedence, except for the client's identity.
	 * @param caller the context of the caller
	 * @return the context with the current principal
	 */
	Context context(ContextView caller);

	/**
	 * Whether the socket is in its namespace: from the answer to CONNECT until the
	 * disconnect.
	 * @return whether it is connected
	 */
	boolean isConnected();

	/**
	 * Whether this socket continues one that lost its connection, with the same id, rooms
	 * and attributes, and without missed events.
	 * @return whether its state was recovered
	 */
	boolean isRecovered();

	/**
	 * The Engine.IO session, which this socket may share with sockets of other
	 * namespaces.
	 * @return always the same session
	 */
	EngineSession session();

	/**
	 * The wire name of the transport in use.
	 * @return {@code polling} or {@code websocket}
	 */
	String transport();

	/**
	 * Values that the application stores for this socket. Other nodes see a copy, so
	 * values should be serializable as JSON.
	 * @return a concurrent map
	 */
	Map<String, Object> attributes();

	/**
	 * The rooms this socket is in.
	 * @return an unmodifiable copy, including the room named by its id
	 */
	Set<String> rooms();

	/**
	 * Join rooms, all or none. Does nothing once the socket is disconnected. Fails if a
	 * limit is reached or the {@link AccessRules} deny a room.
	 * @param rooms names of rooms; those it is in already are ignored
	 */
	default void join(String... rooms) {
		join(List.of(rooms));
	}

	/**
	 * Join rooms, as {@link #join(String...)} does.
	 * @param rooms the names of the rooms
	 */
	void join(Collection<String> rooms);

	/**
	 * Leave rooms.
	 * @param rooms names of rooms; those it is not in are ignored
	 */
	default void leave(String... rooms) {
		leave(List.of(rooms));
	}

	/**
	 * Leave rooms.
	 * @param rooms the names of the rooms
	 */
	void leave(Collection<String> rooms);

	/**
	 * Choose all sockets of the namespace but this one.
	 * @return an operator that leaves this socket out
	 */
	BroadcastOperator broadcast();

	/**
	 * Choose the members of rooms, this socket excluded.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator to(String... rooms) {
		return broadcast().to(rooms);
	}

	/**
	 * Choose the members of rooms, this socket excluded.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator to(Collection<String> rooms) {
		return broadcast().to(rooms);
	}

	/**
	 * Same as {@link #to(String...)}.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Same as {@link #to(Collection)}.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator in(Collection<String> rooms) {
		return to(rooms);
	}

	/**
	 * Choose the sockets of principals, on every device, this socket excluded.
	 * @param names the principals' names
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator toUser(String... names) {
		return broadcast().toUser(names);
	}

	/**
	 * Choose the sockets of principals, on every device, this socket excluded.
	 * @param names the principals' names
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator toUser(Collection<String> names) {
		return broadcast().toUser(names);
	}

	/**
	 * Choose all sockets of the namespace but this one and the members of rooms.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator except(String... rooms) {
		return broadcast().except(rooms);
	}

	/**
	 * Choose all sockets of the namespace but this one and the members of rooms.
	 * @param rooms the names of the rooms
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator except(Collection<String> rooms) {
		return broadcast().except(rooms);
	}

	/**
	 * Choose sockets of this node, this socket excluded.
	 * @return an operator that leaves this socket out
	 */
	default BroadcastOperator local() {
		return broadcast().local();
	}

	/**
	 * Emit an event for each item of a source, no faster than the client reads: while
	 * many are waiting to be written, no more items are requested. Items are requested on
	 * the connection's thread, so the source must not block. It is cancelled when the
	 * socket disconnects. Connect middleware and {@code onConnect} handlers must not wait
	 * for the returned {@code Mono}, see {@link #emitWithAck}.
	 * @param event the event's name, not a reserved one
	 * @param source each item is the only argument of an event; subscribed to with the
	 * returned {@code Mono}
	 * @return completes when the last item was emitted; fails with the source's error,
	 * with an exception of {@link #emit}, or with {@link SocketDisconnectedException}
	 */
	Mono<Void> emitAll(String event, Publisher<?> source);

	/**
	 * Add a listener for an event of this socket.
	 * @param event the event's name
	 * @param listener the listener, called on the connection's thread; it must not block
	 * @return this socket
	 */
	SocketIOSocket on(String event, SocketEventListener listener);

	/**
	 * Add a listener that is removed after the next event of that name.
	 * @param event the event's name
	 * @param listener called at most once
	 * @return this socket
	 */
	SocketIOSocket once(String event, SocketEventListener listener);

	/**
	 * Remove a listener for an event.
	 * @param event the event's name
	 * @param listener the listener that was given to {@link #on} or {@link #once}
	 * @return this socket
	 */
	SocketIOSocket off(String event, SocketEventListener listener);

	/**
	 * Remove all listeners for an event.
	 * @param event the event's name
	 * @return this socket
	 */
	SocketIOSocket off(String event);

	/**
	 * Remove all listeners for events, and those of {@link #onDisconnecting} and
	 * {@link #onDisconnect}. Listeners for any event or for sent events, and middleware,
	 * are kept.
	 * @return this socket
	 */
	SocketIOSocket off();

	/**
	 * Add a listener for every event of this socket. It is called before the event is
	 * handled, whether or not there is a handler.
	 * @param listener the listener, called after those added before
	 * @return this socket
	 */
	SocketIOSocket onAny(AnyEventListener listener);

	/**
	 * Add a listener for every event of this socket, ahead of those added before.
	 * @param listener called with each event
	 * @return this socket
	 */
	SocketIOSocket prependAny(AnyEventListener listener);

	/**
	 * Remove a listener for every event.
	 * @param listener the listener that was given to {@link #onAny} or
	 * {@link #prependAny}
	 * @return this socket
	 */
	SocketIOSocket offAny(AnyEventListener listener);

	/**
	 * Remove all listeners for every event.
	 * @return this socket
	 */
	SocketIOSocket offAny();

	/**
	 * The listeners for every event.
	 * @return an unmodifiable copy, in the order in which they are called
	 */
	List<AnyEventListener> listenersAny();

	/**
	 * Add a listener for every event that is sent to this socket, directly or by a
	 * broadcast.
	 * @param listener the listener, called on the sender's thread; it must not block
	 * @return this socket
	 */
	SocketIOSocket onAnyOutgoing(OutgoingListener listener);

	/**
	 * Add a listener for every event that is sent to this socket, ahead of those added
	 * before.
	 * @param listener the listener, as for {@link #onAnyOutgoing}
	 * @return this socket
	 */
	SocketIOSocket prependAnyOutgoing(OutgoingListener listener);

	/**
	 * Remove a listener for sent events.
	 * @param listener the listener that was given to {@link #onAnyOutgoing} or
	 * {@link #prependAnyOutgoing}
	 * @return this socket
	 */
	SocketIOSocket offAnyOutgoing(OutgoingListener listener);

	/**
	 * Remove all listeners for sent events.
	 * @return this socket
	 */
	SocketIOSocket offAnyOutgoing();

	/**
	 * The listeners for sent events.
	 * @return an unmodifiable copy, in the order in which they are called
	 */
	List<OutgoingListener> listenersAnyOutgoing();

	/**
	 * Add middleware that checks every event of this socket before it is handled, after
	 * the listeners of {@link #onAny}.
	 * @param interceptor the middleware, run after those added before
	 * @return this socket
	 */
	SocketIOSocket use(EventMiddleware interceptor);

	/**
	 * Add a listener that is called when this socket is about to leave its namespace. Its
	 * rooms can still be read.
	 * @param listener called with the reason
	 * @return this socket
	 */
	default SocketIOSocket onDisconnecting(Consumer<DisconnectReason> listener) {
		return onDisconnecting((reason, details) -> listener.accept(reason));
	}

	/**
	 * Add a listener that is called when this socket is about to leave its namespace. Its
	 * rooms can still be read.
	 * @param listener called with the reason and its details
	 * @return this socket
	 */
	SocketIOSocket onDisconnecting(BiConsumer<DisconnectReason, DisconnectDetails> listener);

	/**
	 * Add a listener that is called when this socket has left its namespace.
	 * @param listener called with the reason
	 * @return this socket
	 */
	default SocketIOSocket onDisconnect(Consumer<DisconnectReason> listener) {
		return onDisconnect((reason, details) -> listener.accept(reason));
	}

	/**
	 * Add a listener that is called when this socket has left its namespace.
	 * @param listener called with the reason and its details
	 * @return this socket
	 */
	SocketIOSocket onDisconnect(BiConsumer<DisconnectReason, DisconnectDetails> listener);

	/**
	 * Why this socket left its namespace, or did not enter it.
	 * @return the details, {@code null} while it is connecting or connected
	 */
	@Nullable DisconnectDetails disconnectDetails();

	/**
	 * Close the connection, and thereby leave all its namespaces, without a DISCONNECT
	 * packet: an official client reconnects then, but not after {@link #disconnect()}.
	 */
	void closeConnection();

	/**
	 * Disconnect from this namespace with {@link DisconnectReason#CREDENTIALS_ENDED}, so
	 * that the socket cannot be recovered. If its principal is the one of the handshake,
	 * the connection is closed with all its sockets, since the client could enter again.
	 * @param description why the credentials ended, for listeners and logs
	 */
	void revoke(String description);

	/**
	 * Disconnect from this namespace; the connection stays open for other namespaces.
	 */
	default void disconnect() {
		disconnect(false);
	}

	/**
	 * Disconnect from this namespace.
	 * @param close whether to leave all namespaces and close the connection
	 */
	void disconnect(boolean close);

}
