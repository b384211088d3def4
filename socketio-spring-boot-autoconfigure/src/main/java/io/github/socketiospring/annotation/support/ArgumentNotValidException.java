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

import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;

/**
 * An argument violates the constraints of a parameter marked with {@code @Valid} or
 * {@code @Validated}.
 *
 * @since 0.1.0
 */
public class ArgumentNotValidException extends BindException {

	private final int index;

	private final int element;

	/**
	 * Create an exception.
	 * @param result the violated constraints
	 * @param index the position of the argument after the event name, from 0, or -1 for
	 * the {@code auth} payload
	 * @param element the position of the invalid element in the argument, from 0, or -1
	 * if the argument itself is invalid
	 */
	public ArgumentNotValidException(BindingResult result, int index, int element) {
		super(result);
		this.index = index;
		this.element = element;
	}

	/**
	 * The position of the argument after the event name, from 0.
	 * @return the index, -1 for the {@code auth} payload
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The position of the invalid element, if the argument is a collection or an array.
	 * @return the position, from 0, or -1 if the argument itself is invalid
	 */
	public int element() {
		return this.element;
	}

}
