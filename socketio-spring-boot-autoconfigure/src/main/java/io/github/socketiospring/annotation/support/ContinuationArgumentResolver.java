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

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;

/**
 * Skips the last parameter of a suspending function, which the compiler has added.
 */
class ContinuationArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		return (parameter.getMethod() != null && KotlinDetector.isSuspendingFunction(parameter.getMethod())
				&& parameter.getParameterIndex() == parameter.getMethod().getParameterCount() - 1)
						? (CallArgument) (call) -> null : null;
	}

}
