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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * A cursor over the arguments of one received packet, in the order they were sent. Each
 * value is converted from the wire to the requested type directly. Not thread-safe. Read
 * or {@linkplain #keep() keep} all arguments before the next packet of the connection is
 * decoded.
 *
 * @since 0.1.0
 */
public interface ArgumentReader {

	/**
	 * Whether another argument follows.
	 * @return {@code false} after the last argument
	 * @throws PacketFormatException if the packet is malformed from here on
	 */
	boolean hasNext();

	/**
	 * Read the next argument.
	 * @param type the type to convert to
	 * @return the value, {@code null} for a JSON {@code null} unless a {@link JsonNode}
	 * is asked for
	 * @throws ArgumentConversionException if the value does not fit the type; the next
	 * call reads the argument after it
	 * @throws PacketFormatException if the packet is malformed
	 * @throws Error what the code of the application throws while it creates the value;
	 * the next call reads the argument after it
	 * @throws java.util.NoSuchElementException if there are no more arguments
	 */
	@Nullable Object next(JavaType type);

	/**
	 * Skip the remaining arguments and check that they are well-formed.
	 * @throws PacketFormatException if they are not
	 */
	void finish();

	/**
	 * About how much memory the arguments take that were read so far, as whatever they
	 * were read as. Many times their bytes, if they are many small values.
	 * @return a number of bytes, zero if that is not known
	 */
	default long cost() {
		return 0;
	}

	/**
	 * Check that the arguments are well-formed, and keep them to be read later, on any
	 * thread. To be called before the first of them is read; this reader has none left
	 * afterwards.
	 * @return all arguments
	 * @throws PacketFormatException if they are not well-formed
	 */
	KeptArguments keep();

}
