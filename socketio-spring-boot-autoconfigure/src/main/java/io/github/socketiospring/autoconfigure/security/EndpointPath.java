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

import io.github.socketiospring.autoconfigure.SocketIOProperties;

import org.springframework.web.server.ServerWebExchange;

/**
 * Matches the requests of Socket.IO clients: exactly the path, and nothing below it.
 *
 * @param path the path, without a slash at its end
 * @param trailingSlash whether it may have one
 */
record EndpointPath(String path, boolean trailingSlash) implements Predicate<ServerWebExchange> {

	static EndpointPath of(SocketIOProperties properties) {
		return new EndpointPath(properties.path(), properties.addTrailingSlash());
	}

	@Override
	public boolean test(ServerWebExchange exchange) {
		String requested = exchange.getRequest().getPath().pathWithinApplication().value();
		return requested.equals(this.path) || (this.trailingSlash && requested.length() == this.path.length() + 1
				&& requested.startsWith(this.path) && requested.endsWith("/"));
	}

}
