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

package io.github.socketiospring.support;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Generates ids that cannot be guessed, and shortens them for logs.
 *
 * @since 0.1.0
 */
public final class Ids {

	private static final int BYTES = 15;

	private static final int SHOWN = 6;

	private static final SecureRandom random = new SecureRandom();

	private Ids() {
	}

	/**
	 * Generate an id. May be called from any thread.
	 * @return 20 URL-safe characters from 15 random bytes
	 */
	public static String random() {
		byte[] bytes = new byte[BYTES];
		random.nextBytes(bytes);
		return Base64.getUrlEncoder().encodeToString(bytes);
	}

	/**
	 * Shorten an id for a log. Anyone who knows a complete session id can impersonate its
	 * client while the session uses polling.
	 * @param id the whole id
	 * @return the first characters, enough to recognize the id
	 */
	public static String abbreviate(String id) {
		return (id.length() > SHOWN) ? id.substring(0, SHOWN) + "…" : id;
	}

	/**
	 * Shorten the session id within the id of a socket. The socket of a Socket.IO 2.x
	 * client has an id that contains the id of its session.
	 * @param socketId the whole id of the socket
	 * @param sessionId the whole id of its session
	 * @return the id of the socket, with the session id abbreviated if it contains it
	 */
	public static String abbreviate(String socketId, String sessionId) {
		return socketId.replace(sessionId, abbreviate(sessionId));
	}

}
