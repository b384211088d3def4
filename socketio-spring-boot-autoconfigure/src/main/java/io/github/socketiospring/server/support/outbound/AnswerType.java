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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The requested type of an acknowledgement: of its first argument, or {@link EventData}
 * for all arguments.
 *
 * @param <T> the type of the answer
 */
final class AnswerType<T> {

	private final JavaType type;

	private final JsonMapper mapper;

	/**
	 * Create a type.
	 * @param type the type of the first argument, or {@link EventData} for all
	 * @param mapper resolves the type
	 * @throws IllegalArgumentException if clients must not send values of the type
	 */
	AnswerType(Type type, JsonMapper mapper) {
		ReceivedValues.check(type);
		this.type = mapper.constructType(type);
		this.mapper = mapper;
	}

	/**
	 * Read an answer.
	 * @param arguments the arguments of the acknowledgement
	 * @return the answer, {@code null} if there is none or it is null
	 */
	@SuppressWarnings("unchecked")
	@Nullable T read(ArgumentReader arguments) {
		T answer;
		if (this.type.hasRawClass(EventData.class)) {
			answer = (T) EventData.of(new EventArguments(arguments).readTrees(), this.mapper);
		}
		else {
			answer = arguments.hasNext() ? (T) arguments.next(this.type) : null;
		}
		arguments.finish();
		return answer;
	}

}
