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

package io.github.socketiospring.protocol.json;

import io.github.socketiospring.protocol.ReceivedPayload;
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The object at the end of a message. Only the size of the whole object is limited, not
 * that of its values.
 *
 * @param source creates parsers
 * @param message the encoded message
 * @param from the index of the first byte of the object
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Connection
 * to a namespace</a>
 */
record JsonPayload(JsonSource source, byte[] message, int from) implements ReceivedPayload {

	@Override
	public int size() {
		return this.message.length;
	}

	@Override
	public ObjectNode read() {
		try {
			return (ObjectNode) tree();
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	private JsonNode tree() {
		try {
			return JsonPacketDecoder.read(this.source, this.source.parser(this.message, this.from));
		}
		catch (StreamConstraintsException ex) {
			try (JsonParser scanner = this.source.scanner(this.message, this.from)) {
				scanner.nextToken();
				return new LenientTrees(scanner, this.source.mapper()).read();
			}
		}
	}

}
