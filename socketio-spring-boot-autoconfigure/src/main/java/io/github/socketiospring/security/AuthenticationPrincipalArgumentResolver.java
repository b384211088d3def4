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

package io.github.socketiospring.security;

import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.expression.BeanResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.SecurityAnnotationScanner;
import org.springframework.security.core.annotation.SecurityAnnotationScanners;
import org.springframework.security.core.context.SecurityContext;

/**
 * Supplies {@link Authentication#getPrincipal()} of a socket's client to parameters with
 * {@link AuthenticationPrincipal}, also as a meta-annotation, and also as an
 * {@link java.util.Optional} or a {@code Mono}.
 *
 * @since 0.1.0
 */
public final class AuthenticationPrincipalArgumentResolver implements HandlerMethodArgumentResolver {

	private final SecurityAnnotationScanner<AuthenticationPrincipal> annotations;

	private final @Nullable BeanResolver beans;

	/**
	 * Create a resolver.
	 * @param beans finds the beans that expressions name, {@code null} for none
	 * @param defaults how placeholders in meta-annotations are resolved
	 */
	public AuthenticationPrincipalArgumentResolver(@Nullable BeanResolver beans,
			AnnotationTemplateExpressionDefaults defaults) {
		this.annotations = SecurityAnnotationScanners.requireUnique(AuthenticationPrincipal.class, defaults);
		this.beans = beans;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		AuthenticationPrincipal annotation = this.annotations.scan(parameter.getParameter());
		return (annotation != null)
				? new SecurityArgument(parameter, AuthenticationPrincipalArgumentResolver::principal,
						annotation.expression(), annotation.errorOnInvalidType(), this.beans)
				: null;
	}

	private static @Nullable Object principal(SecurityContext context) {
		Authentication authentication = context.getAuthentication();
		return (authentication != null) ? authentication.getPrincipal() : null;
	}

}
