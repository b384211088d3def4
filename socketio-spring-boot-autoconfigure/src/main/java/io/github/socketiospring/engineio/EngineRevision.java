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

package io.github.socketiospring.engineio;

/**
 * The revisions of the Engine.IO protocol that a client may use.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol,
 * revision 4</a>
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3">Engine.IO
 * protocol, revision 3</a>
 */
public enum EngineRevision {

	/**
	 * Used by clients of Socket.IO 2.x: the client sends the pings, and each packet of a
	 * body is preceded by its length.
	 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3">Engine.IO
	 * protocol, revision 3</a>
	 */
	V3(3),

	/**
	 * Used by clients since Socket.IO 3.0: the server sends the pings, and the packets of
	 * a body are separated by a character.
	 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol,
	 * revision 4</a>
	 */
	V4(4);

	private final int number;

	EngineRevision(int number) {
		this.number = number;
	}

	/**
	 * The revision as clients state it in the query parameter {@code EIO}.
	 * @return 3 or 4
	 */
	public int number() {
		return this.number;
	}

}
