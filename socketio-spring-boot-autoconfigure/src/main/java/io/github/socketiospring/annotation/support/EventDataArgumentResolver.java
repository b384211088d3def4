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

import io.github.socketiospring.handler.EventArgument;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;

/**
 * Supplies {@link EventData} with all remaining event arguments.
 */
class EventDataArgumentResolver implements HandlerMethodArgumentResolver {

	private final JsonMapper mapper;

	EventDataArgumentResolver(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		return (parameter.getParameterType() == EventData.class) ? new Argument(this.mapper) : null;
	}

	/**
	 * The argument for one parameter.
	 */
	private static final class Argument implements EventArgument {

		private final JsonMapper mapper;

		Argument(JsonMapper mapper) {
			this.mapper = mapper;
		}

		@Override
		public Object read(EventArguments arguments, int position) {
			return EventData.of(arguments.readTrees(), this.mapper);
		}

		@Override
		public boolean takesRest() {
			return true;
		}

	}

}
