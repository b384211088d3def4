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

import io.github.socketiospring.protocol.ForwardedValue;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A value of a message of another server that was found well-formed.
 */
final class ForwardedMsgPack implements ForwardedValue {

	private final byte[] message;

	private final int from;

	private final int depth;

	private final int nestingDepth;

	private final boolean repeating;

	/** Kept for those who look at it, one for each receiver. */
	private volatile @Nullable JsonNode tree;

	/**
	 * Create a value.
	 * @param message the encoded message, which must not be changed any more
	 * @param from the index of the value's first byte
	 * @param depth the depth of the value
	 * @param nestingDepth the maximum nesting of arrays and maps
	 * @param repeating whether a map may have two properties of one name, of which trees
	 * keep the last
	 */
	ForwardedMsgPack(byte[] message, int from, int depth, int nestingDepth, boolean repeating) {
		this.message = message;
		this.from = from;
		this.depth = depth;
		this.nestingDepth = nestingDepth;
		this.repeating = repeating;
	}

	@Override
	public JsonNode tree() {
		JsonNode present = this.tree;
		if (present == null) {
			present = read();
			this.tree = present;
		}
		return present;
	}

	private JsonNode read() {
		try {
			return cursor().read(this.depth);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	private MsgPackCursor cursor() {
		return new MsgPackCursor(this.message, this.from, this.nestingDepth, Integer.MAX_VALUE, true);
	}

	@Override
	public void serialize(JsonGenerator json, SerializationContext context) {
		if (this.repeating || !isInOrder(context)) {
			read().serialize(json, context);
			return;
		}
		try {
			cursor().write(json, context);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	/**
	 * Whether trees are written as they are.
	 * @param context what the application configured
	 * @return {@code false} if properties are left out or sorted
	 */
	private static boolean isInOrder(SerializationContext context) {
		return context.isEnabled(JsonNodeFeature.WRITE_NULL_PROPERTIES)
				&& !context.isEnabled(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
				&& context.isEnabled(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS);
	}

	@Override
	public void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer type) {
		// Trees have no types either.
		serialize(json, context);
	}

}
