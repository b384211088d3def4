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

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.node.NullNode;

/**
 * Converts a {@code null} of a client. If a tree is requested, it becomes a node, as in
 * the body of a request to a controller, and an optional is empty.
 *
 * @since 0.1.0
 */
public final class NullValues {

	private NullValues() {
	}

	/**
	 * Return the value for {@code null}.
	 * @param type the requested type
	 * @return a {@link NullNode} if a tree is requested, an empty optional if one is
	 * requested, otherwise {@code null}
	 */
	public static @Nullable Object of(JavaType type) {
		return (type.isTypeOrSubTypeOf(TreeNode.class) && type.isTypeOrSuperTypeOf(NullNode.class))
				? NullNode.getInstance() : ofMissing(type);
	}

	/**
	 * Return the value for what the client did not send at all.
	 * @param type the requested type
	 * @return an empty optional if one is requested, otherwise {@code null}
	 */
	public static @Nullable Object ofMissing(JavaType type) {
		Class<?> rawType = type.getRawClass();
		if (rawType == Optional.class) {
			return Optional.empty();
		}
		if (rawType == OptionalInt.class) {
			return OptionalInt.empty();
		}
		if (rawType == OptionalLong.class) {
			return OptionalLong.empty();
		}
		return (rawType == OptionalDouble.class) ? OptionalDouble.empty() : null;
	}

}
