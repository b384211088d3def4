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
 * A cursor over the arguments of one received packet, in the order in which they were
 * sent. Each value is converted directly from the wire format to the requested type. Not
 * thread-safe. Read or {@linkplain #keep() keep} all arguments before the next packet of
 * the connection is decoded.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#sending-and-receiving-data">Sending and
 * receiving data</a>
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
	 * or an {@link java.util.Optional} is requested
	 * @throws ArgumentConversionException if the value does not fit the type; the next
	 * call reads the argument after it
	 * @throws PacketFormatException if the packet is malformed
	 * @throws Error if the application's code throws one while it creates the value; the
	 * next call reads the argument after it
	 * @throws java.util.NoSuchElementException if there are no more arguments
	 */
	@Nullable Object next(JavaType type);

	/**
	 * Skip the remaining arguments and check that they are well-formed.
	 * @throws PacketFormatException if they are malformed
	 */
	void finish();

	/**
	 * Estimate how much memory the values take that have been read so far. Many small
	 * values take many times their encoded bytes.
	 * @return a number of bytes, zero if unknown
	 */
	default long cost() {
		return 0;
	}

	/**
	 * Check that the arguments are well-formed, and keep them to be read later, on any
	 * thread. Call this before you read the first one; afterwards this reader has no
	 * arguments left.
	 * @return all arguments
	 * @throws PacketFormatException if they are malformed
	 */
	KeptArguments keep();

}
