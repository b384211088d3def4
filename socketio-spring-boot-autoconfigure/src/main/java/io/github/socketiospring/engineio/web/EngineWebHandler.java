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

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.PerMessageDeflate;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.polling.PollingFormat;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.engineio.transport.websocket.MessageCompression;
import io.github.socketiospring.engineio.transport.websocket.TransportStarter;
import io.github.socketiospring.engineio.transport.websocket.WebSocketFormat;
import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.Assert;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The only door to an {@link EngineServer}: checks every request in the order of the
 * reference implementation, and hands it to its session.
 *
 * @since 0.1.0
 */
public final class EngineWebHandler implements WebHandler, CorsConfigurationSource {

	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";

	/** As many as there may be connections by default. */
	private static final int MAX_ADDRESSES = 100_000;

	private final EngineServer server;

	private final WebSocketService webSocketService;

	private final @Nullable CorsConfiguration cors;

	private final List<HandshakeInterceptor> interceptors;

	private final @Nullable MessageCompression messageCompression;

	private final List<EngineMiddleware> middleware;

	private final List<ResponseHeadersCustomizer> customizers;

	private final Refusals refusals;

	private final PollingRequests pollingRequests;

	private final @Nullable AddressRates addressRates;

	/**
	 * Create a door.
	 * @param server the server behind it
	 * @param webSocketService does the WebSocket handshakes
	 * @param cors which other origins may connect; {@code null} for none
	 * @param interceptors examine handshakes, in this order
	 */
	public EngineWebHandler(EngineServer server, WebSocketService webSocketService, @Nullable CorsConfiguration cors,
			List<HandshakeInterceptor> interceptors) {
		this(builder(server, webSocketService).cors(cors).interceptors(interceptors));
	}

	private EngineWebHandler(Builder builder) {
		this.server = builder.server;
		this.webSocketService = builder.webSocketService;
		this.cors = builder.cors;
		this.interceptors = builder.interceptors;
		this.middleware = builder.middleware;
		this.customizers = builder.customizers;
		this.refusals = new Refusals(builder.server);
		this.pollingRequests = new PollingRequests(builder.server, this.refusals);
		Rate rate = this.server.options().connectionRate();
		this.addressRates = (rate != null) ? new AddressRates(rate, MAX_ADDRESSES) : null;
		PerMessageDeflate deflate = this.server.options().perMessageDeflate();
		this.messageCompression = (deflate != null) ? new MessageCompression(deflate.threshold(),
				deflate.serverNoContextTakeover(), deflate.clientNoContextTakeover()) : null;
	}

	/**
	 * Build a door with more to it.
	 * @param server the server behind it
	 * @param webSocketService does the WebSocket handshakes
	 * @return a builder
	 */
	public static Builder builder(EngineServer server, WebSocketService webSocketService) {
		return new Builder(server, webSocketService);
	}

	/**
	 * The server behind this door.
	 * @return the server
	 */
	public EngineServer server() {
		return this.server;
	}

	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(ServerWebExchange exchange) {
		String origin = exchange.getRequest().getHeaders().getOrigin();
		if (this.cors != null && origin != null && isOfOtherOrigin(exchange.getRequest())
				&& this.cors.checkOrigin(origin) == null) {
			this.refusals.refusedOrigin(origin);
		}
		return this.cors;
	}

	private static boolean isOfOtherOrigin(ServerHttpRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// What is no URL is the origin of nobody.
			return true;
		}
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		EngineRequest request = EngineRequest.of(exchange.getRequest());
		for (ResponseHeadersCustomizer customizer : this.customizers) {
			customizer.customize(exchange.getRequest(), exchange.getResponse().getHeaders());
		}
		return ifAllPass(this.middleware, (middleware) -> middleware.handle(exchange), () -> route(exchange, request),
				(ex) -> this.refusals.failed(exchange, request, "MIDDLEWARE_FAILURE", ex));
	}

	private static <T> Mono<Void> ifAllPass(List<T> examiners, Function<T, Mono<Void>> examine,
			Supplier<Mono<Void>> passed, Function<Throwable, Mono<Void>> refused) {
		if (examiners.isEmpty()) {
			return passed.get();
		}
		Mono<Void> examined = Mono.empty();
		for (T examiner : examiners) {
			examined = examined.then(Mono.defer(() -> examine.apply(examiner)));
		}
		return examined.thenReturn(true)
			.onErrorResume((ex) -> refused.apply(ex).thenReturn(false))
			.flatMap((accepted) -> accepted ? passed.get() : Mono.empty());
	}

	private Mono<Void> route(ServerWebExchange exchange, EngineRequest request) {
		String origin = exchange.getRequest().getHeaders().getOrigin();
		if (this.cors == null && origin != null && isOfOtherOrigin(exchange.getRequest())) {
			return this.refusals.origin(exchange, request, origin);
		}
		if (request.transport() == null || !this.server.options().transports().contains(request.transport())) {
			return this.refusals.unknownTransport(exchange, request);
		}
		return (request.sid() != null) ? continueSession(exchange, request, request.sid())
				: beginSession(exchange, request);
	}

	private Mono<Void> beginSession(ServerWebExchange exchange, EngineRequest request) {
		if (request.method() != HttpMethod.GET) {
			return this.refusals.badHandshakeMethod(exchange, request);
		}
		if (request.upgrade() != (request.transport() == TransportType.WEBSOCKET)) {
			return this.refusals.badRequest(exchange, request, "TRANSPORT_HANDSHAKE_ERROR");
		}
		if (!this.server.isAccepting()) {
			return this.refusals.shuttingDown(new EngineResponse(exchange, request.upgrade()));
		}
		if (!isAddressAdmitted(exchange.getRequest().getRemoteAddress())) {
			return this.refusals.tooOften(exchange, request);
		}
		if (!this.server.beginHandshake()) {
			return this.refusals.tooMany(new EngineResponse(exchange, request.upgrade()));
		}
		AtomicBoolean counted = new AtomicBoolean(true);
		Runnable done = () -> {
			if (counted.compareAndSet(true, false)) {
				this.server.endHandshake();
			}
		};
		return EngineHandshakes.of(exchange, request)
			.flatMap((handshake) -> ifAllPass(this.interceptors,
					(interceptor) -> interceptor.beforeHandshake(handshake, exchange.getResponse().getHeaders()),
					() -> {
						done.run();
						return open(exchange, request, handshake);
					}, (ex) -> this.refusals.handshake(exchange, request, ex)))
			.doFinally((signal) -> done.run());
	}

	private boolean isAddressAdmitted(@Nullable InetSocketAddress address) {
		return this.addressRates == null || address == null
				|| this.addressRates.admits(address, this.server.timer().now(TimeUnit.NANOSECONDS));
	}

	private Mono<Void> open(ServerWebExchange exchange, EngineRequest request, EngineHandshake handshake) {
		int protocol = request.protocol();
		if (protocol == 3 && !this.server.options().allowEIO3()) {
			return this.refusals.unsupportedProtocol(exchange, request);
		}
		if (protocol == 3 && request.jsonp() != null && !mayRunScript(exchange.getRequest().getHeaders())) {
			return this.refusals.origin(exchange, request, "of another site, by JSONP");
		}
		String id;
		try {
			id = this.server.newId(handshake);
		}
		catch (RuntimeException ex) {
			return this.refusals.failed(exchange, request, Refusals.ID_GENERATION_ERROR, ex);
		}
		if (request.upgrade()) {
			return webSocket(exchange, request, (transports) -> {
				if (!this.server.open(id, protocol, handshake, transports)) {
					this.refusals.idInUse(handshake);
				}
			});
		}
		return openPolling(exchange, request, handshake, id);
	}

	private Mono<Void> openPolling(ServerWebExchange exchange, EngineRequest request, EngineHandshake handshake,
			String id) {
		PollingFormat format = (request.protocol() == 3) ? PollingFormat.revision3(request.base64(), request.jsonp())
				: PollingFormat.REVISION_4;
		PollingTransport[] made = new PollingTransport[1];
		boolean opened = this.server.open(id, request.protocol(), handshake, (session) -> {
			made[0] = new PollingTransport(session, this.server.options().maxPayload(), format);
			return made[0];
		});
		if (!opened) {
			return this.refusals.failed(exchange, request, Refusals.ID_GENERATION_ERROR, Refusals.idInUse());
		}
		EngineCookie cookie = this.server.options().cookie();
		if (cookie != null) {
			exchange.getResponse().getHeaders().add(HttpHeaders.SET_COOKIE, cookie.header(id));
		}
		return this.pollingRequests.poll(new EngineResponse(exchange, false), made[0]);
	}

	private boolean mayRunScript(HttpHeaders headers) {
		// Script elements send no origin, but browsers say what kind of page they are in.
		String site = headers.getFirst(FETCH_SITE);
		return site == null || site.equals("same-origin") || site.equals("none")
				|| this.cors != null && this.cors.getAllowedOrigins() != null
						&& this.cors.getAllowedOrigins().contains(CorsConfiguration.ALL);
	}

	private Mono<Void> continueSession(ServerWebExchange exchange, EngineRequest request, String sid) {
		EngineSession session = this.server.session(sid);
		Transport transport = this.server.transportOf(sid);
		if (session == null || transport == null) {
			return this.refusals.unknownSession(exchange, request, sid);
		}
		if (request.protocol() != session.protocol()) {
			return this.refusals.badRequest(exchange, request, "PROTOCOL_MISMATCH");
		}
		if (request.upgrade() && request.transport() == TransportType.WEBSOCKET) {
			return webSocket(exchange, request, (transports) -> this.server.upgrade(sid, transports));
		}
		if (request.upgrade() || request.transport() != transport.type()
				|| !(transport instanceof PollingTransport polling)) {
			return this.refusals.badRequest(exchange, request, "TRANSPORT_MISMATCH");
		}
		EngineResponse response = new EngineResponse(exchange, false);
		if (request.method() == HttpMethod.GET) {
			return this.pollingRequests.poll(response, polling);
		}
		if (request.method() == HttpMethod.POST) {
			return this.pollingRequests.post(exchange, response, polling);
		}
		// What the reference answers to a method that has no meaning here.
		return response.empty(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	private Mono<Void> webSocket(ServerWebExchange exchange, EngineRequest request, TransportStarter starter) {
		String offered = exchange.getRequest().getHeaders().getFirst(SUB_PROTOCOL);
		String first = (offered != null) ? offered.split(",", 2)[0].strip() : null;
		return this.webSocketService.handleRequest(exchange,
				new EngineWebSocketHandler(starter, this.server.options().maxPayload(),
						WebSocketFormat.of(request.protocol(), request.base64()), this.messageCompression, first));
	}

	/**
	 * Collects what belongs to a door.
	 */
	public static final class Builder {

		private final EngineServer server;

		private final WebSocketService webSocketService;

		private @Nullable CorsConfiguration cors;

		private List<HandshakeInterceptor> interceptors = List.of();

		private List<EngineMiddleware> middleware = List.of();

		private List<ResponseHeadersCustomizer> customizers = List.of();

		private Builder(EngineServer server, WebSocketService webSocketService) {
			Assert.notNull(server, "'server' must not be null");
			Assert.notNull(webSocketService, "'webSocketService' must not be null");
			this.server = server;
			this.webSocketService = webSocketService;
		}

		/**
		 * Set which other origins may connect.
		 * @param cors the configuration, {@code null} for none
		 * @return this builder
		 */
		public Builder cors(@Nullable CorsConfiguration cors) {
			this.cors = cors;
			return this;
		}

		/**
		 * Set what examines handshakes.
		 * @param interceptors the interceptors, in their order
		 * @return this builder
		 */
		public Builder interceptors(List<HandshakeInterceptor> interceptors) {
			this.interceptors = List.copyOf(interceptors);
			return this;
		}

		/**
		 * Set what examines every request.
		 * @param middleware the middleware, in its order
		 * @return this builder
		 */
		public Builder middleware(List<EngineMiddleware> middleware) {
			this.middleware = List.copyOf(middleware);
			return this;
		}

		/**
		 * Set what adds headers to every answer.
		 * @param customizers the customizers, in their order
		 * @return this builder
		 */
		public Builder responseHeaders(List<ResponseHeadersCustomizer> customizers) {
			this.customizers = List.copyOf(customizers);
			return this;
		}

		/**
		 * Build the door.
		 * @return the door
		 */
		public EngineWebHandler build() {
			return new EngineWebHandler(this);
		}

	}

}
