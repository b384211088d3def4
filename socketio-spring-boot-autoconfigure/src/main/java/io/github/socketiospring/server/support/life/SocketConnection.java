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

package io.github.socketiospring.server.support.life;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOSocket;

/**
 * The connection of a socket, which it may share with sockets of other namespaces.
 *
 * @since 0.1.0
 */
public interface SocketConnection {

	/**
	 * The Engine.IO session of the connection.
	 * @return the session, which ends with the connection
	 */
	EngineSession session();

	/**
	 * A socket has entered its namespace.
	 * @param socket a socket of this connection
	 */
	void entered(SocketIOSocket socket);

	/**
	 * A CONNECT of the client was refused.
	 */
	void refused();

	/**
	 * Disconnect a socket from this side.
	 * @param socket a socket of this connection
	 * @param close whether to disconnect the others as well and to close the session
	 * @param details why the socket leaves
	 */
	void disconnect(SocketIOSocket socket, boolean close, DisconnectDetails details);

}
