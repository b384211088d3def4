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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.annotation.support.ArgumentNotValidException;
import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.IncludeMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.StringUtils;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Makes problems as of RFC 9457 of errors, as a controller's would be. Details are told
 * only of errors that were made for clients.
 */
class Problems implements ErrorStatusResolver {

	private static final String INVALID = "Invalid request content.";

	/** By name, since Spring Security and Bean Validation need not be there. */
	private static final Map<String, HttpStatus> STATUSES = Map.of(
			"org.springframework.security.access.AccessDeniedException", HttpStatus.FORBIDDEN,
			"org.springframework.security.core.AuthenticationException", HttpStatus.UNAUTHORIZED,
			"jakarta.validation.ConstraintViolationException", HttpStatus.BAD_REQUEST);

	private final MessageSource messages;

	private final IncludeMessage includeMessage;

	Problems(MessageSource messages, IncludeMessage includeMessage) {
		this.messages = messages;
		this.includeMessage = includeMessage;
	}

	@Override
	public ErrorStatus resolve(Throwable error, Locale locale) {
		ProblemDetail problem = of(error, locale);
		String reason = (problem.getDetail() != null) ? problem.getDetail() : problem.getTitle();
		return new ErrorStatus(problem.getStatus(), String.valueOf(reason));
	}

	ProblemDetail of(Throwable error, Locale locale) {
		if (error instanceof ErrorResponse response) {
			return response.updateAndGetBody(this.messages, locale);
		}
		if (error instanceof BindException invalid) {
			return invalid(invalid, locale);
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(error.getClass(), ResponseStatus.class);
		if (annotation != null) {
			return annotated(annotation, locale);
		}
		HttpStatus known = knownStatus(error.getClass());
		if (known != null) {
			ProblemDetail problem = ProblemDetail.forStatus(known);
			problem.setDetail(detail(error, null, locale));
			return problem;
		}
		ErrorStatus status = ErrorStatus.of(error);
		ProblemDetail problem = ProblemDetail.forStatus(status.code());
		if (!status.isInternal()) {
			problem.setDetail(detail(error, status.reason(), locale) + reason(error));
		}
		return problem;
	}

	private String reason(Throwable error) {
		return (error instanceof ArgumentConversionException conversion && this.includeMessage == IncludeMessage.ALWAYS)
				? ": " + conversion.reason() : "";
	}

	private ProblemDetail annotated(ResponseStatus annotation, Locale locale) {
		ProblemDetail problem = ProblemDetail.forStatus(annotation.code());
		if (StringUtils.hasLength(annotation.reason())) {
			problem.setDetail(this.messages.getMessage(annotation.reason(), null, annotation.reason(), locale));
		}
		return problem;
	}

	private static @Nullable HttpStatus knownStatus(Class<?> type) {
		for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
			HttpStatus status = statusByName(ancestor.getName());
			if (status != null) {
				return status;
			}
		}
		return null;
	}

	static @Nullable HttpStatus statusByName(String type) {
		return STATUSES.get(type);
	}

	private @Nullable String detail(Throwable error, @Nullable String otherwise, Locale locale) {
		return this.messages.getMessage(ErrorResponse.getDefaultDetailMessageCode(error.getClass(), null), null,
				otherwise, locale);
	}

	private ProblemDetail invalid(BindException invalid, Locale locale) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				detail(invalid, INVALID, locale));
		String element = (invalid instanceof ArgumentNotValidException argument && argument.element() >= 0)
				? "[" + argument.element() + "]" : "";
		problem.setProperty("errors",
				invalid.getAllErrors().stream().map((error) -> describe(error, element, locale)).toList());
		return problem;
	}

	private Map<String, Object> describe(ObjectError error, String element, Locale locale) {
		Map<String, Object> description = new LinkedHashMap<>();
		if (error instanceof FieldError field) {
			description.put("field", element.isEmpty() ? field.getField() : element + "." + field.getField());
		}
		else if (!element.isEmpty()) {
			description.put("field", element);
		}
		description.put("message", message(error, locale));
		return description;
	}

	private String message(ObjectError error, Locale locale) {
		try {
			return this.messages.getMessage(error, locale);
		}
		catch (NoSuchMessageException ex) {
			// A validator need not give more than a code.
			return String.valueOf(error.getCode());
		}
	}

}
