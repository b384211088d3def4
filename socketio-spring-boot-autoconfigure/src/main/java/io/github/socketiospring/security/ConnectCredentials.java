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

package io.github.socketiospring.security;

import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Reads the credentials that a client presents when it connects to a namespace.
 *
 * <pre class="code">
 * (handshake) -&gt; handshake.auth().has("password")
 *         ? UsernamePasswordAuthenticationToken.unauthenticated(handshake.auth().path("user").asString(""),
 *                 handshake.auth().path("password").asString(""))
 *         : null
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectCredentials {

	/**
	 * Read the credentials. Called on any thread; must not block.
	 * @param handshake the handshake with the {@link Handshake#auth() payload} of CONNECT
	 * @return the authentication request for a {@code ReactiveAuthenticationManager},
	 * {@code null} if the client presents no credentials
	 * @throws AuthenticationException if they are malformed
	 */
	@Nullable Authentication read(Handshake handshake);

}
