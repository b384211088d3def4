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

import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;

/**
 * Reads the elements of a JSON array one by one, each straight into the type asked for.
 * The parser stands at the array's start or at one of its elements.
 */
final class StreamArgumentReader implements ArgumentReader {

	private static final int ARRAY_DEPTH = 1;

	private final JsonSource source;

	private final JsonParser parser;

	private int index;

	/** Whether the parser stands at the first token of the next argument. */
	private boolean atArgument;

	private boolean ended;

	StreamArgumentReader(JsonSource source, JsonParser parser) {
		this.source = source;
		this.parser = parser;
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
				throw new PacketFormatException("Expected the end of the packet behind the JSON array");
			}
			return false;
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
		if (this.parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		try {
			return this.source.read(this.parser, type);
		}
		catch (StreamReadException | StreamConstraintsException ex) {
			throw JsonSource.malformed(ex);
		}
		catch (RuntimeException ex) {
			leaveArgument();
			throw new ArgumentConversionException(current, type, ex);
		}
	}

	/**
	 * A failed conversion leaves the parser somewhere inside the argument.
	 */
	private void leaveArgument() {
		try {
			while (depth() > ARRAY_DEPTH && this.parser.nextToken() != null) {
				// on to the argument's last token
			}
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	private int depth() {
		return this.parser.streamReadContext().getNestingDepth();
	}

	@Override
	public void finish() {
		while (hasNext()) {
			this.atArgument = false;
			try {
				this.parser.skipChildren();
			}
			catch (JacksonException ex) {
				throw JsonSource.malformed(ex);
			}
		}
	}

}
