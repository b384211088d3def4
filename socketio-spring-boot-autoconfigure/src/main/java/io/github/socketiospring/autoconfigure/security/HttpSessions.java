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

package io.github.socketiospring.autoconfigure.security;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.engineio.web.HandshakeContextFilter;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;

/**
 * Knows by which HTTP session a user opened each connection, and ends the connection with
 * it: at the log-out, and where sessions are kept in memory also when the session has
 * expired or is invalid, which is seen at each heartbeat. Events of a client keep its
 * session alive. Thread-safe.
 */
class HttpSessions implements EngineMiddleware, HandshakeContextFilter, EngineListener, SocketIOListener {

	/** Where Spring Security keeps who is logged in. */
	private static final String LOGGED_IN = "SPRING_SECURITY_CONTEXT";

	private static final Logger logger = LoggerFactory.getLogger(HttpSessions.class);

	private static final long TOUCH_PERIOD = TimeUnit.MINUTES.toNanos(1);

	/** {@code null} if a session that is kept somewhere else cannot be observed. */
	private final @Nullable InMemoryWebSessionStore store;

	private final Map<EngineSession, Held> connections = new ConcurrentHashMap<>();

	/**
	 * Create the relation.
	 * @param store where the sessions are kept, {@code null} if not in memory
	 */
	HttpSessions(@Nullable InMemoryWebSessionStore store) {
		this.store = store;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (request.getQueryParams().containsKey("sid") || request.getCookies().isEmpty()) {
			return chain.filter(exchange);
		}
		return exchange.getPrincipal()
			.flatMap((principal) -> exchange.getSession())
			.filter(WebSession::isStarted)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((session) -> chain.filter(exchange)
				.contextWrite(
						(context) -> session.isPresent() ? context.put(HttpSessions.class, session.get()) : context));
	}

	@Override
	public ContextView filter(ContextView request) {
		WebSession session = request.getOrDefault(HttpSessions.class, null);
		return (session != null) ? Context.of(HttpSessions.class, session) : Context.empty();
	}

	@Override
	public void onOpen(EngineSession session) {
		WebSession http = session.handshake().context().getOrDefault(HttpSessions.class, null);
		if (http != null) {
			Held held = new Held(session, http);
			this.connections.put(session, held);
			if (this.store != null) {
				session.addListener(held);
			}
		}
	}

	@Override
	public void onClose(EngineSession session, CloseReason reason) {
		this.connections.remove(session);
	}

	@Override
	public void onConnect(SocketIOSocket socket) {
		Held held = this.connections.get(socket.session());
		if (held != null) {
			held.sockets.add(socket);
		}
	}

	@Override
	public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
		Held held = this.connections.get(socket.session());
		if (held != null) {
			held.sockets.remove(socket);
		}
	}

	/**
	 * Disconnect the sockets of a session whose user logs out.
	 * @param session the session of the request, before its id has changed
	 */
	void loggedOut(WebSession session) {
		this.connections.values().forEach((held) -> {
			if (held.http == session || held.id.equals(session.getId())) {
				held.end("logged out");
			}
		});
	}

	/**
	 * The HTTP session of a connection.
	 */
	private final class Held implements EngineSessionListener {

		private final EngineSession session;

		private final WebSession http;

		/** The id at the handshake, by which copies of the session are recognised. */
		private final String id;

		private final boolean loggedIn;

		private final Set<SocketIOSocket> sockets = ConcurrentHashMap.newKeySet();

		private long touched = System.nanoTime();

		Held(EngineSession session, WebSession http) {
			this.session = session;
			this.http = http;
			this.id = http.getId();
			this.loggedIn = isLoggedIn();
		}

		private boolean isLoggedIn() {
			return this.http.getAttribute(LOGGED_IN) != null;
		}

		@Override
		public void onPacket(EnginePacket packet) {
			if (packet.type() == EnginePacketType.MESSAGE) {
				touch();
			}
			else if (this.http.isExpired()) {
				end("session expired");
			}
			else if (this.loggedIn && !isLoggedIn()) {
				end("logged out");
			}
		}

		/**
		 * Keep the session alive. Not by the object itself, which may have left the
		 * store.
		 */
		private void touch() {
			long now = System.nanoTime();
			if (HttpSessions.this.store != null && now - this.touched >= TOUCH_PERIOD) {
				this.touched = now;
				HttpSessions.this.store.retrieveSession(this.http.getId())
					.subscribe(null, (error) -> logger.debug("A session could not be kept alive", error));
			}
		}

		void end(String description) {
			this.sockets.forEach((socket) -> socket.revoke(description));
			this.session.close();
		}

	}

}
