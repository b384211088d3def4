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
import java.util.Map;

import io.github.socketiospring.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import tools.jackson.databind.JsonNode;
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
	 * The initial size in bytes, enough for most packets, and how much the buffer grows
	 * each time.
	 */
	private static final MessagePack.PackerConfig PACKERS = new MessagePack.PackerConfig().withBufferSize(512);

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
	 * @param bytes the encoded message
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 * @throws PacketFormatException if the message is something else
	 */
	static JsonNode read(byte[] bytes, int nestingDepth) {
		try {
			MsgPackCursor cursor = new MsgPackCursor(bytes, 0, nestingDepth);
			JsonNode value = cursor.read(0);
			cursor.expectEnd();
			return value;
		}
		catch (MessagePackException | IOException ex) {
			throw malformed(ex);
		}
	}

	/**
	 * Translate an exception of the library.
	 * @param ex the exception
	 * @return an exception that says that the message is malformed
	 */
	static PacketFormatException malformed(Exception ex) {
		return new PacketFormatException("Expected MessagePack, got something else", ex);
	}

}
