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

import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Selects the validator for each parameter of a method.
 *
 * @param validator the application's validator, if it has one
 * @param constraints validates all parameters together, {@code null} if nothing does
 */
record ArgumentValidators(@Nullable Validator validator, @Nullable MethodConstraints constraints) {

	/**
	 * Find the validator for a parameter that is validated by itself.
	 * @param parameter a parameter that the client sends
	 * @return the validator, {@code null} if the parameter is not marked with
	 * {@code @Valid} or {@code @Validated}, or is validated together with the others
	 */
	@Nullable ArgumentValidator of(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return (this.constraints == null || !this.constraints.covers(annotation))
						? create(parameter, annotation, hints) : null;
			}
		}
		return null;
	}

	private ArgumentValidator create(MethodParameter parameter, Annotation annotation, Object[] hints) {
		Assert.state(this.validator != null, () -> "is marked with @" + annotation.annotationType().getSimpleName()
				+ ", but there is no Validator: add 'spring-boot-starter-validation'");
		String name = parameter.getParameterName();
		return new ArgumentValidator(this.validator, hints,
				(name != null) ? name : Conventions.getVariableNameForParameter(parameter));
	}

}
