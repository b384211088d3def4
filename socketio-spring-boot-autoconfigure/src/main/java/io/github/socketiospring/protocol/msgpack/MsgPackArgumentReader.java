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

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.TreeArgumentReader;
import tools.jackson.databind.JsonNode;

/**
 * Reads the arguments of one message, and keeps the message, not its trees, if they have
 * to wait.
 */
final class MsgPackArgumentReader extends TreeArgumentReader {

	private final MsgPackPacketDecoder decoder;

	private final byte[] message;

	private final int first;

	/**
	 * Create a reader that starts with the first argument.
	 * @param decoder decodes the message
	 * @param message a whole message in MessagePack
	 * @param data the data of the message
	 * @param first the index of the first argument in the data
	 */
	MsgPackArgumentReader(MsgPackPacketDecoder decoder, byte[] message, JsonNode data, int first) {
		super(data.valueStream().skip(first).toList(), decoder.mapper());
		this.decoder = decoder;
		this.message = message;
		this.first = first;
	}

	@Override
	public KeptArguments keep() {
		finish();
		return new KeptMessage(this.decoder, this.message, this.first);
	}

	/**
	 * A message that waits.
	 *
	 * @param decoder decodes it
	 * @param message a whole message in MessagePack
	 * @param first the index of the first argument in its data
	 */
	private record KeptMessage(MsgPackPacketDecoder decoder, byte[] message, int first) implements KeptArguments {

		@Override
		public long size() {
			return this.message.length;
		}

		@Override
		public ArgumentReader reader() {
			JsonNode data = this.decoder.map(this.message).path(MsgPackPacketParser.DATA);
			return new MsgPackArgumentReader(this.decoder, this.message, data, this.first);
		}

	}

}
