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

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.socketiospring.engineio.EngineSessionListener;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.WebSession;

/**
 * Detects the end of HTTP sessions when packets of their connections arrive, and prolongs
 * the sessions when these packets are messages. The implementation depends on the store
 * of the sessions.
 */
@FunctionalInterface
interface SessionWatch {

	/** The attribute of a session in which Spring Security stores the user. */
	String LOGGED_IN = "SPRING_SECURITY_CONTEXT";

	/** The shortest time after which messages prolong a session again. */
	Duration PERIOD = Duration.ofMinutes(1);

	/**
	 * Watch a session.
	 * @param session the session of the handshake
	 * @param user who was logged in by it at the handshake, {@code null} for nobody
	 * @param end called with the reason when the session has ended, perhaps repeatedly
	 * and on any thread
	 * @return receives the packets of the connection
	 */
	EngineSessionListener over(WebSession session, @Nullable String user, Consumer<String> end);

	/**
	 * Find out who is logged in. The same session may have another user later.
	 * @param context the attribute {@value #LOGGED_IN} of a session
	 * @return the name of the user, {@code null} for nobody; empty for somebody whose
	 * name cannot be read
	 */
	static @Nullable String userOf(@Nullable Object context) {
		if (context == null) {
			return null;
		}
		Authentication authentication = (context instanceof SecurityContext known) ? known.getAuthentication() : null;
		return (authentication != null) ? Objects.requireNonNullElse(authentication.getName(), "") : "";
	}

}
