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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.ParameterNullness;
import io.github.socketiospring.server.BadEventException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.Assert;

/**
 * Supplies values that have a name, converted to the type of the parameter: headers and
 * query parameters of the handshake, variables of the namespace, attributes of the
 * socket.
 */
class NamedValueArgumentResolver implements HandlerMethodArgumentResolver {

	private static final List<Source<?>> SOURCES = List.of(
			new Source<>(HandshakeHeader.class, "handshake header", HandshakeHeader::name, HandshakeHeader::required,
					(call) -> call.socket().handshake().headers(), NamedValueArgumentResolver::onlyHeader),
			new Source<>(HandshakeParam.class, "query parameter", HandshakeParam::name, HandshakeParam::required,
					(call) -> call.socket().handshake().query(), (value) -> value),
			new Source<>(NamespaceVariable.class, "namespace variable", NamespaceVariable::name, (annotation) -> true,
					(call) -> call.namespace().variables(), (value) -> value),
			new Source<>(SocketAttribute.class, "socket attribute", SocketAttribute::name, SocketAttribute::required,
					(call) -> call.socket().attributes(), (value) -> value));

	private final @Nullable String path;

	private final boolean socket;

	private final ConversionService conversionService;

	/**
	 * Create a resolver.
	 * @param path the path that must contain the namespace variables, {@code null} if any
	 * are allowed
	 * @param socket whether there is a socket; without one there are only variables
	 * @param conversionService converts the values
	 */
	NamedValueArgumentResolver(@Nullable String path, boolean socket, ConversionService conversionService) {
		this.path = path;
		this.socket = socket;
		this.conversionService = conversionService;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		for (Source<?> source : SOURCES) {
			if (parameter.hasParameterAnnotation(source.annotationType())
					&& (this.socket || source.annotationType() == NamespaceVariable.class)) {
				return resolve(parameter, source);
			}
		}
		return null;
	}

	private <A extends Annotation> HandlerMethodArgument resolve(MethodParameter parameter, Source<A> source) {
		A annotation = parameter.getParameterAnnotation(source.annotationType());
		Assert.state(annotation != null, "No annotation");
		String name = source.name().apply(annotation);
		if (name.isEmpty()) {
			if (parameter.getParameterType() == Map.class) {
				return (CallArgument) (call) -> source.values().apply(call);
			}
			name = parameter.getParameterName();
			Assert.state(name != null, () -> "has no name: name the value in @"
					+ source.annotationType().getSimpleName() + ", or compile with '-parameters'");
		}
		if (source.annotationType() == NamespaceVariable.class) {
			checkVariable(name);
		}
		if (source.annotationType() != SocketAttribute.class) {
			PayloadCheck.checkName(ResolvableType.forMethodParameter(parameter));
		}
		boolean optional = parameter.getParameterType() == Optional.class;
		boolean required = !optional && (ParameterNullness.isNonNull(parameter)
				|| (source.required().test(annotation) && !parameter.isOptional()));
		return new Argument(source, name, new TypeDescriptor(parameter.nestedIfOptional()), optional, required,
				this.conversionService);
	}

	private void checkVariable(String name) {
		Assert.state(this.path == null || NamespacePattern.variables(this.path).contains(name),
				() -> "is marked with @NamespaceVariable, but the path '" + this.path + "' has no variable {" + name
						+ "}");
	}

	private static @Nullable Object onlyHeader(Object value) {
		List<?> values = (List<?>) value;
		return switch (values.size()) {
			case 0 -> null;
			case 1 -> values.get(0);
			default -> values;
		};
	}

	/**
	 * The source of the values for one annotation.
	 *
	 * @param annotationType the annotation that marks parameters
	 * @param kind the term for its values in messages
	 * @param name gets the name from an annotation, empty for the name of the parameter
	 * @param required whether an annotation requires a value
	 * @param values gets all values of a call
	 * @param single converts one of them to the argument
	 * @param <A> the type of the annotation
	 */
	private record Source<A extends Annotation>(Class<A> annotationType, String kind, Function<A, String> name,
			Predicate<A> required, Function<HandlerCall, Map<String, ?>> values,
			Function<Object, @Nullable Object> single) {

		@Nullable Object value(HandlerCall call, String name) {
			Object value = this.values.apply(call).get(name);
			return (value != null) ? this.single.apply(value) : null;
		}

	}

	/**
	 * The argument for one parameter.
	 *
	 * @param source the source of the value
	 * @param name the name of the value
	 * @param type the type to convert to
	 * @param optional whether the parameter is an {@link Optional} of that type
	 * @param required whether a missing value is an error
	 * @param conversionService converts the value
	 */
	private record Argument(Source<?> source, String name, TypeDescriptor type, boolean optional, boolean required,
			ConversionService conversionService) implements CallArgument {

		@Override
		public @Nullable Object get(HandlerCall call) {
			Object value = this.source.value(call, this.name);
			if (value != null && value.getClass() != this.type.getObjectType()) {
				value = convert(value);
			}
			if (value == null && this.required) {
				throw new MissingValueException(this.source.kind() + " '" + this.name + "'");
			}
			return (this.optional) ? Optional.ofNullable(value) : value;
		}

		private @Nullable Object convert(Object value) {
			try {
				return this.conversionService.convert(value, TypeDescriptor.forObject(value), this.type);
			}
			catch (ConversionException ex) {
				// The application sets attributes; all other values come from the client.
				if (this.source.annotationType() == SocketAttribute.class) {
					throw ex;
				}
				throw new BadEventException("The " + this.source.kind() + " '" + this.name + "' has the wrong type",
						ex);
			}
		}

	}

}
