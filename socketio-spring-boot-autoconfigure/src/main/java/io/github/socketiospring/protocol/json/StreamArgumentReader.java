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

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.NullValues;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import io.github.socketiospring.protocol.json.jackson.MessageJsonParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JavaType;

/**
 * Reads the elements of a JSON array one by one, each as the requested type. The parser
 * is at the start of the array or at one of its elements.
 * <p>
 * Jackson reports malformed JSON and values that do not fit with the same exceptions.
 * After an exception, the JSON is scanned again up to the end of the argument: if the
 * scan fails, the packet is malformed; otherwise the conversion failed.
 */
final class StreamArgumentReader implements ArgumentReader {

	private final JsonSource source;

	private JsonParser parser;

	/** Contains the array that the parser reads. */
	private byte[] json;

	/** The index of the first byte of the array. */
	private int from;

	/** How many elements of the array have been read, or skipped. */
	private int elements;

	private int index;

	/** Whether the parser is at the first token of the next argument. */
	private boolean atArgument;

	/** Why the first token of the next argument cannot be read. */
	private @Nullable StreamConstraintsException unreadable;

	private boolean ended;

	/**
	 * Create a reader.
	 * @param source created the parser
	 * @param parser a parser after the elements that have been read
	 * @param json a message that ends with the array
	 * @param from the index of the first byte of the array
	 * @param elements how many elements have been read
	 */
	StreamArgumentReader(JsonSource source, JsonParser parser, byte[] json, int from, int elements) {
		this.source = source;
		this.parser = parser;
		this.json = json;
		this.from = from;
		this.elements = elements;
	}

	@Override
	public boolean hasNext() {
		if (this.atArgument) {
			return true;
		}
		if (this.ended) {
			return false;
		}
		try {
			if (this.parser.nextToken() != JsonToken.END_ARRAY) {
				this.atArgument = true;
				return true;
			}
			this.ended = true;
			if (this.parser.nextToken() != null) {
				throw new PacketFormatException("Expected the end of the packet after the JSON array");
			}
			return false;
		}
		catch (StreamConstraintsException ex) {
			if (this.ended) {
				throw JsonSource.malformed(ex);
			}
			this.unreadable = ex;
			this.atArgument = true;
			return true;
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	@Override
	public @Nullable Object next(JavaType type) {
		if (!hasNext()) {
			throw new NoSuchElementException("There is no argument " + this.index);
		}
		this.atArgument = false;
		int current = this.index++;
		try {
			Object value = read(type);
			this.elements++;
			return value;
		}
		catch (Throwable ex) {
			leaveArgument();
			if (ex instanceof Error error) {
				throw error;
			}
			throw new ArgumentConversionException(current, type, ex);
		}
	}

	private @Nullable Object read(JavaType type) {
		if (this.unreadable != null) {
			throw this.unreadable;
		}
		if (this.parser.currentToken() == JsonToken.VALUE_NULL) {
			return NullValues.of(type);
		}
		return this.source.read(this.parser, type);
	}

	/**
	 * Skip an argument that could not be read. After the failure the position of the
	 * parser is unknown, so a new one reads the rest of the array.
	 */
	private void leaveArgument() {
		this.unreadable = null;
		try (JsonParser scanner = this.source.scanner(this.json, this.from)) {
			scanner.nextToken();
			for (int i = 0; i <= this.elements; i++) {
				scanner.nextToken();
				scanner.skipChildren();
			}
			scanner.nextToken();
			int rest = this.from + (int) scanner.currentTokenLocation().getByteOffset();
			byte[] array = Arrays.copyOfRange(this.json, rest - 1, this.json.length);
			array[0] = '[';
			JsonParser next = this.source.parser(array, 0);
			next.nextToken();
			if (this.parser instanceof MessageJsonParser present && next instanceof MessageJsonParser replacement) {
				replacement.attach(present.attachments());
			}
			this.parser = next;
			this.json = array;
			this.from = 0;
			this.elements = 0;
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	@Override
	public void finish() {
		while (hasNext()) {
			this.atArgument = false;
			if (this.unreadable != null) {
				scanToEnd();
				return;
			}
			try {
				this.parser.skipChildren();
			}
			catch (StreamConstraintsException ex) {
				scanToEnd();
				return;
			}
			catch (JacksonException ex) {
				throw JsonSource.malformed(ex);
			}
		}
	}

	@Override
	public long cost() {
		long objects = (this.parser instanceof MessageJsonParser message) ? message.cost() : 0;
		List<byte[]> attachments = attachments();
		return this.json.length - this.from + objects
				+ ((attachments != null) ? AttachedArguments.size(attachments) : 0);
	}

	@Override
	public KeptArguments keep() {
		KeptArguments kept = new KeptJson(this.source, this.json, this.from, this.elements, attachments());
		finish();
		return kept;
	}

	private @Nullable List<byte[]> attachments() {
		return (this.parser instanceof MessageJsonParser message) ? message.attachments() : null;
	}

	/**
	 * Scan all remaining arguments at once: the value that is too long is never read, and
	 * many more may follow.
	 */
	private void scanToEnd() {
		this.unreadable = null;
		this.ended = true;
		this.source.check(this.json, this.from);
	}

	/**
	 * A message that is kept until its arguments are read.
	 *
	 * @param source creates parsers
	 * @param json a message that ends with the array
	 * @param from the index of the first byte of the array
	 * @param elements how many elements of the array come before the arguments
	 * @param attachments the attachments that placeholders stand for, {@code null} if
	 * there are none
	 */
	private record KeptJson(JsonSource source, byte[] json, int from, int elements,
			@Nullable List<byte[]> attachments) implements KeptArguments {

		@Override
		public long size() {
			long attached = (this.attachments != null) ? AttachedArguments.size(this.attachments) : 0;
			return this.json.length + attached;
		}

		@Override
		public ArgumentReader reader() {
			JsonParser parser = this.source.parser(this.json, this.from);
			parser.nextToken();
			for (int i = 0; i < this.elements; i++) {
				parser.nextToken();
				parser.skipChildren();
			}
			if (parser instanceof MessageJsonParser message) {
				message.attach(this.attachments);
			}
			return new StreamArgumentReader(this.source, parser, this.json, this.from, this.elements);
		}

	}

}
