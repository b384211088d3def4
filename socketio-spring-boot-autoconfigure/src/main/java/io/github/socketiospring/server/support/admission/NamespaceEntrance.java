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

package io.github.socketiospring.server.support.admission;

import java.security.Principal;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.inbound.EventLimits;
import io.github.socketiospring.server.support.life.DefaultHandshake;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.NamespaceSockets;
import io.github.socketiospring.server.support.life.SocketConnection;
import io.github.socketiospring.server.support.life.SocketFactory;
import io.github.socketiospring.server.support.life.SocketIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace as the admission of one client sees it.
 *
 * @since 0.1.0
 */
public final class NamespaceEntrance {

	private final List<ConnectMiddleware> middleware;

	private final List<NamespaceHandler> handlers;

	private final List<Consumer<SocketIOSocket>> connectionListeners;

	private final NamespaceSockets present;

	private final SocketFactory sockets;

	private final EventHandling handling;

	/**
	 * Create an entrance.
	 * @param middleware decides whether a socket may enter, in order
	 * @param handlers the handlers of the namespace
	 * @param connectionListeners called with each connected socket
	 * @param present the connected sockets, what is kept of lost ones, and the ids in use
	 * @param sockets creates sockets
	 * @param handling how its handlers are called
	 */
	public NamespaceEntrance(List<ConnectMiddleware> middleware, List<NamespaceHandler> handlers,
			List<Consumer<SocketIOSocket>> connectionListeners, NamespaceSockets present, SocketFactory sockets,
			EventHandling handling) {
		this.middleware = middleware;
		this.handlers = handlers;
		this.connectionListeners = connectionListeners;
		this.present = present;
		this.sockets = sockets;
		this.handling = handling;
	}

	/**
	 * Whether the namespace still exists, so that a socket may enter it.
	 * @return {@code false} once it was removed
	 */
	boolean isOpen() {
		return this.present.isOpen();
	}

	/**
	 * The middleware of the namespace.
	 * @return decides whether a socket may enter, in order
	 */
	List<ConnectMiddleware> middleware() {
		return this.middleware;
	}

	/**
	 * The listeners for connections.
	 * @return called with each connected socket, in order
	 */
	List<Consumer<SocketIOSocket>> connectionListeners() {
		return this.connectionListeners;
	}

	/**
	 * Create a socket that is connecting.
	 * @param identity the socket's identity
	 * @param principal the client's principal, {@code null} if it is not known
	 * @param handshake the socket's handshake
	 * @param connection the connection through which packets are sent
	 * @param limits enforces the limits of its connection's events
	 * @param lease the acquired resources, released when it has left
	 * @return a socket that has not entered the namespace yet
	 */
	LiveSocket create(SocketIdentity identity, @Nullable Principal principal, DefaultHandshake handshake,
			SocketConnection connection, EventLimits limits, Lease lease) {
		return this.sockets.create(identity, principal, handshake, connection, limits, this.handlers, lease);
	}

	/**
	 * Observe how middleware and handlers decide about a socket.
	 * @param socket the socket that connects
	 * @param decision asks them on subscription
	 * @return the same decision, observed if there is an observer
	 */
	Mono<Void> connecting(SocketIOSocket socket, Mono<Void> decision) {
		return this.handling.deciding(socket, decision);
	}

	/**
	 * Whether lost sockets may be recovered.
	 * @return {@code false} if recovery is off
	 */
	boolean isRecovering() {
		return this.present.isRecovering();
	}

	/**
	 * Whether the events after an offset are remembered.
	 * @param offset the offset of the last event that a client received
	 * @return {@code false} if the client cannot get what it missed
	 */
	boolean isRemembered(String offset) {
		return this.present.isRemembered(offset);
	}

	/**
	 * Find the session that a lost socket left behind.
	 * @param privateId the secret by which it is recovered
	 * @param offset the offset of the last event that its client received
	 * @return the session, empty if there is none; fails if it is not found in time
	 */
	Mono<SavedSession> findSaved(String privateId, String offset) {
		return this.present.findSaved(privateId, offset);
	}

	/**
	 * Find the connected socket that a client can take over.
	 * @param privateId the secret by which it is recovered
	 * @return the socket, {@code null} if there is none
	 */
	@Nullable LiveSocket findPresent(String privateId) {
		return this.present.findRecoverable(privateId);
	}

	/**
	 * Take the id of a socket, unless another one has it.
	 * @param id the id of a socket that is about to connect
	 * @param lease releases the id
	 * @return {@code false} if the id is not free
	 */
	boolean takeId(String id, Lease lease) {
		return this.present.takeId(id, lease);
	}

	/**
	 * Wait until an id is free.
	 * @param id the id of a socket that is about to connect
	 * @return completes when the id becomes free, {@code null} if it is free now
	 */
	@Nullable Mono<Void> idFreed(String id) {
		return this.present.idFreed(id);
	}

	/**
	 * Wait until an id is free, or until its socket has entered.
	 * @param id the id of a socket that is about to connect
	 * @param present tells whether the socket that has entered is still there
	 * @return completes when the id becomes free, or its socket may be replaced;
	 * {@code null} if it is free now
	 */
	@Nullable Mono<Void> idFreedOrEntered(String id, BooleanSupplier present) {
		return this.present.idFreedOrEntered(id, present);
	}

	/**
	 * A socket has entered, so that another connection of its client may replace it.
	 * @param id the socket's id
	 */
	void entered(String id) {
		this.present.entered(id);
	}

}
