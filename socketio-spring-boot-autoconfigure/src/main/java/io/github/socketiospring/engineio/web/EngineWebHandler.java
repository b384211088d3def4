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

import java.security.Principal;
import java.util.List;
import java.util.function.Function;

import io.github.socketiospring.engineio.EngineEntry;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import io.github.socketiospring.engineio.transport.websocket.TransportStarter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.Assert;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * The entry point of an {@link EngineServer}: checks every request in the order of the
 * Node.js server, and hands it to its session.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 */
public final class EngineWebHandler {

	private static final Logger logger = LoggerFactory.getLogger(EngineWebHandler.class);

	/** The attribute of an exchange that middleware has passed on. */
	private static final String PASSED = EngineWebHandler.class.getName() + ".PASSED";

	private final EngineServer server;

	private final EngineEntry entry;

	private final Origins origins;

	private final RequestClients clients;

	/** A chain that ends at this handler; {@code null} without middleware. */
	private final @Nullable WebFilterChain middleware;

	private final List<ResponseHeadersCustomizer> customizers;

	private final Refusals refusals;

	private final HandshakeRequests handshakes;

	private final PollingRequests polls;

	private final WebSocketRequests webSockets;

	/**
	 * Create a handler.
	 * @param server serves the sessions
	 * @param webSocketService performs the WebSocket handshakes
	 * @param cors which other origins may connect; {@code null} for none
	 * @param interceptors examine handshakes, in this order
	 */
	public EngineWebHandler(EngineServer server, WebSocketService webSocketService, @Nullable CorsConfiguration cors,
			List<HandshakeInterceptor> interceptors) {
		this(builder(server, webSocketService).cors(cors).interceptors(interceptors));
	}

	private EngineWebHandler(Builder builder) {
		this.server = builder.server;
		this.entry = this.server.entry();
		this.customizers = builder.customizers;
		EngineOptions options = this.server.options();
		this.refusals = new Refusals(this.entry, options, new RefusalLog(logger));
		this.origins = new Origins(builder.cors, this.refusals);
		this.clients = new RequestClients(this.origins, builder.principalFilter);
		this.polls = new PollingRequests(options, this.server.timer(), this.refusals);
		this.webSockets = new WebSocketRequests(builder.webSocketService, options);
		this.handshakes = new HandshakeRequests(this.server, new EngineHandshakes(this.clients, builder.contextFilters),
				builder.interceptors, this.refusals, this.origins, this.polls, this.webSockets, addressSessions());
		List<WebFilter> filters = builder.middleware.stream().<WebFilter>map((each) -> each::filter).toList();
		this.middleware = filters.isEmpty() ? null : new DefaultWebFilterChain(this::passed, filters);
	}

	private @Nullable AddressSessions addressSessions() {
		int limit = this.server.options().maxSessionsPerAddress();
		if (limit == 0) {
			return null;
		}
		AddressSessions sessions = new AddressSessions(limit);
		this.server.addListener(sessions);
		return sessions;
	}

	/**
	 * Build a handler with hooks.
	 * @param server serves the sessions
	 * @param webSocketService performs the WebSocket handshakes
	 * @return a builder
	 */
	public static Builder builder(EngineServer server, WebSocketService webSocketService) {
		return new Builder(server, webSocketService);
	}

	/**
	 * The server that serves the sessions.
	 * @return the server that was passed to {@link #builder}
	 */
	public EngineServer server() {
		return this.server;
	}

	/**
	 * Get the configuration for Spring's CORS check of a request. This class does not
	 * implement Spring's interface for that, because Spring Security applies the only
	 * bean of that type to all paths of the application.
	 * @param exchange the request
	 * @return the configuration, {@code null} if no other origin may connect
	 */
	@Nullable CorsConfiguration corsConfiguration(ServerWebExchange exchange) {
		return this.origins.configurationFor(exchange.getRequest());
	}

	/**
	 * Whether a request cannot have been forged by an untrusted page, so that it needs no
	 * CSRF token.
	 * @param request a request of any path
	 * @return {@code true} for pages of the own origin and of those that the CORS
	 * configuration names, and for clients that are not browsers
	 */
	public boolean isOriginProven(ServerHttpRequest request) {
		return this.origins.isProven(request);
	}

	/**
	 * Answer a request.
	 * @param exchange the request and its answer
	 * @return completes when the request has been answered or, for a WebSocket, when it
	 * is closed
	 */
	public Mono<Void> handle(ServerWebExchange exchange) {
		// Answers contain data of other clients, so browsers must not guess their type.
		exchange.getResponse().getHeaders().set(EngineResponse.CONTENT_TYPE_OPTIONS, "nosniff");
		for (ResponseHeadersCustomizer customizer : this.customizers) {
			customizer.customize(exchange.getRequest(), exchange.getResponse().getHeaders());
		}
		if (this.middleware == null) {
			return route(exchange);
		}
		return this.middleware.filter(exchange).onErrorResume((ex) -> middlewareFailed(exchange, ex));
	}

	private Mono<Void> passed(ServerWebExchange exchange) {
		exchange.getAttributes().put(PASSED, true);
		return route(exchange);
	}

	private Mono<Void> middlewareFailed(ServerWebExchange exchange, Throwable error) {
		if (exchange.getAttributes().containsKey(PASSED) || exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		return this.refusals.middlewareFailed(exchange, EngineRequest.of(exchange.getRequest()), error);
	}

	private Mono<Void> route(ServerWebExchange exchange) {
		EngineRequest request = EngineRequest.of(exchange.getRequest());
		String foreign = this.origins.refused(exchange.getRequest());
		if (foreign != null) {
			return this.refusals.origin(exchange, request, foreign);
		}
		if (request.transport() == null || !this.server.options().transports().contains(request.transport())) {
			return this.refusals.unknownTransport(exchange, request);
		}
		return (request.sid() != null) ? continueSession(exchange, request, request.sid())
				: this.handshakes.begin(exchange, request);
	}

	private Mono<Void> continueSession(ServerWebExchange exchange, EngineRequest request, String sid) {
		EngineSession session = this.server.session(sid);
		if (session == null) {
			return this.refusals.unknownSession(exchange, request, sid);
		}
		Principal owner = session.handshake().principal();
		if (owner == null) {
			return continueSession(exchange, request, sid, session);
		}
		return this.clients.of(exchange)
			.map((client) -> isSame(client, owner))
			.defaultIfEmpty(false)
			.flatMap((same) -> same ? continueSession(exchange, request, sid, session)
					: this.refusals.foreignSession(exchange, sid));
	}

	private static boolean isSame(Principal client, Principal owner) {
		// A token need not name its subject.
		return (owner.getName() != null) ? owner.getName().equals(client.getName()) : owner.equals(client);
	}

	private Mono<Void> continueSession(ServerWebExchange exchange, EngineRequest request, String sid,
			EngineSession session) {
		Transport transport = this.entry.transportOf(sid);
		if (transport == null) {
			return this.refusals.unknownSession(exchange, request, sid);
		}
		if (request.revision() != session.revision()) {
			return this.refusals.badRequest(exchange, request, "PROTOCOL_MISMATCH");
		}
		if (request.upgrade() && request.transport() == TransportType.WEBSOCKET) {
			return this.webSockets.open(exchange, request, new Upgrade(this.entry, sid));
		}
		if (request.upgrade() || request.transport() != transport.type()
				|| !(transport instanceof PollingTransport polling)) {
			return this.refusals.badRequest(exchange, request, "TRANSPORT_MISMATCH");
		}
		EngineResponse response = new EngineResponse(exchange, false);
		if (request.method() == HttpMethod.GET) {
			return this.polls.poll(response, polling);
		}
		if (request.method() == HttpMethod.POST) {
			return this.polls.post(exchange, response, polling);
		}
		// The Node.js server sends the same answer to an unsupported method.
		return response.empty(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	/**
	 * Starts the upgrade of a session to a WebSocket.
	 */
	private record Upgrade(EngineEntry entry, String sid) implements TransportStarter {

		@Override
		public <T extends Transport> T start(Function<TransportListener, T> transports) {
			return this.entry.upgrade(this.sid, transports);
		}

	}

	/**
	 * Builds {@link EngineWebHandler}.
	 */
	public static final class Builder {

		private final EngineServer server;

		private final WebSocketService webSocketService;

		private @Nullable CorsConfiguration cors;

		private List<HandshakeInterceptor> interceptors = List.of();

		private List<HandshakeContextFilter> contextFilters = List.of();

		private PrincipalFilter principalFilter = (principal) -> true;

		private List<EngineMiddleware> middleware = List.of();

		private List<ResponseHeadersCustomizer> customizers = List.of();

		private Builder(EngineServer server, WebSocketService webSocketService) {
			Assert.notNull(server, "'server' must not be null");
			Assert.notNull(webSocketService, "'webSocketService' must not be null");
			this.server = server;
			this.webSocketService = webSocketService;
		}

		/**
		 * Set the CORS configuration of the other origins that may connect.
		 * @param cors the configuration, {@code null} for none
		 * @return this builder
		 */
		public Builder cors(@Nullable CorsConfiguration cors) {
			this.cors = cors;
			return this;
		}

		/**
		 * Set the interceptors that examine handshakes.
		 * @param interceptors the interceptors, in their order
		 * @return this builder
		 */
		public Builder interceptors(List<HandshakeInterceptor> interceptors) {
			this.interceptors = List.copyOf(interceptors);
			return this;
		}

		/**
		 * Set the filters that select which values of a handshake's Reactor context are
		 * kept.
		 * @param contextFilters the filters, in their order
		 * @return this builder
		 */
		public Builder contextFilters(List<HandshakeContextFilter> contextFilters) {
			this.contextFilters = List.copyOf(contextFilters);
			return this;
		}

		/**
		 * Set which principals identify a client.
		 * @param principalFilter the filter, by default one that accepts all
		 * @return this builder
		 */
		public Builder principalFilter(PrincipalFilter principalFilter) {
			this.principalFilter = principalFilter;
			return this;
		}

		/**
		 * Set the middleware for all requests.
		 * @param middleware the middleware, the outermost first
		 * @return this builder
		 */
		public Builder middleware(List<EngineMiddleware> middleware) {
			this.middleware = List.copyOf(middleware);
			return this;
		}

		/**
		 * Set the customizers that add headers to every answer.
		 * @param customizers the customizers, in their order
		 * @return this builder
		 */
		public Builder responseHeaders(List<ResponseHeadersCustomizer> customizers) {
			this.customizers = List.copyOf(customizers);
			return this;
		}

		/**
		 * Build the handler.
		 * @return a new handler with these settings
		 */
		public EngineWebHandler build() {
			return new EngineWebHandler(this);
		}

	}

}
