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

import io.github.socketiospring.handler.EventArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.ParameterNullness;
import io.github.socketiospring.protocol.NullValues;
import io.github.socketiospring.server.EventArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.core.MethodParameter;

/**
 * Supplies arguments for all other parameters: each gets the next argument of the event,
 * converted to its type.
 */
class PayloadArgumentResolver implements HandlerMethodArgumentResolver {

	private final PayloadCheck check;

	private final ArgumentValidators validators;

	PayloadArgumentResolver(PayloadCheck check, ArgumentValidators validators) {
		this.check = check;
		this.validators = validators;
	}

	@Override
	public HandlerMethodArgument resolve(MethodParameter parameter) {
		return new Argument(parameter, this.check.check(parameter), this.validators.of(parameter));
	}

	/**
	 * The argument for one parameter.
	 */
	private static final class Argument implements EventArgument {

		private final MethodParameter parameter;

		private final JavaType type;

		private final boolean optional;

		private final boolean nonNull;

		private final @Nullable ArgumentValidator validator;

		Argument(MethodParameter parameter, JavaType type, @Nullable ArgumentValidator validator) {
			this.parameter = parameter;
			this.type = type;
			this.optional = parameter.getParameterType() == Optional.class;
			this.nonNull = !this.optional && ParameterNullness.isNonNull(parameter);
			this.validator = validator;
		}

		@Override
		public @Nullable Object read(EventArguments arguments, int position) {
			Object value = (arguments.hasNext()) ? arguments.next(this.type) : NullValues.ofMissing(this.type);
			if (this.optional) {
				return Optional.ofNullable(value);
			}
			if (value == null && this.nonNull) {
				throw new MissingArgumentException(position, this.parameter);
			}
			return value;
		}

		@Override
		public void check(@Nullable Object value, int position, HandlerCall call) throws Exception {
			if (this.validator != null) {
				Object content = (value instanceof Optional<?> wrapper) ? wrapper.orElse(null) : value;
				if (content != null) {
					this.validator.validate(content, position, call.locale());
				}
			}
		}

	}

}
