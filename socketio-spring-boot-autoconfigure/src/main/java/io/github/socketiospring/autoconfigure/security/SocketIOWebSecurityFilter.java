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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.socketiospring.engineio.web.EngineWebHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Exempts requests of Socket.IO clients from the CSRF token, which no client sends, if
 * their origin is proven. Runs before all filter chains of Spring Security, and affects
 * no other path.
 */
class SocketIOWebSecurityFilter implements WebFilter, Ordered {

	/** Before {@code WebFluxSecurityConfiguration.WEB_FILTER_CHAIN_FILTER_ORDER}. */
	private static final int ORDER = -101;

	private static final Logger logger = LoggerFactory.getLogger(SocketIOWebSecurityFilter.class);

	private final EngineWebHandler handler;

	private final Predicate<ServerWebExchange> endpoint;

	/** Whether to warn of a chain that refuses clients before they can authenticate. */
	private final AtomicBoolean warning;

	/**
	 * Create a filter.
	 * @param handler decides which origins are proven
	 * @param endpoint matches the requests of Socket.IO clients
	 * @param connectAuthentication whether clients authenticate when they connect
	 */
	SocketIOWebSecurityFilter(EngineWebHandler handler, Predicate<ServerWebExchange> endpoint,
			boolean connectAuthentication) {
		this.handler = handler;
		this.endpoint = endpoint;
		this.warning = new AtomicBoolean(connectAuthentication);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (this.endpoint.test(exchange)) {
			prepare(exchange);
		}
		return chain.filter(exchange);
	}

	private void prepare(ServerWebExchange exchange) {
		if (this.handler.isOriginProven(exchange.getRequest())) {
			CsrfWebFilter.skipExchange(exchange);
		}
		if (this.warning.get() && !exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
			exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> warn(exchange)));
		}
	}

	private void warn(ServerWebExchange exchange) {
		if (exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) != null) {
			// The chain has let it through: this is an answer of the application.
			return;
		}
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		if (status != null && (status.isSameCodeAs(HttpStatus.UNAUTHORIZED) || status.is3xxRedirection())
				&& this.warning.compareAndSet(true, false)) {
			logger.warn("Spring Security answered a request of a Socket.IO client with {}, so that it cannot present "
					+ "its token in CONNECT: permit the path in the filter chain, with "
					+ "'authorizeExchange((exchanges) -> exchanges.matchers(SocketIORequest.toEndpoint()).permitAll())'",
					status.value());
		}
	}

}
