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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;

import io.github.socketiospring.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * Reads and writes trees in MessagePack as JavaScript clients and servers do: integers in
 * their shortest form, dates of servers as timestamps (extension type -1), and extension
 * type 0, which is only read, for values that only JavaScript has: one byte is
 * {@code undefined}, eight bytes are a date, anything else is a typed array. A date is an
 * {@link Instant} in a {@link POJONode} when it is written, and its ISO form when it was
 * read.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack
 * specification</a>
 */
public final class MsgPackValues {

	/**
	 * The initial size in bytes, enough for most packets, and how much the buffer grows
	 * each time.
	 */
	private static final MessagePack.PackerConfig PACKERS = new MessagePack.PackerConfig().withBufferSize(512);

	/** Greater than every number that fits into 64 bits, with or without a sign. */
	private static final double BEYOND_64_BITS = 0x1p64;

	private MsgPackValues() {
	}

	/**
	 * Write a message that consists of one value.
	 * @param tree the value, in which bytes, dates and {@code null} may be objects
	 * @return the encoded message
	 * @throws IllegalArgumentException if the tree contains another object
	 */
	public static byte[] write(JsonNode tree) {
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
		else if (object instanceof Instant instant) {
			packer.packTimestamp(instant);
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
			writeInteger(node, packer);
			return;
		}
		double value = node.doubleValue();
		if (value != Math.rint(value) || Math.abs(value) >= BEYOND_64_BITS) {
			packer.packDouble(value);
		}
		else if (value == (long) value && value < Long.MAX_VALUE) {
			packer.packLong((long) value);
		}
		else {
			writeLarge(new BigDecimal(value).toBigInteger(), value, packer);
		}
	}

	private static void writeInteger(JsonNode node, MessageBufferPacker packer) throws IOException {
		if (node.canConvertToLong()) {
			packer.packLong(node.longValue());
			return;
		}
		BigInteger value = node.bigIntegerValue();
		writeLarge(value, value.doubleValue(), packer);
	}

	private static void writeLarge(BigInteger value, double nearest, MessageBufferPacker packer) throws IOException {
		if (value.signum() > 0 && value.bitLength() <= Long.SIZE) {
			packer.packBigInteger(value);
		}
		else {
			packer.packDouble(nearest);
		}
	}

	/**
	 * Read a message of a client that consists of one value.
	 * @param bytes the encoded message
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 * @throws PacketFormatException if the message is something else
	 */
	static JsonNode read(byte[] bytes, int nestingDepth) {
		return read(new MsgPackCursor(bytes, 0, nestingDepth));
	}

	/**
	 * Read a message of a server, with timestamps, that consists of one value.
	 * @param bytes the encoded message
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet
	 * @param values how many values it may have, including those that name others
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 * @throws PacketFormatException if the message is something else
	 */
	public static JsonNode read(byte[] bytes, int nestingDepth, int values) {
		return read(new MsgPackCursor(bytes, 0, nestingDepth, values, true));
	}

	private static JsonNode read(MsgPackCursor cursor) {
		try {
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
