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

import java.util.List;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The arguments of a packet whose placeholders can only be found in a tree. If they wait,
 * the tree, which may be much larger than the packet, is not kept but parsed again.
 *
 * @param source creates parsers
 * @param message a message that ends with the array
 * @param from the index of the first byte of the array
 * @param first the index of the first argument in the array
 * @param attachments the attachments that placeholders stand for
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
record AttachedArguments(JsonSource source, byte[] message, int from, int first,
		List<byte[]> attachments) implements KeptArguments {

	@Override
	public long size() {
		return this.message.length + size(this.attachments);
	}

	static long size(List<byte[]> attachments) {
		return attachments.stream().mapToLong((attachment) -> attachment.length).sum();
	}

	/**
	 * {@inheritDoc}
	 * @throws io.github.socketiospring.protocol.PacketFormatException if a placeholder
	 * does not stand for exactly one attachment
	 */
	@Override
	public ArgumentReader reader() {
		JsonNode array = JsonPacketDecoder.read(this.source, this.source.parser(this.message, this.from));
		List<JsonNode> arguments = AttachmentTrees.attach(array, this.attachments)
			.valueStream()
			.skip(this.first)
			.toList();
		return new Reader(arguments, this.source.mapper(), this);
	}

	/**
	 * Keeps the packet, not the trees.
	 */
	private static final class Reader extends TreeArgumentReader {

		private final AttachedArguments all;

		private final long cost;

		Reader(List<JsonNode> arguments, JsonMapper mapper, AttachedArguments all) {
			super(arguments, mapper);
			this.all = all;
			this.cost = cost(arguments);
		}

		@Override
		public long cost() {
			return this.cost;
		}

		@Override
		public KeptArguments keep() {
			finish();
			return this.all;
		}

	}

}
