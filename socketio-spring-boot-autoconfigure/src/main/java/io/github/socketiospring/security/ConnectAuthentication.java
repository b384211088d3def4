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

import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ErrorLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.Assert;

/**
 * Authenticates clients when they connect to a namespace. The result of the manager
 * becomes the principal of this socket; sockets of other namespaces keep their own.
 * Without credentials, the principal is that of the handshake, also if the session is
 * recovered; a client that has not been authenticated at all is refused unless this is
 * {@link #optional()}. Wrong credentials are always refused.
 *
 * <pre class="code">
 * &#064;Bean
 * ConnectAuthentication moderators(ReactiveUserDetailsService users) {
 *     return ConnectAuthentication
 *         .with(new UserDetailsRepositoryReactiveAuthenticationManager(users), (handshake) -&gt; ...)
 *         .namespaces("/moderators");
 * }
 * </pre>
 *
 * Immutable.
 *
 * @since 0.1.0
 */
public final class ConnectAuthentication implements ConnectMiddleware.Guard {

	private static final Logger logger = LoggerFactory.getLogger(ConnectAuthentication.class);

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private static final AntPathMatcher MATCHER = new AntPathMatcher();

	private static final String UNAVAILABLE = "Service Unavailable";

	private static final ErrorLog errorLog = new ErrorLog();

	private final ReactiveAuthenticationManager manager;

	private final ConnectCredentials credentials;

	private final List<String> namespaces;

	private final boolean required;

	private ConnectAuthentication(ReactiveAuthenticationManager manager, ConnectCredentials credentials,
			List<String> namespaces, boolean required) {
		this.manager = manager;
		this.credentials = credentials;
		this.namespaces = namespaces;
		this.required = required;
	}

	/**
	 * Authenticate the clients of all namespaces.
	 * @param manager authenticates them; an empty result refuses the client
	 * @param credentials reads their credentials
	 * @return an authentication that is required
	 */
	public static ConnectAuthentication with(ReactiveAuthenticationManager manager, ConnectCredentials credentials) {
		Assert.notNull(manager, "'manager' must not be null");
		Assert.notNull(credentials, "'credentials' must not be null");
		return new ConnectAuthentication(manager, credentials, List.of("/**"), true);
	}

	/**
	 * Authenticate the clients of all namespaces by a bearer token, which is a text in
	 * the member {@code token} of the payload. Needs Spring Security's support for
	 * resource servers.
	 * @param manager authenticates a {@code BearerTokenAuthenticationToken}; an empty
	 * result refuses the client
	 * @return an authentication that is required
	 */
	public static ConnectAuthentication withBearerToken(ReactiveAuthenticationManager manager) {
		return with(manager, new BearerTokenCredentials());
	}

	/**
	 * Authenticate the clients of some namespaces only.
	 * @param patterns the names or patterns such as <code>/tenant-{id}</code> or
	 * {@code /admin/**}
	 * @return another authentication
	 */
	public ConnectAuthentication namespaces(String... patterns) {
		Assert.notEmpty(patterns, "'patterns' must not be empty");
		return new ConnectAuthentication(this.manager, this.credentials, List.of(patterns), this.required);
	}

	/**
	 * Accept clients that are not authenticated.
	 * @return another authentication
	 */
	public ConnectAuthentication optional() {
		return new ConnectAuthentication(this.manager, this.credentials, this.namespaces, false);
	}

	@Override
	public Mono<Void> handle(SocketIOSocket socket, Next next) {
		if (!isFor(socket.namespace().name())) {
			return next.proceed();
		}
		Mono<Authentication> presented = authenticate(socket.handshake());
		if (presented != null) {
			return presented.flatMap((authentication) -> {
				socket.setPrincipal(authentication);
				return next.proceed();
			});
		}
		if (this.required && !isSomebody(socket)) {
			return Mono.error(new MissingCredentialsException("CONNECT has no credentials"));
		}
		return next.proceed();
	}

	/**
	 * Whether this authenticates the clients of a namespace.
	 * @param namespace the namespace's name
	 * @return whether one of the patterns matches it
	 */
	boolean isFor(String namespace) {
		return this.namespaces.stream().anyMatch((pattern) -> MATCHER.match(pattern, namespace));
	}

	private static boolean isSomebody(SocketIOSocket socket) {
		// A recovered socket has its previous principal, whose credentials may have
		// expired.
		Principal known = socket.isRecovered() ? socket.handshake().principal() : socket.principal();
		return known instanceof Authentication authentication && TRUST.isAuthenticated(authentication);
	}

	/**
	 * Authenticate a client by the credentials that it presents.
	 * @param handshake the handshake with the payload of the client
	 * @return emits the authenticated client, or fails; {@code null} if the client
	 * presents no credentials
	 */
	@Nullable Mono<Authentication> authenticate(Handshake handshake) {
		Authentication presented = this.credentials.read(handshake);
		if (presented == null) {
			return null;
		}
		return Mono.defer(() -> this.manager.authenticate(presented))
			.filter(TRUST::isAuthenticated)
			.switchIfEmpty(Mono.error(() -> new BadCredentialsException("The credentials are not accepted")))
			.onErrorMap(AuthenticationServiceException.class, ConnectAuthentication::unavailable);
	}

	/**
	 * Do not blame a client for a failure of the server, such as keys that cannot be
	 * fetched.
	 * @param error why clients cannot be authenticated
	 * @return refuses the client
	 */
	private static ConnectRefusedException unavailable(AuthenticationServiceException error) {
		errorLog.error(logger, "Clients cannot be authenticated", error);
		return new ConnectRefusedException(UNAVAILABLE,
				Map.of("title", UNAVAILABLE, "status", 503, "detail", "Try again later", ErrorAckMapper.PROBLEM, true));
	}

	@Override
	public String toString() {
		return "authentication of CONNECT in " + this.namespaces;
	}

}
