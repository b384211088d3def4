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

package io.github.socketiospring.protocol.msgpack;

import java.io.IOException;

import io.github.socketiospring.protocol.ReceivedPayload;
import org.msgpack.core.MessagePackException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The map that is the data of a message.
 *
 * @param message the encoded message
 * @param from the index of the first byte of the map
 * @param nestingDepth the maximum nesting of arrays and maps
 * @see <a href=
 * "https://github.com/socketio/socket.io-msgpack-parser">socket.io-msgpack-parser</a>
 */
record MsgPackPayload(byte[] message, int from, int nestingDepth) implements ReceivedPayload {

	@Override
	public int size() {
		return this.message.length;
	}

	@Override
	public ObjectNode read() {
		try {
			return (ObjectNode) new MsgPackCursor(this.message, this.from, this.nestingDepth).read(1);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

}
