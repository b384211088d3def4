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
	 * that only this socket is in.
	 * @return 20 URL-safe characters
	 */
	String id();

	/**
	 * The namespace this socket belongs to.
	 * @return the namespace, the same as long as the socket lives
	 */
	Namespace namespace();

	/**
	 * The request that opened the connection, and the client's {@code auth} payload.
	 * @return what the client sent when it connected
	 */
	Handshake handshake();

	/**
	 * Who the client is.
	 * @return the principal of the handshake request, or one that was set by middleware
	 */
	@Nullable Principal principal();

	/**
	 * Say who the client is, typically from middleware that checked a token.
	 * @param principal who the client is from now on
	 */
	void setPrincipal(Principal principal);

	/**
	 * The Reactor context of what is called for this socket: what its session keeps of
	 * {@link Handshake#context() the handshake's}, and who {@link #principal() the
	 * client} is. Handlers and middleware have it already; code that subscribes by itself
	 * adds it by {@code contextWrite(socket.context())}.
	 * @return the context as of now
	 */
	ContextView context();

	/**
	 * The Reactor context of what is called for this socket on behalf of somebody who has
	 * a context. The caller's is preferred, except for who the client is.
	 * @param caller the context of the caller
	 * @return the context as of now
	 */
	Context context(ContextView caller);

	/**
	 * Whether the socket is in its namespace: from the answer to CONNECT until the
	 * disconnect.
	 * @return whether it is connected
	 */
	boolean isConnected();

	/**
	 * Whether this socket is the continuation of one that lost its connection: with the
	 * same id, rooms and attributes, and with nothing missed.
	 * @return whether its state was recovered
	 */
	boolean isRecovered();

	/**
	 * The connection below, which this socket may share with those of other namespaces.
	 * @return the Engine.IO session
	 */
	EngineSession session();

	/**
	 * The wire name of the transport in use.
	 * @return {@code polling} or {@code websocket}
	 */
	String transport();

	/**
	 * Whatever the application wants to remember of this socket. Other nodes see a copy,
	 * so values should be serialisable as JSON.
	 * @return a concurrent map
	 */
	Map<String, Object> attributes();

	/**
	 * The rooms this socket is in.
	 * @return an unmodifiable copy, own-id room included
	 */
	Set<String> rooms();

	/**
	 * Join rooms. Does nothing once the socket is disconnected.
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
	 * Emit an event for each item of a source, no faster than the client reads: when much
	 * is on its way, the source is asked for nothing until the transport took it. The
	 * source is asked on the connection's thread, so it must not block. It is cancelled
	 * when the socket disconnects. What decides whether the socket is let in must not
	 * wait for the returned {@code Mono}, see {@link #emitWithAck}.
	 * @param event the event's name, not a reserved one
	 * @param source has the only argument of each event; subscribed to with the returned
	 * {@code Mono}
	 * @return completes when the last item was emitted; fails with the source's error,
	 * with what {@link #emit} throws, or with {@link SocketDisconnectedException}
	 */
	Mono<Void> emitAll(String event, Publisher<?> source);

	/**
	 * Handle an event of this socket.
	 * @param event the event's name
	 * @param listener the listener, called on the connection's thread; it must not block
	 * @return this socket
	 */
	SocketIOSocket on(String event, SocketEventListener listener);

	/**
	 * Handle the next event of that name only.
	 * @param event the event's name
	 * @param listener called at most once
	 * @return this socket
	 */
	SocketIOSocket once(String event, SocketEventListener listener);

	/**
	 * Handle an event no longer.
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
	 * {@link #onDisconnect}. Those for all events and for sent events stay, and so do
	 * interceptors.
	 * @return this socket
	 */
	SocketIOSocket off();

	/**
	 * Be told of every event of this socket, before it is handled and whether or not
	 * somebody handles it.
	 * @param listener the listener, called behind those added before
	 * @return this socket
	 */
	SocketIOSocket onAny(AnyEventListener listener);

	/**
	 * Be told of every event of this socket, before those added before.
	 * @param listener called with each event, ahead of the others
	 * @return this socket
	 */
	SocketIOSocket prependAny(AnyEventListener listener);

	/**
	 * Be told of events no longer.
	 * @param listener the listener that was given to {@link #onAny} or
	 * {@link #prependAny}
	 * @return this socket
	 */
	SocketIOSocket offAny(AnyEventListener listener);

	/**
	 * Remove all listeners for all events.
	 * @return this socket
	 */
	SocketIOSocket offAny();

	/**
	 * The listeners for all events.
	 * @return an unmodifiable copy, in the order in which they are called
	 */
	List<AnyEventListener> listenersAny();

	/**
	 * Be told of every event that is sent to this socket, by itself or by a broadcast.
	 * @param listener the listener, called on the sender's thread; it must not block
	 * @return this socket
	 */
	SocketIOSocket onAnyOutgoing(OutgoingListener listener);

	/**
	 * Be told of every event that is sent to this socket, before those added before.
	 * @param listener the listener, as for {@link #onAnyOutgoing}
	 * @return this socket
	 */
	SocketIOSocket prependAnyOutgoing(OutgoingListener listener);

	/**
	 * Be told of sent events no longer.
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
	 * Have every event of this socket examined before it is handled, behind the listeners
	 * of {@link #onAny}.
	 * @param interceptor the interceptor, run behind those added before
	 * @return this socket
	 */
	SocketIOSocket use(EventMiddleware interceptor);

	/**
	 * Be told when this socket is about to leave its namespace, with its rooms still
	 * there.
	 * @param listener told why it leaves
	 * @return this socket
	 */
	default SocketIOSocket onDisconnecting(Consumer<DisconnectReason> listener) {
		return onDisconnecting((reason, details) -> listener.accept(reason));
	}

	/**
	 * Be told when and why this socket is about to leave its namespace, with its rooms
	 * still there.
	 * @param listener told why it leaves, and what ended the connection
	 * @return this socket
	 */
	SocketIOSocket onDisconnecting(BiConsumer<DisconnectReason, DisconnectDetails> listener);

	/**
	 * Be told when this socket has left its namespace.
	 * @param listener told why it left
	 * @return this socket
	 */
	default SocketIOSocket onDisconnect(Consumer<DisconnectReason> listener) {
		return onDisconnect((reason, details) -> listener.accept(reason));
	}

	/**
	 * Be told when and why this socket has left its namespace.
	 * @param listener told why it left, and what ended the connection
	 * @return this socket
	 */
	SocketIOSocket onDisconnect(BiConsumer<DisconnectReason, DisconnectDetails> listener);

	/**
	 * Why this socket left, or was not let into, its namespace.
	 * @return the details, {@code null} as long as it is there or on its way
	 */
	@Nullable DisconnectDetails disconnectDetails();

	/**
	 * Close the connection, and with it all its namespaces, without telling the client
	 * why: an official client comes back, unlike one that was disconnected.
	 */
	void closeConnection();

	/**
	 * Disconnect from this namespace; the connection stays for other namespaces.
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
