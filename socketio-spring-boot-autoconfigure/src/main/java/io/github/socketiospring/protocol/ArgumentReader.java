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

/**
 * A cursor over the arguments of one received packet, in the order sent. Values are
 * converted straight from the wire to the type asked for. Not thread-safe, and to be used
 * before the next packet is decoded.
 *
 * @since 0.1.0
 */
public interface ArgumentReader {

	/**
	 * Whether another argument follows.
	 * @return {@code false} behind the last argument
	 * @throws PacketFormatException when the packet is malformed from here on
	 */
	boolean hasNext();

	/**
	 * Read the next argument.
	 * @param type the type to convert to
	 * @return the value, {@code null} for a JSON {@code null}
	 * @throws ArgumentConversionException when the value does not fit the type; the
	 * cursor stands behind it then
	 * @throws PacketFormatException when the packet is malformed
	 */
	@Nullable Object next(JavaType type);

	/**
	 * Read over what is left, checking that it is well-formed.
	 * @throws PacketFormatException when it is not
	 */
	void finish();

}
