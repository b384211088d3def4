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

import io.github.socketiospring.autoconfigure.SocketIOProperties;

import org.springframework.context.ApplicationContext;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;

/**
 * Matches requests of Socket.IO clients, for filter chains of Spring Security.
 *
 * <pre class="code">
 * http.authorizeExchange((exchanges) -&gt; exchanges.matchers(SocketIORequest.toEndpoint()).permitAll()
 *         .anyExchange().authenticated())
 * </pre>
 *
 * @since 0.1.0
 */
public final class SocketIORequest {

	private SocketIORequest() {
	}

	/**
	 * Match handshakes, polls, posts and WebSockets: exactly the path of
	 * {@code socketio.path}, with and without a slash at its end, and nothing below it.
	 * @return a matcher that reads the path from the application's properties
	 */
	public static ServerWebExchangeMatcher toEndpoint() {
		return (exchange) -> {
			ApplicationContext context = exchange.getApplicationContext();
			SocketIOProperties properties = (context != null)
					? context.getBeanProvider(SocketIOProperties.class).getIfAvailable() : null;
			boolean match = properties != null && EndpointPath.of(properties).test(exchange);
			return match ? MatchResult.match() : MatchResult.notMatch();
		};
	}

}
