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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.value.ValueType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads or skips the values of a message one by one, and rejects lengths beyond its end
 * before it allocates anything. A value that can be skipped can also be read. The depth
 * of a value is the number of arrays and maps around it. If the message is malformed,
 * methods throw an exception of the library or a {@link PacketFormatException}. Not
 * thread-safe.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-msgpack-parser">socket.io-msgpack-parser</a>
 */
final class MsgPackCursor {

	/** The bytes of an empty array or map in a tree. */
	private static final int CONTAINER = 80;

	/** The bytes of a number or a short text in a tree. */
	private static final int SCALAR = 28;

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final byte[] message;

	private final MessageUnpacker unpacker;

	private final int from;

	private final int end;

	private final int nestingDepth;

	private final boolean timestamps;

	private int valuesLeft;

	private long cost;

	/** Finds repeated names in a map; {@code null} unless that is requested. */
	private @Nullable RepeatedNames repeatedNames;

	/**
	 * Create a cursor.
	 * @param message the encoded message
	 * @param from the index of the first byte to read
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet, whose
	 * own map does not count
	 */
	MsgPackCursor(byte[] message, int from, int nestingDepth) {
		this(message, from, nestingDepth, Integer.MAX_VALUE, false);
	}

	/**
	 * Create a cursor.
	 * @param message the encoded message
	 * @param from the index of the first byte to read
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet, whose
	 * own map does not count
	 * @param values how many values may be read
	 * @param timestamps whether extension type -1 is a date, as for servers; for clients
	 * it is an unknown extension
	 */
	MsgPackCursor(byte[] message, int from, int nestingDepth, int values, boolean timestamps) {
		this.message = message;
		this.unpacker = MessagePack.newDefaultUnpacker(message, from, message.length - from);
		this.from = from;
		this.end = message.length;
		this.nestingDepth = nestingDepth;
		this.valuesLeft = values;
		this.timestamps = timestamps;
	}

	/**
	 * The position of the cursor.
	 * @return the index of the next byte of the message
	 */
	int position() {
		return this.from + (int) this.unpacker.getTotalReadBytes();
	}

	/**
	 * Estimate how much memory the trees take that have been read, without the content of
	 * text.
	 * @return a number of bytes
	 */
	long cost() {
		return this.cost;
	}

	void expectEnd() throws IOException {
		if (this.unpacker.hasNext()) {
			throw new PacketFormatException("Expected the end of the packet, got more bytes");
		}
	}

	/**
	 * The type of the next value.
	 * @return the type, which the cursor does not move past
	 */
	ValueType next() throws IOException {
		return this.unpacker.getNextFormat().getValueType();
	}

	/**
	 * Enter a map.
	 * @return how many pairs of values follow
	 */
	int enterMap() throws IOException {
		return this.unpacker.unpackMapHeader();
	}

	/**
	 * Enter an array.
	 * @return how many values follow
	 */
	int enterArray() throws IOException {
		return this.unpacker.unpackArrayHeader();
	}

	/**
	 * Enter an array as a value that counts.
	 * @param depth its depth
	 * @return how many values follow, not more than there can be
	 */
	int enterArray(int depth) throws IOException {
		count();
		nested(depth);
		int size = enterArray();
		expectMore(size);
		if (size > this.valuesLeft) {
			throw tooMany();
		}
		return size;
	}

	/**
	 * Enter a map as a value that counts.
	 * @param depth its depth
	 * @return how many pairs of {@linkplain #readName names} and values follow
	 */
	int enterMap(int depth) throws IOException {
		count();
		nested(depth);
		return enterMap();
	}

	/**
	 * Read a value.
	 * @param depth its depth
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 */
	JsonNode read(int depth) throws IOException {
		count();
		ValueType type = next();
		this.cost += (type == ValueType.ARRAY || type == ValueType.MAP) ? CONTAINER : SCALAR;
		return switch (type) {
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

	private void count() {
		if (this.valuesLeft-- <= 0) {
			throw tooMany();
		}
	}

	private static PacketFormatException tooMany() {
		return new PacketFormatException("Expected fewer values");
	}

	/**
	 * Read a simple value, or skip an array or a map.
	 * @param depth its depth
	 * @return the value, a null node for one that was skipped
	 */
	JsonNode readSimple(int depth) throws IOException {
		ValueType type = next();
		if (type == ValueType.ARRAY || type == ValueType.MAP) {
			pass(depth);
			return nodes.nullNode();
		}
		return read(depth);
	}

	/**
	 * Skip a value.
	 * @param depth its depth
	 * @return whether it was {@code undefined}
	 */
	boolean skip(int depth) throws IOException {
		return pass(depth) == Passed.UNDEFINED;
	}

	/**
	 * Skip a value.
	 * @param depth its depth
	 * @return whether a map may have two properties of one name
	 */
	boolean skipAndFindRepetition(int depth) throws IOException {
		RepeatedNames names = new RepeatedNames();
		this.repeatedNames = names;
		pass(depth);
		this.repeatedNames = null;
		return names.isFound();
	}

	private Passed pass(int depth) throws IOException {
		count();
		switch (next()) {
			case INTEGER, FLOAT, STRING -> {
				this.unpacker.skipValue();
				return Passed.NAME;
			}
			case ARRAY -> {
				int inner = nested(depth);
				int size = this.unpacker.unpackArrayHeader();
				for (int i = 0; i < size; i++) {
					pass(inner);
				}
			}
			case MAP -> {
				int inner = nested(depth);
				int size = this.unpacker.unpackMapHeader();
				int names = (this.repeatedNames != null) ? this.repeatedNames.enter() : 0;
				for (int i = 0; i < size; i++) {
					passName(inner, names);
					pass(inner);
				}
				if (this.repeatedNames != null) {
					this.repeatedNames.leave(names);
				}
			}
			case EXTENSION -> {
				return passExtension(this.unpacker.unpackExtensionTypeHeader());
			}
			default -> this.unpacker.skipValue();
		}
		return Passed.OTHER;
	}

	private void passName(int depth, int names) throws IOException {
		if (this.repeatedNames == null || next() != ValueType.STRING) {
			if (pass(depth) != Passed.NAME) {
				throw new PacketFormatException("Expected the name of a property, got something else");
			}
			if (this.repeatedNames != null) {
				// A number, whose text may be another name.
				this.repeatedNames.suspect();
			}
			return;
		}
		count();
		int length = this.unpacker.unpackRawStringHeader();
		expectMore(length);
		this.repeatedNames.add(names, this.message, position(), length);
		this.unpacker.readPayloadAsReference(length);
	}

	private Passed passExtension(ExtensionTypeHeader header) throws IOException {
		int length = header.getLength();
		expectMore(length);
		MessageBuffer content = this.unpacker.readPayloadAsReference(length);
		if (isTimestamp(header)) {
			byte[] bytes = new byte[length];
			content.getBytes(0, bytes, 0, length);
			return (Timestamps.read(bytes) != null) ? Passed.NAME : Passed.OTHER;
		}
		if (header.getType() != 0) {
			return Passed.OTHER;
		}
		if (length == 1 && content.getByte(0) == 0) {
			return Passed.UNDEFINED;
		}
		return (length == Long.BYTES && Timestamps.ofMillis(content.getLong(0)) != null) ? Passed.NAME : Passed.OTHER;
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
		return nodes.stringNode(text());
	}

	private String text() throws IOException {
		int size = this.unpacker.unpackRawStringHeader();
		expectMore(size);
		String text = new String(this.message, position(), size, StandardCharsets.UTF_8);
		this.unpacker.readPayloadAsReference(size);
		return text;
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
			String name = readName(depth);
			JsonNode value = read(depth);
			if (!value.isMissingNode()) {
				map.set(name, value);
			}
		}
		return map;
	}

	/**
	 * Read the name of a property.
	 * @param depth the depth of the property
	 * @return the name, also of a number
	 */
	String readName(int depth) throws IOException {
		JsonNode key = read(depth);
		if (!key.isString() && !key.isNumber()) {
			throw new PacketFormatException("Expected the name of a property, got " + key.getNodeType());
		}
		return key.asString();
	}

	/**
	 * Write a value that was skipped before, as its tree would be written.
	 * @param json where to write it
	 * @param context says how
	 */
	void write(JsonGenerator json, SerializationContext context) throws IOException {
		switch (next()) {
			case BOOLEAN -> json.writeBoolean(this.unpacker.unpackBoolean());
			case INTEGER -> {
				if (this.unpacker.getNextFormat() == MessageFormat.UINT64) {
					json.writeNumber(this.unpacker.unpackBigInteger());
				}
				else {
					json.writeNumber(this.unpacker.unpackLong());
				}
			}
			case FLOAT -> json.writeNumber(this.unpacker.unpackDouble());
			case STRING -> json.writeString(text());
			case ARRAY -> {
				int size = this.unpacker.unpackArrayHeader();
				json.writeStartArray();
				for (int i = 0; i < size; i++) {
					write(json, context);
				}
				json.writeEndArray();
			}
			case MAP -> {
				int size = this.unpacker.unpackMapHeader();
				json.writeStartObject();
				for (int i = 0; i < size; i++) {
					writeProperty(json, context);
				}
				json.writeEndObject();
			}
			default -> writeScalar(read(0), json, context);
		}
	}

	private void writeProperty(JsonGenerator json, SerializationContext context) throws IOException {
		String name = readName(0);
		if (next() != ValueType.EXTENSION) {
			json.writeName(name);
			write(json, context);
			return;
		}
		JsonNode value = read(0);
		if (!value.isMissingNode()) {
			json.writeName(name);
			value.serialize(json, context);
		}
	}

	private static void writeScalar(JsonNode value, JsonGenerator json, SerializationContext context) {
		(value.isMissingNode() ? nodes.nullNode() : value).serialize(json, context);
	}

	private JsonNode extension(ExtensionTypeHeader header) throws IOException {
		byte[] bytes = payload(header.getLength());
		if (isTimestamp(header)) {
			return date(Timestamps.read(bytes));
		}
		if (header.getType() != 0) {
			return nodes.arrayNode().add(header.getType()).add(bytes);
		}
		if (bytes.length == 1 && bytes[0] == 0) {
			return MissingNode.getInstance();
		}
		if (bytes.length == Long.BYTES) {
			return date(Timestamps.ofMillis(ByteBuffer.wrap(bytes).getLong()));
		}
		return nodes.binaryNode(bytes);
	}

	private boolean isTimestamp(ExtensionTypeHeader header) {
		return this.timestamps && header.getType() == Timestamps.TYPE && Timestamps.isLength(header.getLength());
	}

	private static JsonNode date(@Nullable String text) {
		return (text != null) ? nodes.stringNode(text) : nodes.nullNode();
	}

	private byte[] payload(int size) throws IOException {
		expectMore(size);
		return this.unpacker.readPayload(size);
	}

	private void expectMore(int size) {
		if (size > this.end - position()) {
			throw new PacketFormatException("Expected " + size + " more bytes, got the end of the packet");
		}
	}

	/**
	 * The outcome of skipping a value.
	 */
	private enum Passed {

		/** Text or a number, which can be the name of a property. */
		NAME,

		UNDEFINED, OTHER

	}

}
