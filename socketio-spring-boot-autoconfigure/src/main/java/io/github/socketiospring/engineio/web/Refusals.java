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

package io.github.socketiospring.engineio.web;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.ConnectionError;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineEntry;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses requests: sends a code to the client, notifies the server's listeners, and logs
 * what an operator can do.
 */
final class Refusals {

	private static final String NAME = "name";

	private static final Pattern WORD = Pattern.compile("[a-z0-9]{1,16}");

	private static final String TOO_OFTEN = "Too many connections from this address";

	/** Long enough to close the connections that use too much memory. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final EngineEntry entry;

	private final EngineOptions options;

	private final RefusalLog log;

	Refusals(EngineEntry entry, EngineOptions options, RefusalLog log) {
		this.entry = entry;
		this.options = options;
		this.log = log;
	}

	Mono<Void> shuttingDown(EngineResponse response) {
		this.entry.count(EngineCounter.SHUTTING_DOWN);
		return response.empty(HttpStatus.SERVICE_UNAVAILABLE);
	}

	Mono<Void> unknownTransport(ServerWebExchange exchange, EngineRequest request) {
		this.entry.count(EngineCounter.UNKNOWN_TRANSPORT);
		return general(exchange, request, EngineError.UNKNOWN_TRANSPORT,
				Map.of("transport", request.query().getOrDefault("transport", "")));
	}

	Mono<Void> badHandshakeMethod(ServerWebExchange exchange, EngineRequest request) {
		this.entry.count(EngineCounter.BAD_HANDSHAKE_METHOD);
		return general(exchange, request, EngineError.BAD_HANDSHAKE_METHOD, Map.of("method", request.method().name()));
	}

	Mono<Void> badRequest(ServerWebExchange exchange, EngineRequest request, String name) {
		this.entry.count(EngineCounter.BAD_REQUEST);
		return general(exchange, request, EngineError.BAD_REQUEST, Map.of(NAME, name));
	}

	private Mono<Void> general(ServerWebExchange exchange, EngineRequest request, EngineError error,
			Map<String, String> context) {
		this.log.log(RefusalLog.Kind.OTHER,
				() -> "Refused a request: " + error.message() + " (method " + request.method() + ", transport "
						+ word(request.query().get("transport")) + ", WebSocket handshake " + request.upgrade()
						+ (context.containsKey(NAME) ? ", " + context.get(NAME) : "") + ")");
		return refuse(exchange, request, error, error.message(), context);
	}

	Mono<Void> noId(ServerWebExchange exchange, EngineRequest request, Throwable cause) {
		return failed(exchange, request, "ID_GENERATION_ERROR", cause);
	}

	Mono<Void> middlewareFailed(ServerWebExchange exchange, EngineRequest request, Throwable cause) {
		return failed(exchange, request, "MIDDLEWARE_FAILURE", cause);
	}

	private Mono<Void> failed(ServerWebExchange exchange, EngineRequest request, String name, Throwable cause) {
		this.entry.count(EngineCounter.BAD_REQUEST);
		this.log.log(RefusalLog.Kind.OTHER, () -> "Refused a request: " + name + ", " + LogFormat.message(cause));
		return refuse(exchange, request, EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message(),
				Map.of(NAME, name, "message", String.valueOf(cause.getMessage())));
	}

	Mono<Void> unknownSession(ServerWebExchange exchange, EngineRequest request, String sid) {
		this.entry.count(EngineCounter.UNKNOWN_SESSION);
		if (this.entry.hasEnded(sid)) {
			this.log
				.debug(() -> "Refused a request for session " + shown(Ids.abbreviate(sid)) + ", which has just ended");
		}
		else {
			this.log
				.log(RefusalLog.Kind.UNKNOWN_SID, () -> "Refused a request for session " + shown(Ids.abbreviate(sid))
						+ ": it ended long ago or belongs to another node. With several nodes, HTTP long-polling needs "
						+ "a load balancer that sends all requests of a session to one node");
		}
		return refuse(exchange, request, EngineError.UNKNOWN_SID, EngineError.UNKNOWN_SID.message(),
				Map.of("sid", sid));
	}

	Mono<Void> foreignSession(ServerWebExchange exchange, String sid) {
		this.entry.count(EngineCounter.FOREIGN_SESSION);
		this.log.log(RefusalLog.Kind.OWNER, () -> "Refused a request for session " + shown(Ids.abbreviate(sid))
				+ ": its user is another, or the request has none. All requests of a session need the credentials "
				+ "of its handshake; scripts of other origins need 'withCredentials: true' and "
				+ "'socketio.cors.allow-credentials'");
		this.entry
			.connectionRefused(() -> new ConnectionError(EngineError.FORBIDDEN.code(), EngineError.FORBIDDEN.message(),
					Map.of(NAME, EngineCounter.FOREIGN_SESSION.name()), EngineHandshakes.withoutPrincipal(exchange)));
		return new EngineResponse(exchange, false).refuse(EngineError.FORBIDDEN, EngineError.FORBIDDEN.message());
	}

	Mono<Void> unsupportedProtocol(ServerWebExchange exchange, EngineRequest request) {
		this.entry.count(EngineCounter.UNSUPPORTED_PROTOCOL);
		String revision = request.query().get("EIO");
		this.log.log(RefusalLog.Kind.PROTOCOL,
				() -> "Refused a client of Engine.IO revision " + word(revision) + ("3".equals(revision)
						? ", which Socket.IO 2.x uses: set 'socketio.allow-eio3' to accept it"
						: ": clients of Socket.IO 3 and 4 request revision 4 with the query parameter 'EIO=4'"));
		return refuse(exchange, request, EngineError.UNSUPPORTED_PROTOCOL, EngineError.UNSUPPORTED_PROTOCOL.message(),
				Map.of("protocol", String.valueOf(request.revision().number())));
	}

	Mono<Void> handshake(ServerWebExchange exchange, EngineRequest request, Throwable error) {
		String message = (error instanceof HandshakeRefusedException) ? String.valueOf(error.getMessage())
				: EngineError.FORBIDDEN.message();
		this.entry.count(EngineCounter.FORBIDDEN);
		this.log.log(RefusalLog.Kind.OTHER, () -> "Refused a handshake: " + LogFormat.message(error));
		return refuse(exchange, request, EngineError.FORBIDDEN, message,
				Map.of("message", String.valueOf(error.getMessage())));
	}

	Mono<Void> origin(ServerWebExchange exchange, EngineRequest request, String origin) {
		refusedOrigin(origin);
		return refuse(exchange, request, EngineError.FORBIDDEN, EngineError.FORBIDDEN.message(),
				Map.of(NAME, "INVALID_ORIGIN", "origin", origin));
	}

	/**
	 * Count and log the refusal of a page of another origin, regardless of who answers
	 * the client.
	 * @param origin the {@code Origin} header of the page
	 */
	void refusedOrigin(String origin) {
		this.entry.count(EngineCounter.FOREIGN_ORIGIN);
		this.log.log(RefusalLog.Kind.ORIGIN,
				() -> "Refused a request from origin " + shown(origin)
						+ ": only this server's own origin and those of 'socketio.cors.allowed-origins' may connect. "
						+ "Behind a proxy that terminates TLS, set 'server.forward-headers-strategy'");
	}

	Mono<Void> tooLarge(EngineResponse response, String size, int limit) {
		this.entry.count(EngineCounter.BODY_TOO_LARGE);
		this.log.log(RefusalLog.Kind.TOO_LARGE, () -> "Refused a body of " + LogFormat.value(size)
				+ ": 'socketio.max-http-buffer-size' allows " + limit + " bytes");
		return response.empty(HttpStatus.CONTENT_TOO_LARGE);
	}

	Mono<Void> tooMany(EngineResponse response) {
		this.entry.count(EngineCounter.TOO_MANY_CONNECTIONS);
		this.log.log(RefusalLog.Kind.TOO_MANY, () -> "Refused a handshake: all " + this.options.maxSessions()
				+ " connections that 'socketio.limits.connections' allows are open or being opened");
		return response.empty(HttpStatus.SERVICE_UNAVAILABLE);
	}

	Mono<Void> full(EngineResponse response) {
		this.entry.count(EngineCounter.MEMORY_FULL);
		this.log.log(RefusalLog.Kind.MEMORY, () -> "Refused a handshake: clients use all the memory that "
				+ "'socketio.limits.memory' allows, " + this.options.maxMemory() + " bytes");
		return response.unavailable(RETRY_AFTER);
	}

	Mono<Void> tooOften(ServerWebExchange exchange, EngineRequest request) {
		return ofAddress(exchange, request, EngineCounter.CONNECTION_RATE,
				"'socketio.rate-limits.connections-per-address'");
	}

	Mono<Void> tooManyOfAddress(ServerWebExchange exchange, EngineRequest request) {
		return ofAddress(exchange, request, EngineCounter.ADDRESS_CONNECTIONS,
				"'socketio.limits.connections-per-address'");
	}

	private Mono<Void> ofAddress(ServerWebExchange exchange, EngineRequest request, EngineCounter counter,
			String property) {
		this.entry.count(counter);
		String address = String.valueOf(exchange.getRequest().getRemoteAddress());
		this.log.log(RefusalLog.Kind.RATE,
				() -> "Refused a handshake from " + shown(address) + ": " + property + " is exceeded");
		this.entry.connectionRefused(() -> new ConnectionError(EngineError.FORBIDDEN.code(), TOO_OFTEN,
				Map.of(NAME, counter.name()), EngineHandshakes.withoutPrincipal(exchange)));
		return new EngineResponse(exchange, request.upgrade()).tooOften(TOO_OFTEN);
	}

	/**
	 * Format a parameter that is a single word in every valid request.
	 * @param value the value in this request, which may be a secret in the wrong place
	 * @return the quoted word, or a placeholder for anything else
	 */
	private static String word(@Nullable String value) {
		return (value == null || WORD.matcher(value).matches()) ? shown(value) : "(something else)";
	}

	private static String shown(@Nullable String value) {
		return (value != null) ? "\"" + LogFormat.value(value) + "\"" : "(none)";
	}

	private Mono<Void> refuse(ServerWebExchange exchange, EngineRequest request, EngineError error, String message,
			Map<String, String> context) {
		this.entry.connectionRefused(
				() -> new ConnectionError(error.code(), message, context, EngineHandshakes.withoutPrincipal(exchange)));
		return new EngineResponse(exchange, request.upgrade()).refuse(error, message);
	}

}
