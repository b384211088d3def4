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

import io.github.socketiospring.server.BadEventException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * An argument that the handler method requires is missing or {@code null}.
 *
 * @since 0.1.0
 */
public class MissingArgumentException extends BadEventException {

	private final int index;

	private final @Nullable String parameterName;

	/**
	 * Create an exception.
	 * @param index the position of the argument after the event name, from 0
	 * @param parameter the parameter of the handler method
	 */
	public MissingArgumentException(int index, MethodParameter parameter) {
		super("Argument " + index
				+ ((parameter.getParameterName() != null) ? " (" + parameter.getParameterName() + ")" : "")
				+ " is missing or null");
		this.index = index;
		this.parameterName = parameter.getParameterName();
	}

	/**
	 * The position of the argument after the event name.
	 * @return the index, from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The name of the method's parameter.
	 * @return the name, {@code null} if it is not known
	 */
	public @Nullable String parameterName() {
		return this.parameterName;
	}

}
