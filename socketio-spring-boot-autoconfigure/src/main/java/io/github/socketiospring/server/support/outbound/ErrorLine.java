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

package io.github.socketiospring.server.support.outbound;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.support.LogFormat;

import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationResult;

/**
 * Formats an error that a client caused for one line of a log.
 *
 * @since 0.1.0
 */
public final class ErrorLine {

	private ErrorLine() {
	}

	/**
	 * Describe an error. Validation errors quote input, so only the names of their
	 * invalid values are shown.
	 * @param error the error to log
	 * @return one line without input of the client
	 */
	public static String of(Throwable error) {
		if (error instanceof BindException invalid) {
			return LogFormat.message("invalid " + invalid.getAllErrors()
				.stream()
				.map((problem) -> (problem instanceof FieldError field) ? field.getObjectName() + "." + field.getField()
						: problem.getObjectName())
				.toList());
		}
		if (error instanceof MethodValidationResult invalid) {
			return LogFormat.message("invalid " + invalid.getParameterValidationResults()
				.stream()
				.map((result) -> result.getMethodParameter().getParameterName())
				.toList());
		}
		if (error instanceof ArgumentConversionException conversion) {
			return LogFormat.message(conversion.getMessage() + ": " + conversion.reason());
		}
		String message = error.getMessage();
		return LogFormat.message((message != null) ? message : error.getClass().getName());
	}

}
