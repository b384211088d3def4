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

package io.github.socketiospring.protocol;

import tools.jackson.databind.node.ObjectNode;

/**
 * The payload of a received CONNECT. It is kept in its encoded form, because a hostile
 * client can make its tree many times as large. It has been found well-formed. Immutable.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Connection
 * to a namespace</a>
 */
public interface ReceivedPayload {

	/**
	 * How much memory the payload takes.
	 * @return a number of bytes, which does not change
	 */
	int size();

	/**
	 * Parse the payload.
	 * @return a new tree
	 * @throws PacketFormatException if the payload cannot be represented as a tree
	 */
	ObjectNode read();

}
