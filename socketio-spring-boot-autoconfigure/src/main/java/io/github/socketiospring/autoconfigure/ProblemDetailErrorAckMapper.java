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

package io.github.socketiospring.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.IncludeMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.RateLimitExceededException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.web.ErrorResponse;

/**
 * Describes errors as a controller would, by RFC 9457. Details are told only of errors
 * that were made for clients: {@link ErrorResponse}s, failed validation, and arguments of
 * a wrong type.
 */
class ProblemDetailErrorAckMapper implements ErrorAckMapper {

	private static final URI BLANK = URI.create("about:blank");

	private final MessageSource messages;

	private final IncludeMessage includeMessage;

	ProblemDetailErrorAckMapper(MessageSource messages, IncludeMessage includeMessage) {
		this.messages = messages;
		this.includeMessage = includeMessage;
	}

	@Override
	public Object toAcknowledgement(Throwable error) {
		if (error instanceof ErrorResponse response) {
			return toMap(response.updateAndGetBody(this.messages, LocaleContextHolder.getLocale()));
		}
		if (error instanceof BindException invalid) {
			return toMap(invalid(invalid.getBindingResult()));
		}
		if (error instanceof ArgumentConversionException conversion) {
			return toMap(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
					"Argument " + conversion.index() + " has the wrong type" + reason(conversion)));
		}
		if (error instanceof BadEventException) {
			return toMap(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(error.getMessage())));
		}
		if (error instanceof RateLimitExceededException) {
			return toMap(
					ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, String.valueOf(error.getMessage())));
		}
		return toMap(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR));
	}

	private String reason(ArgumentConversionException conversion) {
		return (this.includeMessage == IncludeMessage.ALWAYS) ? ": " + conversion.reason() : "";
	}

	private ProblemDetail invalid(BindingResult result) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "Invalid request content.");
		List<Map<String, Object>> errors = result.getAllErrors().stream().map(this::describe).toList();
		problem.setProperty("errors", errors);
		return problem;
	}

	private Map<String, Object> describe(ObjectError error) {
		Map<String, Object> description = new LinkedHashMap<>();
		if (error instanceof FieldError field) {
			description.put("field", field.getField());
		}
		description.put("message", message(error));
		return description;
	}

	private String message(ObjectError error) {
		try {
			return this.messages.getMessage(error, LocaleContextHolder.getLocale());
		}
		catch (NoSuchMessageException ex) {
			// A validator need not give more than a code.
			return String.valueOf(error.getCode());
		}
	}

	/**
	 * Written out here, since not every mapper knows how a problem is to look like.
	 * @param problem the problem
	 * @return its members
	 */
	private static Map<String, Object> toMap(ProblemDetail problem) {
		Map<String, Object> map = new LinkedHashMap<>();
		put(map, "type", BLANK.equals(problem.getType()) ? null : problem.getType());
		put(map, "title", problem.getTitle());
		map.put("status", problem.getStatus());
		put(map, "detail", problem.getDetail());
		put(map, "instance", problem.getInstance());
		if (problem.getProperties() != null) {
			map.putAll(problem.getProperties());
		}
		return map;
	}

	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null) {
			map.put(name, value);
		}
	}

}
