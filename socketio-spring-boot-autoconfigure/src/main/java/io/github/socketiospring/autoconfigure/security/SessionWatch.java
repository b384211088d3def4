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
import java.util.function.Consumer;

import io.github.socketiospring.engineio.EngineSessionListener;

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
	 * @param end called with the reason when the session has ended, perhaps repeatedly
	 * and on any thread
	 * @return receives the packets of the connection
	 */
	EngineSessionListener over(WebSession session, Consumer<String> end);

}
