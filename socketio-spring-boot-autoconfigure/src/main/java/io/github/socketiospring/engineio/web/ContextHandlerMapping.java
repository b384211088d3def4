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

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Maps paths before the application's other handlers, and only on the server of the
 * application context that defines it as a bean. A child context, such as that of a
 * management server on another port, finds the mapping as well, and would otherwise serve
 * the paths without the base path.
 *
 * @since 0.1.0
 */
public abstract class ContextHandlerMapping extends SimpleUrlHandlerMapping {

	/**
	 * Before router functions and controllers.
	 */
	public static final int ORDER = -2;

	/**
	 * Map paths.
	 * @param handlers the handlers by path
	 */
	protected ContextHandlerMapping(Map<String, ?> handlers) {
		setUrlMap(handlers);
		setOrder(ORDER);
		setCorsProcessor(new OriginCheck());
	}

	@Override
	public Mono<Object> getHandlerInternal(ServerWebExchange exchange) {
		ApplicationContext serving = exchange.getApplicationContext();
		// Only a server that a test created has no context.
		return (serving == null || serving == getApplicationContext()) ? super.getHandlerInternal(exchange)
				: Mono.empty();
	}

}
