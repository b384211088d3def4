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

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * A {@link WebFilter} for Engine.IO requests only: handshakes, polls, posts and upgrades,
 * before the server examines them. It does not see CORS preflights. If other origins are
 * allowed, it does not see the requests of the remaining ones either.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EngineMiddleware {

	/**
	 * Pass a request on with {@code chain.filter(exchange)}, answer it here instead, or
	 * refuse it with an error.
	 * @param exchange the request and its response
	 * @param chain leads to the next middleware and, after the last, to the server
	 * @return completes when the request has been answered; an error before the server is
	 * reached is answered with 400 {@code {"code":3,"message":"Bad request"}}
	 */
	Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain);

}
