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

package io.github.socketiospring.protocol;

import java.util.List;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;

/**
 * Reads arguments that have been parsed into trees: those of wire formats without a
 * streaming parser, and those that several handlers read.
 *
 * @since 0.1.0
 */
public class TreeArgumentReader implements ArgumentReader {

	private final List<JsonNode> arguments;

	private final JsonMapper mapper;

	private int index;

	/**
	 * Create a reader that starts with the first argument.
	 * @param arguments the arguments; binary values are binary nodes
	 * @param mapper converts the arguments
	 */
	public TreeArgumentReader(List<JsonNode> arguments, JsonMapper mapper) {
		this.arguments = arguments;
		this.mapper = mapper;
	}

	@Override
	public final boolean hasNext() {
		return this.index < this.arguments.size();
	}

	@Override
	public final @Nullable Object next(JavaType type) {
		if (!hasNext()) {
			throw new NoSuchElementException("There is no argument " + this.index);
		}
		JsonNode argument = this.arguments.get(this.index);
		return convert(argument, type, this.mapper, this.index++);
	}

	/**
	 * Convert one argument.
	 * @param argument the argument as it was sent
	 * @param type the type to convert to
	 * @param mapper converts the argument
	 * @param index the position of the argument, for the exception
	 * @return the value, {@code null} for a JSON {@code null} unless a {@link JsonNode}
	 * or an {@link java.util.Optional} is requested
	 * @throws ArgumentConversionException if the value does not fit the type
	 */
	public static @Nullable Object convert(JsonNode argument, JavaType type, JsonMapper mapper, int index) {
		if (type.hasRawClass(JsonNode.class)) {
			return argument;
		}
		if (argument.isNull()) {
			return NullValues.of(type);
		}
		try {
			return mapper.treeToValue(argument, type);
		}
		catch (RuntimeException ex) {
			throw new ArgumentConversionException(index, type, ex);
		}
	}

	@Override
	public final void finish() {
		this.index = this.arguments.size();
	}

	/**
	 * Estimate how much memory trees take.
	 * @param trees one tree for each argument
	 * @return a number of bytes
	 */
	public static long cost(List<JsonNode> trees) {
		return trees.stream().mapToLong(KeptTrees::size).sum();
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Keeps the trees. Wire formats whose packets are smaller than their trees keep the
	 * packets instead.
	 */
	@Override
	public KeptArguments keep() {
		finish();
		return new KeptTrees(this.arguments, this.mapper);
	}

	/**
	 * Trees that are kept until they are read.
	 *
	 * @param arguments one tree for each argument
	 * @param mapper converts them
	 * @param size the estimated memory that they take, in bytes
	 */
	private record KeptTrees(List<JsonNode> arguments, JsonMapper mapper, long size) implements KeptArguments {

		/**
		 * The bytes of a node without its content, including its entry in the parent.
		 */
		private static final int NODE = 40;

		KeptTrees(List<JsonNode> arguments, JsonMapper mapper) {
			this(arguments, mapper, cost(arguments));
		}

		private static long size(JsonNode tree) {
			long size = NODE;
			if (tree instanceof BinaryNode binary) {
				size += binary.binaryValue().length;
			}
			else if (tree.isValueNode()) {
				size += tree.asString("").length();
			}
			for (String name : tree.propertyNames()) {
				size += NODE + name.length();
			}
			for (JsonNode child : tree) {
				size += size(child);
			}
			return size;
		}

		@Override
		public ArgumentReader reader() {
			return new TreeArgumentReader(this.arguments, this.mapper);
		}

	}

}
