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

import io.github.socketiospring.protocol.PacketFormatException;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;
import tools.jackson.databind.JsonNode;

/**
 * Checks a message of a server in one pass, value by value. What is forwarded to clients
 * is found in it and not decoded. The depth of a value is the number of arrays and maps
 * around it. All methods throw a {@link PacketFormatException} if the message is
 * malformed or beyond a limit. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class MsgPackScanner {

	private final byte[] message;

	private final int nestingDepth;

	private final MsgPackCursor cursor;

	/**
	 * Create a scanner.
	 * @param message the encoded message, which must not be changed any more
	 * @param nestingDepth the maximum nesting of arrays and maps inside a packet
	 * @param values how many values it may have, including those that name others
	 */
	public MsgPackScanner(byte[] message, int nestingDepth, int values) {
		this.message = message;
		this.nestingDepth = nestingDepth;
		this.cursor = new MsgPackCursor(message, 0, nestingDepth, values, true);
	}

	/**
	 * Whether an array follows.
	 * @return whether {@link #enterArray} can be called
	 */
	public boolean isArray() {
		return next() == ValueType.ARRAY;
	}

	/**
	 * Whether a map follows.
	 * @return whether {@link #enterMap} can be called
	 */
	public boolean isMap() {
		return next() == ValueType.MAP;
	}

	private ValueType next() {
		try {
			return this.cursor.next();
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Enter an array.
	 * @param depth its depth
	 * @return how many values follow, not more than there can be
	 */
	public int enterArray(int depth) {
		try {
			return this.cursor.enterArray(depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Enter a map.
	 * @param depth its depth
	 * @return how many pairs of {@linkplain #readName names} and values follow
	 */
	public int enterMap(int depth) {
		try {
			return this.cursor.enterMap(depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Read the name of a property.
	 * @param depth the depth of the property
	 * @return the name, also of a number
	 */
	public String readName(int depth) {
		try {
			return this.cursor.readName(depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Read a value.
	 * @param depth its depth
	 * @return the tree; {@code undefined} is a missing node, or a missing property of a
	 * map
	 */
	public JsonNode read(int depth) {
		try {
			return this.cursor.read(depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Skip a value.
	 * @param depth its depth
	 */
	public void skip(int depth) {
		try {
			this.cursor.skip(depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Find a value that is forwarded.
	 * @param depth its depth
	 * @return text, bytes, an array or a map as a
	 * {@link io.github.socketiospring.protocol.ForwardedValue}; a node for anything else,
	 * as {@link #read} returns it
	 */
	public Object forward(int depth) {
		try {
			return switch (this.cursor.next()) {
				case STRING, BINARY -> {
					int from = this.cursor.position();
					this.cursor.skip(depth);
					yield forwarded(from, depth, false);
				}
				case ARRAY, MAP -> {
					int from = this.cursor.position();
					yield forwarded(from, depth, this.cursor.skipAndFindRepetition(depth));
				}
				default -> this.cursor.read(depth);
			};
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	private ForwardedMsgPack forwarded(int from, int depth, boolean repeating) {
		return new ForwardedMsgPack(this.message, from, depth, this.nestingDepth, repeating);
	}

	/**
	 * Check that nothing follows.
	 */
	public void end() {
		try {
			this.cursor.expectEnd();
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

}
