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
import java.util.function.Predicate;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.engineio.web.HandshakeContextFilter;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;

/**
 * Relates each connection to the HTTP session by which a user opened it, and ends the
 * connection with the session: at the log-out and, where sessions can be watched, also
 * when the session has expired or is invalid. Thread-safe.
 */
class HttpSessions implements EngineMiddleware, HandshakeContextFilter, EngineListener, SocketIOListener {

	/** {@code null} if the store of the sessions is not supported. */
	private final @Nullable SessionWatch watch;

	private final Map<EngineSession, Held> connections = new ConcurrentHashMap<>();

	/**
	 * Create the relation.
	 * @param watch detects the end of sessions, {@code null} to detect log-outs only
	 */
	HttpSessions(@Nullable SessionWatch watch) {
		this.watch = watch;
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
			Held held = new Held(session, http, ConcurrentHashMap.newKeySet());
			this.connections.put(session, held);
			if (this.watch != null) {
				session.addListener(this.watch.over(http, held::end));
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
		end((held) -> held.http == session || held.id.equals(session.getId()), "logged out");
	}

	/**
	 * Disconnect the sockets of a session that has ended.
	 * @param id the session's id
	 */
	void ended(String id) {
		end((held) -> held.id.equals(id), "session ended");
	}

	private void end(Predicate<Held> ended, String description) {
		this.connections.values().stream().filter(ended).forEach((held) -> held.end(description));
	}

	/**
	 * The HTTP session of a connection.
	 *
	 * @param session the connection
	 * @param http the session, or a copy of it
	 * @param id the id at the handshake, by which copies of the session are recognized
	 * @param sockets the connected sockets
	 */
	private record Held(EngineSession session, WebSession http, String id, Set<SocketIOSocket> sockets) {

		Held(EngineSession session, WebSession http, Set<SocketIOSocket> sockets) {
			this(session, http, http.getId(), sockets);
		}

		void end(String description) {
			this.sockets.forEach((socket) -> socket.revoke(description));
			this.session.close();
		}

	}

}
