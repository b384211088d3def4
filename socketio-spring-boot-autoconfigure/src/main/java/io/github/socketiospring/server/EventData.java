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

package io.github.socketiospring.server;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The arguments of one event or acknowledgement, converted on demand. Programmatic
 * listeners receive them; handler methods and senders can request them.
 *
 * @since 0.1.0
 */
public interface EventData {

	/**
	 * How many arguments the client sent.
	 * @return the number of arguments
	 */
	int size();

	/**
	 * One argument as a tree; binary values are binary nodes.
	 * @param index the position, from 0
	 * @return the argument, a missing node if there is none
	 */
	JsonNode get(int index);

	/**
	 * One argument, converted.
	 * @param <T> what the argument is converted to
	 * @param index the position, from 0
	 * @param type what to convert to
	 * @return the value, {@code null} if it is missing, or null and neither a
	 * {@link JsonNode} nor an {@link java.util.Optional} is requested
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	<T> @Nullable T get(int index, Class<T> type);

	/**
	 * One argument, converted.
	 * @param <T> what the argument is converted to
	 * @param index the position, from 0
	 * @param type what to convert to
	 * @return the value, {@code null} if it is missing, or null and neither a
	 * {@link JsonNode} nor an {@link java.util.Optional} is requested
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	<T> @Nullable T get(int index, ParameterizedTypeReference<T> type);

	/**
	 * Create event data from trees.
	 * @param arguments one tree for each argument, without the event's name
	 * @param mapper converts the arguments
	 * @return the arguments, converted by the mapper
	 */
	static EventData of(List<JsonNode> arguments, JsonMapper mapper) {
		return new TreeEventData(arguments, mapper);
	}

}
