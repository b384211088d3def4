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

package io.github.socketiospring.protocol.json.jackson;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates parsers for the JSON of clients. They read values as those of a mapper do, but
 * have their own limit for nesting. Immutable and shareable.
 *
 * @since 0.1.0
 */
public final class JsonSource {

	private final JsonMapper mapper;

	private final JsonFactory factory;

	/** Without limits for the length of values. */
	private final JsonFactory scanning;

	/** Kept, because a context would look up and contextualize them for each value. */
	private final Map<JavaType, ValueDeserializer<Object>> deserializers = new ConcurrentHashMap<>();

	/**
	 * Create a source.
	 * @param mapper provides the settings and reads values
	 * @param nestingDepth the maximum nesting of arrays and objects
	 */
	public JsonSource(JsonMapper mapper, int nestingDepth) {
		this.mapper = mapper;
		JsonFactory factory = mapper.tokenStreamFactory();
		StreamReadConstraints constraints = factory.streamReadConstraints();
		this.factory = MessageJsonFactory.of(factory, new NestingLimit(constraints, nestingDepth));
		StreamReadConstraints lenient = constraints.rebuild()
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build();
		this.scanning = MessageJsonFactory.of(factory, new NestingLimit(lenient, nestingDepth));
	}

	/**
	 * The mapper that provides the settings.
	 * @return the application's mapper, unchanged
	 */
	public JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Parse the JSON at the end of a message.
	 * @param message a whole message in UTF-8
	 * @param from the index of the first byte of the JSON
	 * @return a parser that reads values as the mapper does
	 */
	public JsonParser parser(byte[] message, int from) {
		return parser(this.factory, message, from);
	}

	/**
	 * Scan the JSON at the end of a message. Limits for the conversion of values do not
	 * apply: numbers, text and names may have any length.
	 * @param message a whole message in UTF-8
	 * @param from the index of the first byte of the JSON
	 * @return a parser that fails for malformed JSON and for too many levels
	 */
	public JsonParser scanner(byte[] message, int from) {
		return parser(this.scanning, message, from);
	}

	/**
	 * Scan the JSON at the end of a message.
	 * @param message a whole message in UTF-8
	 * @param from the index of the first byte of the JSON
	 * @return the first token, {@code null} if there is none
	 * @throws PacketFormatException if it is not one well-formed value
	 */
	public @Nullable JsonToken check(byte[] message, int from) {
		try (JsonParser scanner = scanner(message, from)) {
			JsonToken first = scanner.nextToken();
			scanner.skipChildren();
			if (scanner.nextToken() != null) {
				throw new PacketFormatException("Expected the end of the packet after the JSON");
			}
			return first;
		}
		catch (JacksonException ex) {
			throw malformed(ex);
		}
	}

	private JsonParser parser(JsonFactory factory, byte[] message, int from) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		return context.assignAndReturnParser(factory.createParser(context, message, from, message.length - from));
	}

	/**
	 * Parse the JSON at the end of a message whose placeholders stand for attachments.
	 * @param message a whole message in UTF-8
	 * @param from the index of the first byte of the JSON
	 * @param count the number of attachments
	 * @return a parser that reads placeholders as attachments, {@code null} if only a
	 * tree shows which objects are placeholders
	 */
	public @Nullable MessageJsonParser parser(byte[] message, int from, int count) {
		// A truncated packet fails now, not when its attachments have arrived.
		if (message[message.length - 1] == ']' && Placeholders.areUsual(message, from, count)
				&& parser(message, from) instanceof MessageJsonParser parser) {
			return parser;
		}
		return null;
	}

	/**
	 * Read the value that starts with the current token.
	 * @param parser a parser of this source
	 * @param type the type to convert to
	 * @return the parsed value
	 */
	public @Nullable Object read(JsonParser parser, JavaType type) {
		DeserializationContext context = (DeserializationContext) parser.objectReadContext();
		ValueDeserializer<Object> deserializer = this.deserializers.get(type);
		if (deserializer == null) {
			deserializer = context.findRootValueDeserializer(type);
			this.deserializers.put(type, deserializer);
		}
		return deserializer.deserialize(parser, context);
	}

	/**
	 * Translate an exception of Jackson, whose message is left out because it quotes the
	 * data of the client.
	 * @param ex what a parser threw
	 * @return an exception with the limit that was exceeded or the position of the error
	 */
	public static PacketFormatException malformed(JacksonException ex) {
		if (ex instanceof NestingException nesting) {
			return new PacketLimitException(PacketLimit.NESTING_DEPTH,
					"Expected at most " + nesting.limit + " levels of arrays and objects");
		}
		long offset = (ex.getLocation() != null) ? ex.getLocation().getByteOffset() : -1;
		return new PacketFormatException((offset >= 0) ? "Expected JSON, got something else at byte " + offset
				: "Expected JSON, got something else", ex);
	}

	/**
	 * The constraints of a mapper with another limit for nesting.
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
	 * Distinguishes the limit for nesting from the other constraints.
	 */
	private static final class NestingException extends StreamConstraintsException {

		private final int limit;

		NestingException(int limit) {
			super("Too many levels of arrays and objects");
			this.limit = limit;
		}

	}

}
