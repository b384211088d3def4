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

package io.github.socketiospring.annotation.support;

import io.github.socketiospring.protocol.ArgumentConversionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.core.MethodParameter;

/**
 * The client left out an argument, or sent it as {@code null}, that the handler method
 * cannot do without.
 *
 * @since 0.1.0
 */
public class MissingArgumentException extends ArgumentConversionException {

	private final @Nullable String parameterName;

	private final String message;

	/**
	 * Create an exception.
	 * @param index the position of the argument behind the event name, from 0
	 * @param targetType the type it was to be converted to
	 * @param parameter the parameter of the handler method
	 */
	public MissingArgumentException(int index, JavaType targetType, MethodParameter parameter) {
		super(index, targetType, new IllegalArgumentException("null"));
		this.parameterName = parameter.getParameterName();
		this.message = "Argument " + index + ((this.parameterName != null) ? " (" + this.parameterName + ")" : "")
				+ " is missing or null";
	}

	/**
	 * The name of the method's parameter.
	 * @return the name, {@code null} when it is not known
	 */
	public @Nullable String parameterName() {
		return this.parameterName;
	}

	@Override
	public String getMessage() {
		return this.message;
	}

}
