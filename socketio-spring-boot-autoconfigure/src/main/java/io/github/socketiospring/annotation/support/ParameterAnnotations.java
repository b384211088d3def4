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

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Set;

import io.github.socketiospring.annotation.EventPayload;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Rejects parameters with an unknown annotation, unless it only describes the value: the
 * annotation may name another source, and the client must not be able to supply that
 * value.
 */
class ParameterAnnotations implements HandlerMethodArgumentResolver {

	private static final String OURS = EventPayload.class.getPackageName();

	/** Packages whose annotations describe values. */
	private static final Set<String> DESCRIBING = Set.of("jakarta.validation", "org.hibernate.validator.constraints",
			"com.fasterxml.jackson.annotation", "tools.jackson.databind.annotation", "org.jspecify.annotations",
			"org.jetbrains.annotations", "org.intellij.lang.annotations", "org.checkerframework",
			"edu.umd.cs.findbugs.annotations", "com.google.errorprone.annotations", "androidx.annotation",
			"org.springframework.format.annotation", "org.springframework.lang", "kotlin", "java.lang",
			"io.swagger.v3.oas.annotations", "io.micrometer.observation.annotation", "io.micrometer.core.aop",
			"io.micrometer.tracing.annotation");

	private static final Set<String> NULLNESS = Set.of("Nullable", "NonNull", "Nonnull", "NotNull", "CheckForNull");

	private static final Set<String> NAMES = Set.of("org.springframework.security.core.parameters.P",
			"org.springframework.data.repository.query.Param", "org.apache.ibatis.annotations.Param");

	/** Meta-annotations of annotations that describe values. */
	private static final Set<String> DESCRIBING_MARKERS = Set.of("jakarta.validation.Constraint",
			"com.fasterxml.jackson.annotation.JacksonAnnotationsInside");

	private static final String INJECTED = "com.fasterxml.jackson.annotation.JacksonInject";

	private final HandlerKind kind;

	ParameterAnnotations(HandlerKind kind) {
		this.kind = kind;
	}

	/**
	 * Whether a parameter declares that the client sends it.
	 * @param parameter a parameter of a handler method
	 * @return {@code true} if it is marked with {@link EventPayload}
	 */
	static boolean isEventPayload(MethodParameter parameter) {
		return MergedAnnotations.from(parameter.getParameterAnnotations()).isPresent(EventPayload.class);
	}

	/**
	 * Refuse a parameter that names a source of this library and another one: the client
	 * must not be able to supply a value that the other annotation requests.
	 * @param parameter a parameter of a handler method
	 * @throws IllegalStateException when it has more than one source
	 */
	static void checkOneSource(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (isOurs(annotation) && annotation.annotationType() != EventPayload.class) {
				for (Annotation other : parameter.getParameterAnnotations()) {
					Assert.state(other == annotation || isDescribing(other),
							() -> "is marked with @" + annotation.annotationType().getSimpleName() + " and @"
									+ other.annotationType().getSimpleName() + ": remove one, since a value has one "
									+ "source");
				}
			}
		}
	}

	private static boolean isOurs(Annotation annotation) {
		return annotation.annotationType().getPackageName().equals(OURS);
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Class<?> type = annotation.annotationType();
			Assert.state(!isOurs(annotation), this.kind::refusal);
			Assert.state(isDescribing(annotation), () -> "is marked with @" + type.getSimpleName()
					+ ", which is not supported here: " + instead(type.getSimpleName()));
		}
		return null;
	}

	private static boolean isDescribing(Annotation annotation) {
		return describes(annotation) && Arrays.stream(annotation.annotationType().getAnnotations())
			.filter(ParameterAnnotations::isForParameters)
			.allMatch(ParameterAnnotations::isDescribing);
	}

	/**
	 * Whether a meta-annotation may name the source of a parameter.
	 * @param meta an annotation on the type of an annotation
	 * @return whether it may be on a parameter as well
	 */
	private static boolean isForParameters(Annotation meta) {
		Target target = meta.annotationType().getAnnotation(Target.class);
		return target != null && Arrays.asList(target.value()).contains(ElementType.PARAMETER);
	}

	private static boolean describes(Annotation annotation) {
		Class<? extends Annotation> type = annotation.annotationType();
		String name = type.getName();
		if (name.equals(INJECTED)) {
			return false;
		}
		return ValidationAnnotationUtils.determineValidationHints(annotation) != null
				|| NULLNESS.contains(type.getSimpleName()) || NAMES.contains(name)
				|| DESCRIBING.stream().anyMatch((parent) -> name.startsWith(parent + "."))
				|| MergedAnnotations.from(type)
					.stream()
					.anyMatch((marker) -> DESCRIBING_MARKERS.contains(marker.getType().getName()));
	}

	private static String instead(String annotation) {
		return switch (annotation) {
			case "RequestHeader", "CookieValue", "Header", "Headers" -> "use @HandshakeHeader";
			case "RequestParam", "MatrixVariable" -> "use @HandshakeParam";
			case "PathVariable", "DestinationVariable" -> "use @NamespaceVariable";
			case "RequestAttribute", "SessionAttribute", "SessionAttributes" -> "use @SocketAttribute";
			case "AuthenticationPrincipal", "CurrentSecurityContext" -> "use a java.security.Principal";
			case "Value", "Autowired", "Qualifier", "Inject", "Named", "Resource", "Lazy" ->
				"inject it into the constructor of the bean";
			case "RequestBody", "RequestPart", "ModelAttribute", "Payload" ->
				"remove the annotation if it is an argument of the event";
			default -> "add @EventPayload if it is an argument of the event, or a HandlerMethodArgumentResolver for it";
		};
	}

}
