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
import java.util.NoSuchElementException;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the arguments of one message that has been found well-formed, each on demand. If
 * the arguments have to wait, it keeps the message.
 */
final class MsgPackArgumentReader implements ArgumentReader {

	/** Each argument is inside the map of the packet and the array of its data. */
	private static final int DEPTH = 2;

	private final byte[] message;

	private final MsgPackCursor cursor;

	private final int nestingDepth;

	private final JsonMapper mapper;

	private int left;

	private int index;

	/**
	 * Create a reader.
	 * @param message a whole message in MessagePack
	 * @param cursor a cursor at the first argument
	 * @param nestingDepth the maximum nesting of arrays and maps
	 * @param count how many arguments there are
	 * @param mapper converts the arguments
	 */
	MsgPackArgumentReader(byte[] message, MsgPackCursor cursor, int nestingDepth, int count, JsonMapper mapper) {
		this.message = message;
		this.cursor = cursor;
		this.nestingDepth = nestingDepth;
		this.left = count;
		this.mapper = mapper;
	}

	@Override
	public boolean hasNext() {
		return this.left > 0;
	}

	@Override
	public @Nullable Object next(JavaType type) {
		if (!hasNext()) {
			throw new NoSuchElementException("There is no argument " + this.index);
		}
		this.left--;
		return TreeArgumentReader.convert(read(), type, this.mapper, this.index++);
	}

	private JsonNode read() {
		try {
			JsonNode argument = this.cursor.read(DEPTH);
			return argument.isMissingNode() ? JsonNodeFactory.instance.nullNode() : argument;
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	@Override
	public void finish() {
		this.left = 0;
	}

	@Override
	public long cost() {
		return this.message.length + this.cursor.cost();
	}

	@Override
	public KeptArguments keep() {
		KeptArguments kept = new KeptMessage(this.message, this.cursor.position(), this.nestingDepth, this.left,
				this.mapper);
		finish();
		return kept;
	}

	/**
	 * A message that is kept until its arguments are read.
	 *
	 * @param message a whole message in MessagePack
	 * @param from the index of the first argument's first byte
	 * @param nestingDepth the maximum nesting of arrays and maps
	 * @param count how many arguments there are
	 * @param mapper converts them
	 */
	private record KeptMessage(byte[] message, int from, int nestingDepth, int count,
			JsonMapper mapper) implements KeptArguments {

		@Override
		public long size() {
			return this.message.length;
		}

		@Override
		public ArgumentReader reader() {
			return new MsgPackArgumentReader(this.message,
					new MsgPackCursor(this.message, this.from, this.nestingDepth), this.nestingDepth, this.count,
					this.mapper);
		}

	}

}
