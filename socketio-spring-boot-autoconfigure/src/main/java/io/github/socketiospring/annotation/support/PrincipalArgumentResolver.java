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

import java.security.Principal;
import java.util.Optional;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.handler.ParameterNullness;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;

/**
 * Supplies the socket's {@link Principal}, declared as {@code Principal} or a subtype.
 */
class PrincipalArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		if (!Principal.class.isAssignableFrom(type)) {
			return null;
		}
		if (parameter.getParameterType() == Optional.class) {
			return (CallArgument) (call) -> Optional.ofNullable(check(call.socket().principal(), type));
		}
		if (ParameterNullness.isNonNull(parameter)) {
			return (CallArgument) (call) -> {
				Principal principal = check(call.socket().principal(), type);
				if (principal == null) {
					throw new MissingValueException("principal");
				}
				return principal;
			};
		}
		return (CallArgument) (call) -> check(call.socket().principal(), type);
	}

	private @Nullable Principal check(@Nullable Principal principal, Class<?> type) {
		Assert.state(principal == null || type.isInstance(principal), () -> "The principal is not a " + type.getName()
				+ " but a " + ((principal != null) ? principal.getClass().getName() : null));
		return principal;
	}

}
