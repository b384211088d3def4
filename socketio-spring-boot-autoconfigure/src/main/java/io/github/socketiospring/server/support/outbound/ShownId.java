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
 * How a socket's id is shown in logs. The id of a client of Socket.IO 2.x contains its
 * session's, with which others could act for the client.
 *
 * @since 0.1.0
 */
public final class ShownId {

	private ShownId() {
	}

	/**
	 * The id without most of the session's.
	 * @param socket the socket that a line of the log is about
	 * @return an id for logs
	 */
	public static String of(SocketIOSocket socket) {
		String sessionId = socket.session().id();
		return socket.id().replace(sessionId, Ids.abbreviate(sessionId));
	}

}
