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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.Peers;
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
 * Knows by which HTTP session a user opened each connection, and ends the connection with
 * it: at the logout, on whichever node, and where sessions can be watched also when the
 * session has expired or is invalid. Thread-safe.
 */
class HttpSessions implements EngineMiddleware, HandshakeContextFilter, EngineListener, SocketIOListener {

	private static final String LOGGED_OUT = "logged out";

	/** {@code null} if the store of the sessions is not supported. */
	private final @Nullable SessionWatch watch;

	private final Peers peers;

	private final Map<EngineSession, Held> connections = new ConcurrentHashMap<>();

	/**
	 * Create the relation.
	 * @param watch detects the end of sessions, {@code null} to detect logouts only
	 * @param peers the other nodes, which may have connections of the same sessions
	 */
	HttpSessions(@Nullable SessionWatch watch, Peers peers) {
		this.watch = watch;
		this.peers = peers;
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
			.map((session) -> Optional.of(Opener.of(session)))
			.defaultIfEmpty(Optional.empty())
			.flatMap((opener) -> chain.filter(exchange)
				.contextWrite(
						(context) -> opener.isPresent() ? context.put(HttpSessions.class, opener.get()) : context));
	}

	@Override
	public ContextView filter(ContextView request) {
		Opener opener = request.getOrDefault(HttpSessions.class, null);
		return (opener != null) ? Context.of(HttpSessions.class, opener) : Context.empty();
	}

	@Override
	public void onOpen(EngineSession session) {
		Opener opener = session.handshake().context().getOrDefault(HttpSessions.class, null);
		if (opener != null) {
			Held held = Held.of(session, opener.http());
			this.connections.put(session, held);
			if (this.watch != null) {
				session.addListener(this.watch.over(opener.http(), opener.user(), held::end));
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
	 * Disconnect the sockets of a session whose user logs out, on all nodes.
	 * @param session the session of the request, before its id has changed
	 */
	void loggedOut(WebSession session) {
		String id = session.getId();
		try {
			end((held) -> held.http == session || held.id.equals(id), LOGGED_OUT);
		}
		finally {
			if (session.isStarted()) {
				this.peers.send(new PeerCommand.EndSession(hash(id)));
			}
		}
	}

	/**
	 * Do what another node asks for.
	 * @param command the end of a session, or something else
	 */
	void execute(PeerCommand command) {
		if (command instanceof PeerCommand.EndSession ended) {
			end((held) -> held.hash.equals(ended.hash()), LOGGED_OUT);
		}
	}

	/**
	 * What other nodes are told of a session: its id would let them, and whoever reads
	 * what they tell each other, use it.
	 * @param id the session's id
	 * @return the SHA-256 hash of the id, in hexadecimal digits
	 */
	private static String hash(String id) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
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
	 * The HTTP session of a handshake, which may end while the handshake is examined.
	 *
	 * @param http the session, or a copy of it
	 * @param user who was logged in by it, {@code null} for nobody
	 */
	private record Opener(WebSession http, @Nullable String user) {

		static Opener of(WebSession http) {
			return new Opener(http, SessionWatch.userOf(http.getAttribute(SessionWatch.LOGGED_IN)));
		}

	}

	/**
	 * The HTTP session of a connection.
	 *
	 * @param session the Engine.IO session that it opened
	 * @param http the session, or a copy of it
	 * @param id the id at the handshake, by which copies of the session are recognised
	 * @param hash a hash of the id, by which other nodes name the session
	 * @param sockets the connected sockets
	 */
	private record Held(EngineSession session, WebSession http, String id, String hash, Set<SocketIOSocket> sockets) {

		static Held of(EngineSession session, WebSession http) {
			String id = http.getId();
			return new Held(session, http, id, HttpSessions.hash(id), ConcurrentHashMap.newKeySet());
		}

		void end(String description) {
			this.sockets.forEach((socket) -> socket.revoke(description));
			this.session.close();
		}

	}

}
