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

import java.util.Optional;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.ParameterNullness;
import io.github.socketiospring.protocol.NullValues;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;

/**
 * Supplies arguments for parameters marked with {@link AuthPayload}.
 */
class AuthPayloadArgumentResolver implements HandlerMethodArgumentResolver {

	private final JsonMapper mapper;

	private final PayloadCheck check;

	private final ArgumentValidators validators;

	AuthPayloadArgumentResolver(JsonMapper mapper, PayloadCheck check, ArgumentValidators validators) {
		this.mapper = mapper;
		this.check = check;
		this.validators = validators;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		AuthPayload annotation = parameter.getParameterAnnotation(AuthPayload.class);
		if (annotation == null) {
			return null;
		}
		boolean optional = parameter.getParameterType() == Optional.class;
		boolean required = !optional
				&& (ParameterNullness.isNonNull(parameter) || (annotation.required() && !parameter.isOptional()));
		JavaType type = PayloadTypes.of(parameter, this.mapper);
		this.check.checkReadable(type);
		return new Argument(annotation.name(), type, optional, required, this.validators.of(parameter));
	}

	/**
	 * The argument for one parameter.
	 */
	private final class Argument implements CallArgument {

		private final String name;

		private final JavaType type;

		private final boolean optional;

		private final boolean required;

		private final @Nullable ArgumentValidator validator;

		Argument(String name, JavaType type, boolean optional, boolean required,
				@Nullable ArgumentValidator validator) {
			this.name = name;
			this.type = type;
			this.optional = optional;
			this.required = required;
			this.validator = validator;
		}

		@Override
		public @Nullable Object get(HandlerCall call) throws Exception {
			Handshake handshake = call.socket().handshake();
			Object value = (this.name.isEmpty()) ? whole(handshake) : property(handshake.auth().get(this.name));
			if (value != null && this.validator != null) {
				this.validator.validate(value, -1, handshake.locale());
			}
			if (value == null && this.required) {
				throw new MissingValueException(
						(this.name.isEmpty()) ? "auth payload" : "auth payload '" + this.name + "'");
			}
			return (this.optional) ? Optional.ofNullable(value) : value;
		}

		private @Nullable Object whole(Handshake handshake) {
			return (this.optional && handshake.auth().isEmpty()) ? null : handshake.auth(this.type);
		}

		private @Nullable Object property(@Nullable JsonNode value) {
			if (value == null) {
				return NullValues.ofMissing(this.type);
			}
			if (value.isNull()) {
				return NullValues.of(this.type);
			}
			try {
				return AuthPayloadArgumentResolver.this.mapper.treeToValue(value, this.type);
			}
			catch (RuntimeException ex) {
				throw new BadEventException("Auth payload '" + this.name + "' has the wrong type", ex);
			}
		}

	}

}
