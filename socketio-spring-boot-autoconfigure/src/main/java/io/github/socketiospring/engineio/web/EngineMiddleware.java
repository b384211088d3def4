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

/**
 * Runs for every Engine.IO request, before anything of it is looked at: handshakes,
 * polls, posts and upgrades. Preflights of CORS do not come here.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EngineMiddleware {

	/**
	 * Examine a request.
	 * @param exchange the request and its answer
	 * @return completes to go on; any error refuses the request as a bad one
	 */
	Mono<Void> handle(ServerWebExchange exchange);

}
