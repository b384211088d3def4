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
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.Rate;
import io.github.socketiospring.support.TokenBucket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.core.Ordered;

/**
 * Refuses all clients of the namespace of the Admin UI except administrators. Runs before
 * all other guards, so that guards which authenticate clients by other credentials find
 * an authenticated user.
 */
final class AdminGuard implements ConnectMiddleware.Guard, Ordered {

	/** The page shows its login form for no other message. */
	private static final String REFUSAL = "invalid credentials";

	/** Passwords take time to check, and attackers may try many. */
	private static final Rate LOGINS = new Rate(60, Duration.ofMinutes(1));

	private static final Logger logger = LoggerFactory.getLogger(AdminGuard.class);

	private final String namespace;

	private final AdminAuthenticator authenticator;

	private final AdminSessions sessions;

	private final Consumer<SocketIOSocket> others;

	private final LongSupplier nanoTime;

	private final TokenBucket logins;

	private final ErrorLog errorLog = new ErrorLog();

	/**
	 * Create a guard.
	 * @param namespace the name of the namespace
	 * @param authenticator recognizes the administrators
	 * @param sessions the earlier logins
	 * @param others called with each socket of another namespace that wants to connect
	 * @param nanoTime the time in nanoseconds, by any clock
	 */
	AdminGuard(String namespace, AdminAuthenticator authenticator, AdminSessions sessions,
			Consumer<SocketIOSocket> others, LongSupplier nanoTime) {
		this.namespace = namespace;
		this.authenticator = authenticator;
		this.sessions = sessions;
		this.others = others;
		this.nanoTime = nanoTime;
		this.logins = new TokenBucket(LOGINS, nanoTime.getAsLong());
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
		if (!this.logins.take(this.nanoTime.getAsLong())) {
			this.errorLog.warn(logger, "rate", "Logins to the Admin UI are refused, since there are too many");
			return Mono.error(new ConnectRefusedException("Too many logins, try again in a minute"));
		}
		String name = auth.path("username").asString("");
		String password = auth.path("password").asString("");
		return Mono.<Principal>defer(() -> Mono.from(this.authenticator.authenticate(name, password)))
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
