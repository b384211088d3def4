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
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.handler.ArgumentsCheck;
import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.HandlerCall;
import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Validates the arguments of a method against the constraints of its parameters, such as
 * {@code @NotBlank String text}, in the groups that {@code @Validated} on the method or
 * its class selects. Invalid arguments cause a
 * {@link org.springframework.validation.method.MethodValidationException}, as for the
 * methods of a controller.
 */
final class MethodConstraints implements ArgumentsCheck {

	private static final boolean PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			MethodConstraints.class.getClassLoader());

	private final MethodValidationAdapter validator;

	private final EventHandlerMethod method;

	private final Class<?>[] groups;

	private final BitSet optional;

	private MethodConstraints(jakarta.validation.Validator validator, EventHandlerMethod method) {
		this.validator = new MethodValidationAdapter(validator);
		this.method = method;
		this.groups = groups(method);
		this.optional = method.getOptionalParameters();
	}

	/**
	 * Create the check for the arguments of a method.
	 * @param method a handler method whose parameters may have constraints
	 * @param validator the application's validator, if it has one
	 * @return the check, {@code null} if no parameter has a constraint
	 * @throws IllegalStateException if there are constraints but no validator
	 */
	static @Nullable MethodConstraints of(EventHandlerMethod method, @Nullable Validator validator) {
		if (!PRESENT) {
			return null;
		}
		for (MethodParameter parameter : method.getMethodParameters()) {
			if (isConstrained(parameter)) {
				jakarta.validation.Validator jakarta = unwrap(validator);
				Assert.state(jakarta != null, () -> "Parameter " + parameter.getParameterIndex() + " ("
						+ parameter.getParameterType().getSimpleName() + ") of " + method
						+ " has constraints, but there is no Validator for them: add 'spring-boot-starter-validation'");
				return new MethodConstraints(jakarta, method);
			}
		}
		return null;
	}

	private static boolean isConstrained(MethodParameter parameter) {
		MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
		return annotations.isPresent(Constraint.class)
				|| (annotations.isPresent(Valid.class) && hasElementsThatOnlyBeanValidationKnows(parameter))
				|| hasConstrainedElements(
						parameter.getExecutable().getAnnotatedParameterTypes()[parameter.getParameterIndex()]);
	}

	private static boolean hasElementsThatOnlyBeanValidationKnows(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return Map.class.isAssignableFrom(type) || Object[].class.isAssignableFrom(type);
	}

	/**
	 * Whether a type has constraints for its elements, at any depth, for example
	 * {@code Map<String, List<@NotBlank String>>}.
	 * @param type the type of a parameter, or of its elements
	 * @return whether there are constraints inside the type
	 */
	private static boolean hasConstrainedElements(AnnotatedType type) {
		if (type instanceof AnnotatedArrayType array) {
			return isConstrainedElement(array.getAnnotatedGenericComponentType());
		}
		return type instanceof AnnotatedParameterizedType parameterized
				&& Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
					.anyMatch(MethodConstraints::isConstrainedElement);
	}

	private static boolean isConstrainedElement(AnnotatedType element) {
		MergedAnnotations annotations = MergedAnnotations.from(element.getAnnotations());
		return annotations.isPresent(Constraint.class) || annotations.isPresent(Valid.class)
				|| hasConstrainedElements(element);
	}

	private static jakarta.validation.@Nullable Validator unwrap(@Nullable Validator validator) {
		if (validator instanceof jakarta.validation.Validator jakarta) {
			return jakarta;
		}
		return (validator instanceof SmartValidator smart) ? smart.unwrap(jakarta.validation.Validator.class) : null;
	}

	private static Class<?>[] groups(EventHandlerMethod method) {
		Validated annotation = AnnotationUtils.findAnnotation(method.getMethod(), Validated.class);
		if (annotation == null) {
			annotation = AnnotationUtils.findAnnotation(method.getBeanType(), Validated.class);
		}
		return (annotation != null) ? annotation.value() : new Class<?>[0];
	}

	/**
	 * Whether the arguments for a parameter are checked here, together with all others.
	 * @param annotation the annotation that requests validation
	 * @return {@code false} if the annotation names groups for this parameter
	 */
	boolean covers(Annotation annotation) {
		return annotation instanceof Valid;
	}

	@Override
	public void check(Object bean, @Nullable Object[] arguments, HandlerCall call) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		Method declared = this.method.getMethod();
		ClientLanguage.<RuntimeException>use(call.locale(),
				() -> check((target != null) ? target : bean, declared, arguments));
	}

	private void check(Object target, Method declared, @Nullable Object[] arguments) {
		MethodValidationResult result = this.validator.validateArguments(target, declared,
				this.method.getMethodParameters(), arguments, this.groups);
		if (result.hasErrors() && !this.optional.isEmpty()) {
			result = withoutReplaced(result, arguments);
		}
		if (result.hasErrors()) {
			throw new MethodValidationException(result);
		}
	}

	/**
	 * Leave out the missing arguments that a default value replaces. This value is known
	 * only when the method is called, and comes from the application.
	 * @param result the result for all arguments
	 * @param arguments the arguments, {@code null} where they are missing
	 * @return the result without those arguments
	 */
	private MethodValidationResult withoutReplaced(MethodValidationResult result, @Nullable Object[] arguments) {
		List<ParameterValidationResult> invalid = result.getParameterValidationResults()
			.stream()
			.filter((parameter) -> {
				int index = parameter.getMethodParameter().getParameterIndex();
				return arguments[index] != null || !this.optional.get(index);
			})
			.toList();
		if (invalid.isEmpty() && result.getCrossParameterValidationResults().isEmpty()) {
			return MethodValidationResult.emptyResult();
		}
		return MethodValidationResult.create(result.getTarget(), result.getMethod(), invalid,
				result.getCrossParameterValidationResults());
	}

}
