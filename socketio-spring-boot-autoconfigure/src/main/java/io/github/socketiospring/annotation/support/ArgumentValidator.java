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

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;

/**
 * Validates the argument for a parameter marked with {@code @Valid} or
 * {@code @Validated}.
 */
final class ArgumentValidator {

	private final Validator validator;

	private final Object[] hints;

	private final String name;

	/**
	 * Create a validator for one parameter.
	 * @param validator validates the value
	 * @param hints the groups to validate, if any
	 * @param name the parameter's name
	 */
	ArgumentValidator(Validator validator, Object[] hints, String name) {
		this.validator = validator;
		this.hints = hints;
		this.name = name;
	}

	/**
	 * Validate a value or, if it is a collection, an array or a map, its elements.
	 * @param value the converted argument
	 * @param position the position of the event argument, -1 for the {@code auth} payload
	 * @param locale the language of messages
	 * @throws ArgumentNotValidException if the value is invalid
	 */
	void validate(Object value, int position, Locale locale) throws ArgumentNotValidException {
		ClientLanguage.<ArgumentNotValidException>use(locale, () -> validate(value, position));
	}

	private void validate(Object value, int position) throws ArgumentNotValidException {
		if (value instanceof Collection<?> elements) {
			validateAll(elements, position);
		}
		else if (value instanceof @Nullable Object[] elements) {
			validateAll(Arrays.asList(elements), position);
		}
		else if (value instanceof Map<?, ?> entries) {
			for (Map.Entry<?, ?> entry : entries.entrySet()) {
				validateElement(entry.getValue(), entry.getKey(), position, -1);
			}
		}
		else {
			validate(value, this.name, position, -1);
		}
	}

	private void validateAll(Collection<?> elements, int position) throws ArgumentNotValidException {
		int index = 0;
		for (Object element : elements) {
			validateElement(element, index, position, index);
			index++;
		}
	}

	private void validateElement(@Nullable Object element, Object key, int position, int index)
			throws ArgumentNotValidException {
		if (element != null) {
			validate(element, this.name + "[" + key + "]", position, index);
		}
	}

	private void validate(Object value, String name, int position, int element) throws ArgumentNotValidException {
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(value, name);
		if (this.hints.length > 0 && this.validator instanceof SmartValidator smartValidator) {
			smartValidator.validate(value, result, this.hints);
		}
		else {
			this.validator.validate(value, result);
		}
		if (result.hasErrors()) {
			throw new ArgumentNotValidException(result, position, element);
		}
	}

}
