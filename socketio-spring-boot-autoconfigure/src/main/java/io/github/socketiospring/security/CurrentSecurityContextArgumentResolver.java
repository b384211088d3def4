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
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.annotation.SecurityAnnotationScanner;
import org.springframework.security.core.annotation.SecurityAnnotationScanners;
import org.springframework.security.core.context.SecurityContext;

/**
 * Supplies the {@link SecurityContext} of a socket to parameters with
 * {@link CurrentSecurityContext}, also as a meta-annotation, and also as an
 * {@link java.util.Optional} or a {@code Mono}, and to parameters of that type.
 *
 * @since 0.1.0
 */
public final class CurrentSecurityContextArgumentResolver implements HandlerMethodArgumentResolver {

	private final SecurityAnnotationScanner<CurrentSecurityContext> annotations;

	private final @Nullable BeanResolver beans;

	/**
	 * Create a resolver.
	 * @param beans finds the beans that expressions name, {@code null} for none
	 * @param defaults how placeholders in meta-annotations are resolved
	 */
	public CurrentSecurityContextArgumentResolver(@Nullable BeanResolver beans,
			AnnotationTemplateExpressionDefaults defaults) {
		this.annotations = SecurityAnnotationScanners.requireUnique(CurrentSecurityContext.class, defaults);
		this.beans = beans;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		CurrentSecurityContext annotation = this.annotations.scan(parameter.getParameter());
		if (annotation != null) {
			return new SecurityArgument(parameter, (context) -> context, annotation.expression(),
					annotation.errorOnInvalidType(), this.beans);
		}
		return (parameter.getParameterType() == SecurityContext.class)
				? new SecurityArgument(parameter, (context) -> context, "", true, this.beans) : null;
	}

}
