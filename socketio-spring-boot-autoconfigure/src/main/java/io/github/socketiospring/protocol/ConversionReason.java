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

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Describes why a conversion failed, and where in the argument. Jackson's own messages
 * are not used, because they quote what the client sent.
 */
final class ConversionReason {

	private static final int MAX_LENGTH = 200;

	private ConversionReason() {
	}

	/**
	 * Describe a failure.
	 * @param failure the exception of Jackson, {@code null} if there is none
	 * @param target the type of the whole argument
	 * @return one line, without the value
	 */
	static String of(@Nullable Throwable failure, JavaType target) {
		String reason = reason(failure, target);
		String path = (failure instanceof JacksonException jackson) ? path(jackson.getPath()) : "";
		return path.isEmpty() ? reason : path + ": " + reason;
	}

	private static String reason(@Nullable Throwable failure, JavaType target) {
		if (failure instanceof InputCoercionException coercion) {
			return "a number out of the range of " + name(coercion.getTargetType(), target);
		}
		if (failure instanceof StreamConstraintsException) {
			return "a value that is too long";
		}
		if (failure instanceof UnrecognizedPropertyException) {
			return "an unknown property";
		}
		if (failure instanceof InvalidNullException) {
			return "null where a value is required";
		}
		if (failure instanceof InvalidTypeIdException) {
			return "an unknown type";
		}
		if (failure instanceof InvalidFormatException format) {
			return "not a valid " + name(format.getTargetType(), target);
		}
		if (failure instanceof ValueInstantiationException instantiation) {
			Throwable cause = instantiation.getCause();
			return "no " + name(instantiation.getType().getRawClass(), target) + " can be created"
					+ ((cause != null) ? " (" + cause.getClass().getSimpleName() + ")" : "");
		}
		if (failure instanceof MismatchedInputException mismatch) {
			return "not a " + name(mismatch.getTargetType(), target);
		}
		return "not a " + name(null, target)
				+ ((failure != null) ? " (" + failure.getClass().getSimpleName() + ")" : "");
	}

	private static String name(@Nullable Class<?> type, JavaType target) {
		return ((type != null) ? type : target.getRawClass()).getSimpleName();
	}

	private static String path(List<JacksonException.Reference> references) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : references) {
			if (reference.getPropertyName() == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
		}
		return printable(path);
	}

	// If the type is a map, the client chooses the names of its properties.
	private static String printable(StringBuilder path) {
		if (path.length() > MAX_LENGTH) {
			path.setLength(MAX_LENGTH);
		}
		for (int i = 0; i < path.length(); i++) {
			int type = Character.getType(path.charAt(i));
			if (Character.isISOControl(path.charAt(i)) || type == Character.LINE_SEPARATOR
					|| type == Character.PARAGRAPH_SEPARATOR || type == Character.FORMAT
					|| type == Character.SURROGATE) {
				path.setCharAt(i, '?');
			}
		}
		return path.toString();
	}

}
