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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cursor over the arguments of one received event.
 *
 * @since 0.1.0
 */
public final class EventArguments {

	private static final JavaType TREE = JsonMapper.shared().constructType(JsonNode.class);

	private final ArgumentReader reader;

	/**
	 * Create a cursor.
	 * @param reader reads the arguments
	 */
	public EventArguments(ArgumentReader reader) {
		this.reader = reader;
	}

	/**
	 * Whether another argument follows.
	 * @return {@code false} after the last argument
	 */
	public boolean hasNext() {
		return this.reader.hasNext();
	}

	/**
	 * Read the next argument.
	 * @param type the type to convert to
	 * @return the value, {@code null} for a JSON {@code null} unless a {@link JsonNode}
	 * or an {@link java.util.Optional} is requested
	 * @throws ArgumentConversionException if the value does not fit the type; the next
	 * call reads the argument after it
	 */
	public @Nullable Object next(JavaType type) {
		return this.reader.next(type);
	}

	/**
	 * Read all remaining arguments as trees.
	 * @return the trees; binary values are binary nodes
	 */
	public List<JsonNode> readTrees() {
		List<JsonNode> trees = new ArrayList<>(4);
		while (hasNext()) {
			trees.add((JsonNode) Objects.requireNonNull(next(TREE)));
		}
		return trees;
	}

}
