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

package io.github.socketiospring.adapter;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * The attributes of a socket that other nodes see: JSON values, bytes and dates. Other
 * objects of the application stay on its node, so that no class that fails when it is
 * read can prevent a node from answering.
 * <p>
 * Bytes become {@code byte[]}, points in time {@link Instant}, other dates and times, ids
 * and constants their text, collections and arrays {@link List}.
 *
 * @since 0.1.0
 */
public final class SharedAttributes {

	/** Deeper values are left out: an application may put a collection into itself. */
	private static final int MAX_DEPTH = 32;

	/** An attribute of more values is left out. */
	private static final int MAX_VALUES = 100_000;

	private final Function<Object, @Nullable Object> others;

	private int values;

	private SharedAttributes(Function<Object, @Nullable Object> others) {
		this.others = others;
	}

	/**
	 * Select the attributes that other nodes see.
	 * @param attributes the attributes of a socket
	 * @return a copy without the values of other classes
	 */
	public static Map<String, Object> of(Map<String, Object> attributes) {
		return of(attributes, (value) -> null);
	}

	/**
	 * Select the attributes that other nodes see.
	 * @param attributes the attributes of a socket
	 * @param others converts values of other classes to one of those above, for example
	 * to a {@link JsonNode}; {@code null}, or an exception, leaves a value out
	 * @return a copy
	 */
	public static Map<String, Object> of(Map<String, Object> attributes, Function<Object, @Nullable Object> others) {
		Map<String, Object> shared = new LinkedHashMap<>();
		attributes.forEach((name, value) -> {
			Object copy = new SharedAttributes(others).attribute(value);
			if (copy != null) {
				shared.put(name, copy);
			}
		});
		return shared;
	}

	/**
	 * Whether a tree may be an attribute that other nodes see.
	 * @param tree a tree
	 * @return {@code false} if it contains objects of the application, is nested more
	 * than 32 levels deep or contains more than 100,000 values
	 */
	public static boolean isShared(JsonNode tree) {
		return new SharedAttributes((value) -> null).attribute(tree) != null;
	}

	private @Nullable Object attribute(Object value) {
		try {
			Object copy = share(value, 0);
			return (this.values <= MAX_VALUES) ? copy : null;
		}
		catch (RuntimeException | StackOverflowError ex) {
			// Another thread changes a collection, a class of the application fails, or a
			// tree is too deep: the other attributes are still sent.
			return null;
		}
	}

	private @Nullable Object share(@Nullable Object value, int depth) {
		this.values++;
		if (value == null || depth > MAX_DEPTH || this.values > MAX_VALUES) {
			return null;
		}
		if (value instanceof JsonNode node) {
			return isPlain(node, depth) ? node : null;
		}
		Object simple = simple(value);
		if (simple != null) {
			return simple;
		}
		if (value instanceof Map<?, ?> map) {
			return shareAll(map, depth);
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> shared = new ArrayList<>();
			collection.forEach((element) -> shared.add(share(element, depth + 1)));
			return shared;
		}
		if (value.getClass().isArray()) {
			List<@Nullable Object> shared = new ArrayList<>();
			for (int i = 0; i < Array.getLength(value); i++) {
				shared.add(share(Array.get(value, i), depth + 1));
			}
			return shared;
		}
		return share(this.others.apply(value), depth + 1);
	}

	private Map<String, @Nullable Object> shareAll(Map<?, ?> map, int depth) {
		Map<String, @Nullable Object> shared = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			Object name = (key != null) ? simple(key) : null;
			if (name != null) {
				shared.put(name.toString(), share(value, depth + 1));
			}
		});
		return shared;
	}

	private static @Nullable Object simple(Object value) {
		if (value instanceof Boolean || value instanceof byte[] || value instanceof Instant || isNumber(value)) {
			return value;
		}
		if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
			return value.toString();
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof AtomicInteger || value instanceof AtomicLong) {
			return ((Number) value).longValue();
		}
		if (value instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}
		return date(value);
	}

	private static boolean isNumber(Object value) {
		return value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Float
				|| value instanceof Short || value instanceof Byte || value instanceof BigInteger
				|| value instanceof BigDecimal;
	}

	private static @Nullable Object date(Object value) {
		if (value instanceof Date date) {
			return Instant.ofEpochMilli(date.getTime());
		}
		if (value instanceof OffsetDateTime time) {
			return time.toInstant();
		}
		if (value instanceof ZonedDateTime time) {
			return time.toInstant();
		}
		boolean standard = value instanceof Temporal && value.getClass().getName().startsWith("java.time.");
		return standard ? value.toString() : null;
	}

	/**
	 * Whether a tree consists of JSON and bytes alone, and is within the limits.
	 * @param node a tree
	 * @param depth how deep it is nested in the attribute
	 * @return {@code false} if it contains objects of the application, or is too deep or
	 * too large
	 */
	private boolean isPlain(JsonNode node, int depth) {
		if (!node.isContainer()) {
			// A mapper keeps bytes as an object when it writes a tree.
			return !node.isMissingNode() && (!(node instanceof POJONode object) || object.getPojo() instanceof byte[]);
		}
		this.values += node.size();
		if (depth >= MAX_DEPTH || this.values > MAX_VALUES) {
			return false;
		}
		for (JsonNode child : node) {
			if (!isPlain(child, depth + 1)) {
				return false;
			}
		}
		return true;
	}

}
