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

package io.github.socketiospring.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parsers for the JSON of clients: those of a mapper, but with a limit of their own to
 * nesting. Immutable and shareable.
 */
final class JsonSource {

	private final JsonMapper mapper;

	private final JsonFactory factory;

	/** A context looks them up anew, and fits them to their place, for each value. */
	private final Map<JavaType, ValueDeserializer<Object>> deserializers = new ConcurrentHashMap<>();

	JsonSource(JsonMapper mapper, int nestingDepth) {
		this.mapper = mapper;
		JsonFactory factory = mapper.tokenStreamFactory();
		this.factory = MessageJsonFactory.of(factory, new NestingLimit(factory.streamReadConstraints(), nestingDepth));
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Begin to parse the end of a message.
	 * @param message the message
	 * @param from where the JSON begins
	 * @return a parser that reads values as the mapper does
	 */
	JsonParser parser(byte[] message, int from) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		return context.assignAndReturnParser(this.factory.createParser(context, message, from, message.length - from));
	}

	/**
	 * Begin to parse the end of a message in which placeholders stand for attachments.
	 * @param message the message
	 * @param from where the JSON begins
	 * @param count the number of attachments
	 * @return a parser that can read them as values, or {@code null} if only a tree can
	 * tell
	 */
	@Nullable MessageJsonParser parser(byte[] message, int from, int count) {
		// A packet that was cut off is not worth waiting for its attachments.
		if (message[message.length - 1] == ']' && Placeholders.areUsual(message, from, count)
				&& parser(message, from) instanceof MessageJsonParser parser) {
			return parser;
		}
		return null;
	}

	/**
	 * Read the value that begins with the current token.
	 * @param parser one of this source
	 * @param type what to read it into
	 * @return the value
	 */
	@Nullable Object read(JsonParser parser, JavaType type) {
		DeserializationContext context = (DeserializationContext) parser.objectReadContext();
		ValueDeserializer<Object> deserializer = this.deserializers.get(type);
		if (deserializer == null) {
			deserializer = context.findRootValueDeserializer(type);
			this.deserializers.put(type, deserializer);
		}
		return deserializer.deserialize(parser, context);
	}

	/**
	 * Say what is wrong. Jackson quotes what it could not read, which is no business of a
	 * log.
	 * @param ex what Jackson says
	 * @return the limit that was exceeded, or where the JSON ends to be JSON
	 */
	static PacketFormatException malformed(JacksonException ex) {
		if (ex instanceof NestingException nesting) {
			return new PacketLimitException(PacketLimit.NESTING_DEPTH,
					"Expected at most " + nesting.limit + " levels of arrays and objects");
		}
		long offset = (ex.getLocation() != null) ? ex.getLocation().getByteOffset() : -1;
		return new PacketFormatException((offset >= 0) ? "Expected JSON, got something else at byte " + offset
				: "Expected JSON, got something else", ex);
	}

	/**
	 * The constraints of a mapper, but for nesting.
	 */
	private static final class NestingLimit extends StreamReadConstraints {

		NestingLimit(StreamReadConstraints others, int nestingDepth) {
			super(nestingDepth, others.getMaxDocumentLength(), others.getMaxTokenCount(), others.getMaxNumberLength(),
					others.getMaxStringLength(), others.getMaxNameLength());
		}

		@Override
		public void validateNestingDepth(int depth) {
			if (depth > getMaxNestingDepth()) {
				throw new NestingException(getMaxNestingDepth());
			}
		}

	}

	/**
	 * Tells this constraint from Jackson's others.
	 */
	private static final class NestingException extends StreamConstraintsException {

		private final int limit;

		NestingException(int limit) {
			super("Too many levels of arrays and objects");
			this.limit = limit;
		}

	}

}
