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

import java.util.Optional;
import java.util.function.Function;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.ParameterNullness;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * An argument from the security context of a socket. A value of another type than the
 * parameter is {@code null} or an error, as in a controller.
 */
final class SecurityArgument implements CallArgument {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final Function<SecurityContext, @Nullable Object> source;

	private final @Nullable Expression expression;

	private final @Nullable BeanResolver beans;

	private final boolean errorOnInvalidType;

	private final boolean required;

	private final Class<?> type;

	private final Function<@Nullable Object, @Nullable Object> wrapper;

	/**
	 * Create an argument.
	 * @param parameter the parameter of the handler method
	 * @param source extracts the object that contains the value, {@code null} if the
	 * client is not authenticated
	 * @param expression evaluated with the source as its root, empty to take the source
	 * @param errorOnInvalidType whether a value of another type is an error
	 * @param beans finds the beans that expressions name
	 */
	SecurityArgument(MethodParameter parameter, Function<SecurityContext, @Nullable Object> source, String expression,
			boolean errorOnInvalidType, @Nullable BeanResolver beans) {
		this.source = source;
		this.expression = StringUtils.hasLength(expression) ? PARSER.parseExpression(expression) : null;
		this.beans = beans;
		this.errorOnInvalidType = errorOnInvalidType;
		Class<?> declared = parameter.getParameterType();
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(declared);
		boolean wrapped = adapter != null || declared == Optional.class;
		this.required = !wrapped && ParameterNullness.isNonNull(parameter);
		this.type = ClassUtils
			.resolvePrimitiveIfNecessary(wrapped ? parameter.nested().getNestedParameterType() : declared);
		this.wrapper = wrapper(adapter, declared);
	}

	private static Function<@Nullable Object, @Nullable Object> wrapper(@Nullable ReactiveAdapter adapter,
			Class<?> declared) {
		if (adapter != null) {
			return (value) -> adapter.fromPublisher(Mono.justOrEmpty(value));
		}
		if (declared == Optional.class) {
			return Optional::ofNullable;
		}
		return (value) -> value;
	}

	@Override
	public @Nullable Object get(HandlerCall call) {
		SecurityContext context = SocketSecurityContext.in(call.socket().context());
		Object value = (context != null) ? evaluate(this.source.apply(context)) : null;
		if (value != null && !this.type.isInstance(value)) {
			if (this.errorOnInvalidType || this.required) {
				throw new ClassCastException(
						value.getClass().getName() + " is not assignable to " + this.type.getName());
			}
			value = null;
		}
		if (value == null && this.required) {
			throw new AuthenticationCredentialsNotFoundException("The client is not authenticated");
		}
		return this.wrapper.apply(value);
	}

	private @Nullable Object evaluate(@Nullable Object root) {
		if (this.expression == null || root == null) {
			return root;
		}
		StandardEvaluationContext evaluation = new StandardEvaluationContext(root);
		evaluation.setVariable("this", root);
		evaluation.setBeanResolver(this.beans);
		return this.expression.getValue(evaluation);
	}

}
