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

package io.github.socketiospring.admin;

import java.security.Principal;
import java.util.function.Consumer;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.core.Ordered;

/**
 * Lets administrators only into the namespace of the Admin UI. Runs before all other
 * guards, so that those who authenticate clients by other credentials find somebody.
 */
final class AdminGuard implements ConnectMiddleware.Guard, Ordered {

	/** The page shows its login form for no other message. */
	private static final String REFUSAL = "invalid credentials";

	private static final Logger logger = LoggerFactory.getLogger(AdminGuard.class);

	private final String namespace;

	private final AdminAuthenticator authenticator;

	private final AdminSessions sessions;

	private final Consumer<SocketIOSocket> others;

	private final ErrorLog errorLog = new ErrorLog();

	/**
	 * Create a guard.
	 * @param namespace the name of the namespace
	 * @param authenticator knows the administrators
	 * @param sessions the earlier logins
	 * @param others called with each socket of another namespace that wants to connect
	 */
	AdminGuard(String namespace, AdminAuthenticator authenticator, AdminSessions sessions,
			Consumer<SocketIOSocket> others) {
		this.namespace = namespace;
		this.authenticator = authenticator;
		this.sessions = sessions;
		this.others = others;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> handle(SocketIOSocket socket, Next next) {
		if (!socket.namespace().name().equals(this.namespace)) {
			this.others.accept(socket);
			return next.proceed();
		}
		return admin(socket.handshake()).switchIfEmpty(Mono.error(() -> new ConnectRefusedException(REFUSAL)))
			.flatMap((admin) -> {
				logger.info("'{}' connects to the Admin UI", LogFormat.value(admin.getName()));
				socket.setPrincipal(admin);
				return next.proceed();
			});
	}

	private Mono<Principal> admin(Handshake handshake) {
		Principal known = handshake.principal();
		if (known != null && this.authenticator.isAdmin(known)) {
			return Mono.just(known);
		}
		JsonNode auth = handshake.auth();
		if (!isLogin(auth)) {
			return Mono.justOrEmpty(this.sessions.find(auth.path("sessionId").asString("")));
		}
		String name = auth.path("username").asString("");
		return Mono.<Principal>from(this.authenticator.authenticate(name, auth.path("password").asString("")))
			.onErrorResume((ex) -> {
				this.errorLog.error(logger, "A login to the Admin UI could not be checked", ex);
				return Mono.empty();
			})
			.switchIfEmpty(Mono.fromRunnable(() -> this.errorLog.warn(logger, "refused",
					"A login to the Admin UI was refused, as '" + LogFormat.value(name) + "'")));
	}

	private static boolean isLogin(JsonNode auth) {
		return !auth.path("username").asString("").isEmpty();
	}

	/**
	 * Whether a socket that entered has logged in by name and password just now.
	 * @param socket a socket of the namespace
	 * @return {@code false} if it had a session
	 */
	static boolean hasLoggedIn(SocketIOSocket socket) {
		return socket.principal() != socket.handshake().principal() && isLogin(socket.handshake().auth());
	}

}
