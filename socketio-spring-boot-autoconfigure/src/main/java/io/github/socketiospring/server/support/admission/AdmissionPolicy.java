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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.life.DefaultHandshake;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.server.support.revision.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * What applies to every CONNECT of one server: how long it may take, who is asked in all
 * namespaces, how many sockets a user may have, and how a client is refused. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AdmissionPolicy {

	private static final String INVALID = "Invalid namespace";

	private final NamespaceFinder namespaces;

	private final SocketIOOptions options;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final WireFormat format;

	private final PrincipalContextWriter principalContext;

	private final List<ConnectMiddleware.Guard> guards;

	private final SocketIOListeners observers;

	private final ConnectErrors errors;

	private final UserSockets userSockets;

	/**
	 * Create the policy of a server.
	 * @param namespaces finds the namespaces that clients connect to
	 * @param options the limits and timeouts
	 * @param timer schedules timeouts
	 * @param diagnostics counts, logs and describes refusals
	 * @param format writes the answers to CONNECT
	 * @param principalContext writes the client's identity to the Reactor context
	 * @param guards examine the clients of all namespaces
	 * @param observers observe all sockets
	 */
	public AdmissionPolicy(NamespaceFinder namespaces, SocketIOOptions options, Scheduler timer,
			Diagnostics diagnostics, WireFormat format, PrincipalContextWriter principalContext,
			List<ConnectMiddleware.Guard> guards, SocketIOListeners observers) {
		this.namespaces = namespaces;
		this.options = options;
		this.timer = timer;
		this.diagnostics = diagnostics;
		this.format = format;
		this.principalContext = principalContext;
		this.guards = guards;
		this.observers = observers;
		this.errors = new ConnectErrors(format, diagnostics);
		this.userSockets = new UserSockets(options.maxSocketsPerUser());
	}

	/**
	 * Create the lease of a client.
	 * @return a lease without resources
	 */
	Lease lease() {
		return new Lease(this.diagnostics);
	}

	/**
	 * Find a namespace in time, and reserve it.
	 * @param name the name that a client connects to
	 * @param auth the payload of the client's CONNECT
	 * @param seats the places of the client's connection
	 * @param lease releases the reservation
	 * @return the entrance; fails with {@link ConnectRefusedException} if there is no
	 * such namespace
	 */
	Mono<NamespaceEntrance> find(String name, JsonNode auth, Seats seats, Lease lease) {
		return Mono.defer(() -> inTime(this.namespaces.find(name, auth, seats, lease)))
			.switchIfEmpty(Mono.error(this::unknownNamespace));
	}

	/**
	 * Count a client that connects to an unknown namespace.
	 * @return why it is refused
	 */
	ConnectRefusedException unknownNamespace() {
		count(SocketIOCounter.UNKNOWN_NAMESPACE);
		return new ConnectRefusedException(INVALID);
	}

	/**
	 * Limit the time of a decision.
	 * @param <T> the type of the decision
	 * @param decision a part of an admission
	 * @return the same; fails with {@link ConnectRefusedException} if it takes too long
	 */
	<T> Mono<T> inTime(Mono<T> decision) {
		// What is known already needs no timer.
		return (decision instanceof Callable) ? decision
				: decision.timeout(this.options.connectTimeout(), Mono.error(AdmissionPolicy::undecided), this.timer);
	}

	private static ConnectRefusedException undecided() {
		return new ConnectRefusedException("Not decided in time");
	}

	/**
	 * Limit the wait for the handlers of a socket that leaves.
	 * @param <T> the type of the result
	 * @param wait completes when the handlers have completed
	 * @param late what happens instead if that takes too long
	 * @return the wait, or what happens instead
	 */
	<T> Mono<T> completing(Mono<T> wait, Mono<T> late) {
		return wait.timeout(this.options.completionTimeout(), late, this.timer);
	}

	/**
	 * Create the Reactor context before there is a socket.
	 * @param request the request that opened the connection
	 * @return the kept context of the request, with the client's identity
	 */
	ContextView requestContext(EngineHandshake request) {
		return this.principalContext.write(Context.of(request.context()), request.principal());
	}

	/**
	 * Create the handshake of a socket.
	 * @param request the request that opened the connection
	 * @param auth parses the payload of CONNECT for each call
	 * @return a handshake that converts the payload on demand
	 */
	DefaultHandshake handshake(EngineHandshake request, Supplier<JsonNode> auth) {
		return DefaultHandshake.of(request, auth, this.format);
	}

	/**
	 * Whether the clients of recovered sockets are known from the sessions before.
	 * @return {@code true} if no middleware examines them again
	 */
	boolean trustsSavedSessions() {
		return this.options.recovery().skipMiddlewares();
	}

	/**
	 * Add the guards to the middleware of a namespace.
	 * @param own the middleware of the namespace
	 * @return all that decides, in order
	 */
	List<ConnectMiddleware> withGuards(List<ConnectMiddleware> own) {
		if (this.guards.isEmpty()) {
			return own;
		}
		List<ConnectMiddleware> all = new ArrayList<>(this.guards.size() + own.size());
		this.guards.stream().filter((guard) -> !guard.isLast()).forEach(all::add);
		all.addAll(own);
		this.guards.stream().filter(ConnectMiddleware.Guard::isLast).forEach(all::add);
		return all;
	}

	/**
	 * Count a socket of a user.
	 * @param user the user, {@code null} if it is not known
	 * @param lease ends the count
	 * @return {@code false} if the user has too many
	 */
	boolean admits(@Nullable Principal user, Lease lease) {
		if (user == null || !this.userSockets.isLimited()) {
			return true;
		}
		String name = user.getName();
		if (name == null) {
			return true;
		}
		if (!this.userSockets.enter(name)) {
			count(SocketIOCounter.TOO_MANY_SOCKETS_OF_USER);
			return false;
		}
		lease.note(() -> this.userSockets.left(name));
		return true;
	}

	/**
	 * Prepare an answer.
	 * @param packet the packet to send
	 * @return the packet, encoded on first use
	 */
	OutgoingPacket answer(Packet packet) {
		return this.format.outgoing(packet, true);
	}

	/**
	 * Tell all observers that a socket has entered.
	 * @param socket what has entered
	 */
	void connected(SocketIOSocket socket) {
		this.observers.tell((observer) -> observer.onConnect(socket));
	}

	/**
	 * Refuse a namespace with CONNECT_ERROR.
	 * @param session the client's session
	 * @param namespace the namespace's name
	 * @param reason the payload of CONNECT_ERROR
	 */
	public void refuse(EngineSession session, String namespace, Object reason) {
		this.errors.send(session, namespace, reason);
	}

	/**
	 * Describe why a socket is refused.
	 * @param error the error of middleware or of a handler
	 * @param socket the socket that is refused
	 * @param revision the client's revision of the protocol
	 * @return the payload of CONNECT_ERROR
	 */
	Object describe(Throwable error, SocketIOSocket socket, Revision revision) {
		return this.errors.describe(error, socket, revision);
	}

	/**
	 * Describe why a client is refused before there is a socket.
	 * @param error the error of the admission
	 * @param session the client's session
	 * @param namespace the namespace's name
	 * @param locale the language that the client prefers
	 * @param revision the client's revision of the protocol
	 * @return the payload of CONNECT_ERROR
	 */
	Object describe(Throwable error, EngineSession session, String namespace, Locale locale, Revision revision) {
		return this.errors.describe(error, session, namespace, locale, revision);
	}

	/**
	 * Whether a client caused an error.
	 * @param error the error of application code
	 * @param socket the socket of the client
	 * @return {@code false} if the server caused it
	 */
	boolean isClientError(Throwable error, SocketIOSocket socket) {
		return this.diagnostics.status(error, socket).isClientError();
	}

	/**
	 * Increment a counter.
	 * @param counter the counter to increment
	 */
	void count(SocketIOCounter counter) {
		this.diagnostics.count(counter);
	}

	/**
	 * Log an error, once a minute for each kind.
	 * @param logger the logger to write to
	 * @param description what went wrong; may contain input of clients only formatted
	 * @param error an error that clients can cause
	 */
	void error(Logger logger, String description, Throwable error) {
		this.diagnostics.error(logger, description, error);
	}

}
