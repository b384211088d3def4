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

package io.github.socketiospring.server.support.outbound;

import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Ids;

/**
 * Formats the id of a socket for logs.
 *
 * @since 0.1.0
 */
public final class ShownId {

	private ShownId() {
	}

	/**
	 * Return the id with the session's id abbreviated.
	 * @param socket the socket to log
	 * @return the id for logs
	 */
	public static String of(SocketIOSocket socket) {
		return Ids.abbreviate(socket.id(), socket.session().id());
	}

}
