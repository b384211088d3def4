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

package io.github.socketiospring.handler;

import java.lang.annotation.Annotation;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;

/**
 * Decides whether a parameter itself declares that it is never {@code null}. A package
 * marked as {@code @NullMarked} does not count, because it binds callers in Java, not
 * clients.
 *
 * @since 0.1.0
 */
public final class ParameterNullness {

	private static final String NON_NULL = "NonNull";

	private ParameterNullness() {
	}

	/**
	 * Whether {@code null} is an error for a parameter.
	 * @param parameter a parameter of a handler method
	 * @return {@code true} for primitives, parameters with {@code @NonNull} and non-null
	 * types of Kotlin
	 */
	public static boolean isNonNull(MethodParameter parameter) {
		if (KotlinDetector.isKotlinType(parameter.getDeclaringClass())) {
			// A primitive may have a default value as well.
			return !parameter.isOptional();
		}
		return parameter.getParameterType().isPrimitive() || hasNonNull(parameter.getParameterAnnotations())
				|| hasNonNull(parameter.getParameter().getAnnotatedType().getAnnotations());
	}

	private static boolean hasNonNull(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (annotation.annotationType().getSimpleName().equals(NON_NULL)) {
				return true;
			}
		}
		return false;
	}

}
