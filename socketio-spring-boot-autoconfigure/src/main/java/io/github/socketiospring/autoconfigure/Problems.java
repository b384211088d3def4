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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.annotation.support.ArgumentNotValidException;
import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.IncludeMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.StringUtils;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * Converts errors to problems as defined by RFC 9457, as for a controller. Only errors
 * that are meant for clients are described in detail.
 */
class Problems implements ErrorStatusResolver {

	private static final String INVALID = "Invalid request content.";

	/** Names, since Spring Security and Bean Validation are optional. */
	private static final Map<String, HttpStatus> STATUSES = Map.of(
			"org.springframework.security.access.AccessDeniedException", HttpStatus.FORBIDDEN,
			"org.springframework.security.core.AuthenticationException", HttpStatus.UNAUTHORIZED,
			"jakarta.validation.ConstraintViolationException", HttpStatus.BAD_REQUEST);

	/** Errors of a request without an authenticated user. */
	private static final Set<String> NOBODY = Set.of(
			"org.springframework.security.authentication.AuthenticationCredentialsNotFoundException",
			"org.springframework.security.authentication.InsufficientAuthenticationException");

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
		if (error instanceof MethodValidationResult result && !result.isForReturnValue()) {
			return invalid(result, locale);
		}
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
			if (known == HttpStatus.FORBIDDEN && !Client.isAuthenticated()) {
				// As in a filter chain, which lets the client authenticate.
				known = HttpStatus.UNAUTHORIZED;
			}
			else if (NOBODY.contains(error.getClass().getName()) && Client.isAuthenticated()) {
				// Thrown on a thread that does not know the client, who need not
				// authenticate again.
				known = HttpStatus.FORBIDDEN;
			}
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
		String parameter = null;
		String element = "";
		if (invalid instanceof ArgumentNotValidException argument) {
			String name = argument.getObjectName();
			int end = name.indexOf('[');
			parameter = (end >= 0) ? name.substring(0, end) : name;
			element = name.substring(parameter.length());
		}
		problem.setProperty("errors", describe(invalid.getAllErrors(), parameter, element, locale));
		return problem;
	}

	private ProblemDetail invalid(MethodValidationResult invalid, Locale locale) {
		ProblemDetail problem = new HandlerMethodValidationException(invalid).updateAndGetBody(this.messages, locale);
		List<Map<String, Object>> errors = new ArrayList<>();
		for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
			errors.addAll(describe(result.getResolvableErrors(), result.getMethodParameter().getParameterName(),
					element(result), locale));
		}
		errors.addAll(describe(invalid.getCrossParameterValidationResults(), null, "", locale));
		problem.setProperty("errors", errors);
		return problem;
	}

	private static String element(ParameterValidationResult result) {
		Object position = (result.getContainerIndex() != null) ? result.getContainerIndex() : result.getContainerKey();
		return (position != null) ? "[" + position + "]" : "";
	}

	private List<Map<String, Object>> describe(List<? extends MessageSourceResolvable> errors,
			@Nullable String parameter, String element, Locale locale) {
		return errors.stream().map((error) -> describe(error, parameter, element, locale)).toList();
	}

	private Map<String, Object> describe(MessageSourceResolvable error, @Nullable String parameter, String element,
			Locale locale) {
		Map<String, Object> description = new LinkedHashMap<>();
		if (parameter != null) {
			description.put("parameter", parameter);
		}
		if (error instanceof FieldError field) {
			description.put("field", element.isEmpty() ? field.getField() : element + "." + field.getField());
		}
		else if (!element.isEmpty()) {
			description.put("field", element);
		}
		description.put("message", message(error, locale));
		return description;
	}

	private String message(MessageSourceResolvable error, Locale locale) {
		try {
			return this.messages.getMessage(error, locale);
		}
		catch (NoSuchMessageException ex) {
			// A validator may supply a code only.
			String[] codes = error.getCodes();
			return (codes != null && codes.length > 0) ? codes[codes.length - 1] : "";
		}
	}

	/**
	 * Used for errors of Spring Security only, and so loaded only if it is on the class
	 * path.
	 */
	private static final class Client {

		private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

		/**
		 * Whether the client of the call is authenticated, according to the security
		 * context of the thread.
		 * @return {@code false} if there is no client, or an anonymous one
		 */
		static boolean isAuthenticated() {
			return TRUST.isAuthenticated(SecurityContextHolder.getContext().getAuthentication());
		}

	}

}
