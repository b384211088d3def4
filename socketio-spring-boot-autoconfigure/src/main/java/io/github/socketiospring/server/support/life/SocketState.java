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

/**
 * The states of a socket.
 *
 * <pre>
 * CONNECTING ──admitted──▶ CONNECTED
 *     │                        │
 *     └──refused, or left──▶ DISCONNECTED ◀── (from CONNECTED too)
 * </pre>
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Socket.IO
 * protocol, connection to a namespace</a>
 */
enum SocketState {

	/** Middleware and handlers have not decided yet. */
	CONNECTING,

	/** In the namespace. */
	CONNECTED,

	/** Out of the namespace, for good. */
	DISCONNECTED

}
