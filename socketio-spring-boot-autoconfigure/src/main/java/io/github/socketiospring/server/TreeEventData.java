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

import java.lang.reflect.Type;
import java.util.List;

import io.github.socketiospring.protocol.NullValues;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Arguments that are kept as trees.
 */
final class TreeEventData implements EventData {

	private final List<JsonNode> arguments;

	private final JsonMapper mapper;

	TreeEventData(List<JsonNode> arguments, JsonMapper mapper) {
		this.arguments = arguments;
		this.mapper = mapper;
	}

	@Override
	public int size() {
		return this.arguments.size();
	}

	@Override
	public JsonNode get(int index) {
		return (index >= 0 && index < this.arguments.size()) ? this.arguments.get(index) : MissingNode.getInstance();
	}

	@Override
	public <T> @Nullable T get(int index, Class<T> type) {
		return convert(index, (Type) type);
	}

	@Override
	public <T> @Nullable T get(int index, ParameterizedTypeReference<T> type) {
		return convert(index, type.getType());
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T convert(int index, Type type) {
		ReceivedValues.check(type);
		JavaType target = this.mapper.constructType(type);
		return (T) ((index >= 0 && index < this.arguments.size())
				? TreeArgumentReader.convert(this.arguments.get(index), target, this.mapper, index)
				: NullValues.ofMissing(target));
	}

}
