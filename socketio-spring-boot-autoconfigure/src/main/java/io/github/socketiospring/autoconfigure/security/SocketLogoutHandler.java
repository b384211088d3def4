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

import io.github.socketiospring.autoconfigure.SocketIOProperties.Logout;
import io.github.socketiospring.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.logout.ServerLogoutHandler;

/**
 * Disconnects sockets at a logout. It never makes the logout fail.
 */
class SocketLogoutHandler implements ServerLogoutHandler {

	private static final Logger logger = LoggerFactory.getLogger(SocketLogoutHandler.class);

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private final Logout logout;

	private final HttpSessions sessions;

	private final SocketIOServer server;

	SocketLogoutHandler(Logout logout, HttpSessions sessions, SocketIOServer server) {
		this.logout = logout;
		this.sessions = sessions;
		this.server = server;
	}

	@Override
	public Mono<Void> logout(WebFilterExchange exchange, Authentication authentication) {
		return exchange.getExchange().getSession().doOnNext(this.sessions::loggedOut).then(Mono.fromRunnable(() -> {
			String name = authentication.getName();
			// A token need not name its subject.
			if (this.logout == Logout.USER && name != null && TRUST.isAuthenticated(authentication)) {
				this.server.disconnectUser(name);
			}
		})).onErrorResume((ex) -> {
			logger.warn("Not all sockets could be disconnected at a logout", ex);
			return Mono.empty();
		}).then();
	}

}
