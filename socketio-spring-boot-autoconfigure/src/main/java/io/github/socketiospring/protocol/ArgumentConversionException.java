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

import tools.jackson.databind.JavaType;

/**
 * A well-formed argument that does not fit the type a handler declares.
 *
 * @since 0.1.0
 */
public class ArgumentConversionException extends RuntimeException {

	private final int index;

	private final transient JavaType targetType;

	/**
	 * Create an exception.
	 * @param index the position of the argument, from 0; the event name does not count
	 * @param targetType the requested type
	 * @param cause the failure of the conversion
	 */
	public ArgumentConversionException(int index, JavaType targetType, Throwable cause) {
		super("Argument " + index + " cannot be converted to " + targetType.toCanonical(), cause);
		this.index = index;
		this.targetType = targetType;
	}

	/**
	 * Why the value does not fit, and which property or element of it:
	 * {@code at: a number out of the range of int}. Unlike the message of the cause, the
	 * reason does not quote the value.
	 * @return one line
	 */
	public String reason() {
		return ConversionReason.of(getCause(), this.targetType);
	}

	/**
	 * The position of the argument; the event name does not count.
	 * @return the index, from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The requested type.
	 * @return the parameter's type, resolved
	 */
	public JavaType targetType() {
		return this.targetType;
	}

}
