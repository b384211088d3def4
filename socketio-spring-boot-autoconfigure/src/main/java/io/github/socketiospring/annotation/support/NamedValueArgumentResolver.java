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
import java.util.Map;
import java.util.Optional;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.Assert;

/**
 * Supplies a value that has a name, converted to the type of the parameter.
 *
 * @param <A> what parameters are marked with
 */
abstract class NamedValueArgumentResolver<A extends Annotation> implements HandlerMethodArgumentResolver {

	private final Class<A> annotationType;

	private final ConversionService conversionService;

	NamedValueArgumentResolver(Class<A> annotationType, ConversionService conversionService) {
		this.annotationType = annotationType;
		this.conversionService = conversionService;
	}

	@Override
	public final @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		A annotation = parameter.getParameterAnnotation(this.annotationType);
		if (annotation == null) {
			return null;
		}
		String name = name(annotation);
		if (name.isEmpty()) {
			if (parameter.getParameterType() == Map.class) {
				return (CallArgument) (call) -> all(call.socket());
			}
			name = parameter.getParameterName();
			Assert.state(name != null, () -> "has no name: name the value in @" + this.annotationType.getSimpleName()
					+ ", or compile with '-parameters'");
		}
		checkName(name);
		boolean optional = parameter.getParameterType() == Optional.class;
		boolean required = !optional
				&& (ParameterNullness.isNonNull(parameter) || (isRequired(annotation) && !parameter.isOptional()));
		return new Argument(name, new TypeDescriptor(parameter.nestedIfOptional()), optional, required);
	}

	abstract String name(A annotation);

	abstract boolean isRequired(A annotation);

	/**
	 * Look at a name when the application starts.
	 * @param name the name
	 */
	void checkName(String name) {
	}

	abstract @Nullable Object value(SocketIOSocket socket, String name);

	abstract Map<String, ?> all(SocketIOSocket socket);

	/**
	 * Say what kind of value this is, for messages.
	 * @return a noun
	 */
	abstract String kind();

	/**
	 * The argument for one parameter.
	 */
	private final class Argument implements CallArgument {

		private final String name;

		private final TypeDescriptor type;

		private final boolean optional;

		private final boolean required;

		Argument(String name, TypeDescriptor type, boolean optional, boolean required) {
			this.name = name;
			this.type = type;
			this.optional = optional;
			this.required = required;
		}

		@Override
		public @Nullable Object get(HandlerCall call) {
			Object value = value(call.socket(), this.name);
			if (value != null && value.getClass() != this.type.getObjectType()) {
				value = NamedValueArgumentResolver.this.conversionService.convert(value,
						TypeDescriptor.forObject(value), this.type);
			}
			if (value == null && this.required) {
				throw new MissingValueException(kind() + " '" + this.name + "'");
			}
			return (this.optional) ? Optional.ofNullable(value) : value;
		}

	}

}
