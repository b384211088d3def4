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

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;

/**
 * Supplies arguments for parameters marked with {@link EventName}.
 */
class EventNameArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		if (!parameter.hasParameterAnnotation(EventName.class)) {
			return null;
		}
		Assert.state(parameter.getParameterType() == String.class,
				"is marked with @EventName, but is not a String: make it a String");
		return (CallArgument) HandlerCall::event;
	}

}
