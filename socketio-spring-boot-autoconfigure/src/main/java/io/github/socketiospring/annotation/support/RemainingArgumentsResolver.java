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

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.handler.EventArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.EventArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.core.MethodParameter;

/**
 * Supplies all remaining event arguments to a variable-arity parameter and, in methods
 * for any event, to a {@link List} as the last parameter.
 */
class RemainingArgumentsResolver implements HandlerMethodArgumentResolver {

	private final PayloadCheck check;

	private final ArgumentValidators validators;

	private final boolean lists;

	/**
	 * Create a resolver.
	 * @param check checks the types of the elements
	 * @param validators selects the validator of the elements
	 * @param lists whether a list gets the remaining arguments
	 */
	RemainingArgumentsResolver(PayloadCheck check, ArgumentValidators validators, boolean lists) {
		this.check = check;
		this.validators = validators;
		this.lists = lists;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		if (parameter.getParameter().isVarArgs()) {
			return new VariableArity(parameter, this.check.check(parameter).getContentType(),
					this.validators.of(parameter));
		}
		boolean last = parameter.getParameterIndex() == parameter.getExecutable().getParameterCount() - 1;
		if (this.lists && last && parameter.getParameterType() == List.class) {
			return new Rest(this.check.check(parameter).getContentType(), this.validators.of(parameter));
		}
		return null;
	}

	/**
	 * The remaining arguments as a list.
	 */
	private static class Rest implements EventArgument {

		private final JavaType elementType;

		private final @Nullable ArgumentValidator validator;

		Rest(JavaType elementType, @Nullable ArgumentValidator validator) {
			this.elementType = elementType;
			this.validator = validator;
		}

		@Override
		public Object read(EventArguments arguments, int position) {
			return readList(arguments);
		}

		List<@Nullable Object> readList(EventArguments arguments) {
			List<@Nullable Object> values = new ArrayList<>();
			while (arguments.hasNext()) {
				values.add(arguments.next(this.elementType));
			}
			return values;
		}

		@Override
		public void check(@Nullable Object value, int position, HandlerCall call) throws Exception {
			if (this.validator != null && value != null) {
				this.validator.validate(value, position, call.locale());
			}
		}

		@Override
		public boolean takesRest() {
			return true;
		}

	}

	/**
	 * The remaining arguments as an array.
	 */
	private static final class VariableArity extends Rest {

		private final MethodParameter parameter;

		private final JavaType elementType;

		VariableArity(MethodParameter parameter, JavaType elementType, @Nullable ArgumentValidator validator) {
			super(elementType, validator);
			this.parameter = parameter;
			this.elementType = elementType;
		}

		@Override
		public Object read(EventArguments arguments, int position) {
			List<@Nullable Object> values = readList(arguments);
			Object array = Array.newInstance(this.elementType.getRawClass(), values.size());
			for (int i = 0; i < values.size(); i++) {
				Object value = values.get(i);
				if (value != null) {
					Array.set(array, i, value);
				}
				else if (this.elementType.isPrimitive()) {
					throw new MissingArgumentException(position + i, this.parameter);
				}
			}
			return array;
		}

	}

}
