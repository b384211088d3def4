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

import java.util.function.Predicate;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Takes over the HTTP session of requests of clients that have a connection. Runs before
 * all code that may load the session.
 *
 * @param endpoint matches the requests of Socket.IO clients
 * @param sessions loads the sessions
 */
record ConnectionSessionFilter(Predicate<ServerWebExchange> endpoint,
		WebSessionManager sessions) implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean connected = exchange.getRequest().getQueryParams().containsKey("sid") && this.endpoint.test(exchange);
		return chain.filter(connected ? new ConnectionExchange(exchange, this.sessions) : exchange);
	}

}
