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
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Reads and writes trees in MessagePack as JavaScript clients do: integers in their
 * shortest form, and extension type 0 for values that only JavaScript has: one byte is
 * {@code undefined}, eight bytes are a date, anything else is a typed array.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack
 * specification</a>
 */
final class MsgPackValues {

	/**
	 * Most packets are small, and the buffer grows by as much again for those that are
	 * not.
	 */
	private static final MessagePack.PackerConfig PACKERS = new MessagePack.PackerConfig().withBufferSize(512);

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private static final double LARGEST_EXACT = 9_007_199_254_740_991.0;

	private MsgPackValues() {
	}

	static byte[] write(JsonNode tree) {
		try (MessageBufferPacker packer = PACKERS.newBufferPacker()) {
			write(tree, packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(JsonNode node, MessageBufferPacker packer) throws IOException {
		switch (node.getNodeType()) {
			case OBJECT -> {
				packer.packMapHeader(node.size());
				for (Map.Entry<String, JsonNode> property : node.properties()) {
					packer.packString(property.getKey());
					write(property.getValue(), packer);
				}
			}
			case ARRAY -> {
				packer.packArrayHeader(node.size());
				for (JsonNode element : node) {
					write(element, packer);
				}
			}
			case STRING -> packer.packString(node.stringValue());
			case BOOLEAN -> packer.packBoolean(node.booleanValue());
			case BINARY -> writeBinary(node.binaryValue(), packer);
			case POJO -> writeObject(((POJONode) node).getPojo(), packer);
			case NUMBER -> writeNumber(node, packer);
			default -> packer.packNil();
		}
	}

	private static void writeObject(@Nullable Object object, MessageBufferPacker packer) throws IOException {
		if (object instanceof byte[] bytes) {
			writeBinary(bytes, packer);
		}
		else if (object == null) {
			packer.packNil();
		}
		else {
			throw new IllegalArgumentException("A value of " + object.getClass() + " cannot be sent");
		}
	}

	private static void writeBinary(byte[] bytes, MessageBufferPacker packer) throws IOException {
		packer.packBinaryHeader(bytes.length).writePayload(bytes);
	}

	private static void writeNumber(JsonNode node, MessageBufferPacker packer) throws IOException {
		if (node.isIntegralNumber()) {
			if (node.canConvertToLong()) {
				packer.packLong(node.longValue());
				return;
			}
			BigInteger large = node.bigIntegerValue();
			if (large.signum() > 0 && large.bitLength() <= Long.SIZE) {
				packer.packBigInteger(large);
				return;
			}
		}
		double value = node.doubleValue();
		if (value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT) {
			packer.packLong((long) value);
		}
		else {
			packer.packDouble(value);
		}
	}

	/**
	 * Read a message that consists of one value.
	 * @param bytes the message
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 * @throws PacketFormatException if the message is something else
	 */
	static JsonNode read(byte[] bytes, int nestingDepth) {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
			JsonNode value = new Reader(unpacker, bytes.length, nestingDepth).read(0);
			if (unpacker.hasNext()) {
				throw new PacketFormatException("Expected the end of the packet, got more bytes");
			}
			return value;
		}
		catch (MessagePackException | IOException ex) {
			throw new PacketFormatException("Expected MessagePack, got something else", ex);
		}
	}

	/**
	 * Reads values and rejects lengths beyond the end of the message before it allocates
	 * anything.
	 *
	 * @param unpacker reads the message
	 * @param length the length of the message in bytes
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet, whose
	 * own map does not count
	 */
	private record Reader(MessageUnpacker unpacker, int length, int nestingDepth) {

		JsonNode read(int depth) throws IOException {
			return switch (this.unpacker.getNextFormat().getValueType()) {
				case NIL -> {
					this.unpacker.unpackNil();
					yield nodes.nullNode();
				}
				case BOOLEAN -> nodes.booleanNode(this.unpacker.unpackBoolean());
				case INTEGER -> integer();
				case FLOAT -> nodes.numberNode(this.unpacker.unpackDouble());
				case STRING -> string();
				case BINARY -> nodes.binaryNode(payload(this.unpacker.unpackBinaryHeader()));
				case ARRAY -> array(nested(depth));
				case MAP -> map(nested(depth));
				case EXTENSION -> extension(this.unpacker.unpackExtensionTypeHeader());
			};
		}

		private int nested(int depth) {
			if (depth > this.nestingDepth) {
				throw new PacketLimitException(PacketLimit.NESTING_DEPTH,
						"Expected at most " + this.nestingDepth + " levels of arrays and maps");
			}
			return depth + 1;
		}

		private JsonNode integer() throws IOException {
			BigInteger value = this.unpacker.unpackBigInteger();
			return (value.bitLength() < Long.SIZE) ? nodes.numberNode(value.longValue()) : nodes.numberNode(value);
		}

		private JsonNode string() throws IOException {
			int size = this.unpacker.unpackRawStringHeader();
			return nodes.stringNode(new String(payload(size), StandardCharsets.UTF_8));
		}

		private ArrayNode array(int depth) throws IOException {
			int size = this.unpacker.unpackArrayHeader();
			ArrayNode array = nodes.arrayNode();
			for (int i = 0; i < size; i++) {
				JsonNode element = read(depth);
				array.add(element.isMissingNode() ? nodes.nullNode() : element);
			}
			return array;
		}

		private ObjectNode map(int depth) throws IOException {
			int size = this.unpacker.unpackMapHeader();
			ObjectNode map = nodes.objectNode();
			for (int i = 0; i < size; i++) {
				JsonNode key = read(depth);
				if (!key.isString() && !key.isNumber()) {
					throw new PacketFormatException("Expected the name of a property, got " + key.getNodeType());
				}
				JsonNode value = read(depth);
				if (!value.isMissingNode()) {
					map.set(key.asString(), value);
				}
			}
			return map;
		}

		private JsonNode extension(ExtensionTypeHeader header) throws IOException {
			byte[] bytes = payload(header.getLength());
			if (header.getType() != 0) {
				return nodes.arrayNode().add(header.getType()).add(bytes);
			}
			if (bytes.length == 1 && bytes[0] == 0) {
				return MissingNode.getInstance();
			}
			if (bytes.length == Long.BYTES) {
				return nodes.stringNode(Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()).toString());
			}
			return nodes.binaryNode(bytes);
		}

		private byte[] payload(int size) throws IOException {
			if (size > this.length - this.unpacker.getTotalReadBytes()) {
				throw new PacketFormatException("Expected " + size + " more bytes, got the end of the packet");
			}
			return this.unpacker.readPayload(size);
		}

	}

}
