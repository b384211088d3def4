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

import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Mounts an {@link EngineWebHandler} at a path of the application, with and without a
 * trailing slash, before its other handlers. The path is relative to the application's
 * base path.
 *
 * @since 0.1.0
 */
public class EngineHandlerMapping extends ContextHandlerMapping {

	/**
	 * Mount a handler, with and without a trailing slash.
	 * @param path the path, beginning with a slash
	 * @param handler answers every request to the path
	 */
	public EngineHandlerMapping(String path, EngineWebHandler handler) {
		this(path, handler, true);
	}

	/**
	 * Mount a handler.
	 * @param path the path, beginning with a slash
	 * @param handler answers every request to the path
	 * @param trailingSlash whether the handler also serves the path with a trailing
	 * slash, which clients use by default
	 */
	public EngineHandlerMapping(String path, EngineWebHandler handler, boolean trailingSlash) {
		super(handlers(path, new Endpoint(handler), trailingSlash));
		setCorsConfigurationSource(handler::corsConfiguration);
	}

	private static Map<String, Endpoint> handlers(String path, Endpoint endpoint, boolean trailingSlash) {
		Assert.isTrue(path.startsWith("/"), "'path' must begin with a slash");
		String plain = (path.endsWith("/") && path.length() > 1) ? path.substring(0, path.length() - 1) : path;
		return (trailingSlash && plain.length() > 1) ? Map.of(plain, endpoint, plain + "/", endpoint)
				: Map.of(plain, endpoint);
	}

	/**
	 * Adapts the handler to WebFlux. The handler itself is not a {@link WebHandler},
	 * because it is a bean, and an application may look up a single bean of that type.
	 *
	 * @param handler handles each request
	 */
	private record Endpoint(EngineWebHandler handler) implements WebHandler {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			return this.handler.handle(exchange);
		}

	}

}
