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

package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Validates the parts of a frame before they are used. An exception names the invalid
 * part, but does not contain its value.
 */
final class FrameParts {

	private FrameParts() {
	}

	static void expect(boolean condition, String what) {
		if (!condition) {
			throw new ClusterFormatException("Expected " + what);
		}
	}

	/**
	 * Return a required property.
	 * @param object the object that contains the property
	 * @param name the name of the property
	 * @param maxLength the maximum length of the text
	 * @return the text, neither empty nor too long
	 */
	static String id(JsonNode object, String name, int maxLength) {
		return idOf(object.path(name), name, maxLength);
	}

	/**
	 * Return an optional property.
	 * @param object the object that contains the property
	 * @param name the name of the property
	 * @param maxLength the maximum length of the text
	 * @return the text, {@code null} if the property is missing
	 */
	static @Nullable String optionalId(JsonNode object, String name, int maxLength) {
		JsonNode id = object.path(name);
		return isNothing(id) ? null : idOf(id, name, maxLength);
	}

	static String idOf(JsonNode id, String what, int maxLength) {
		expect(id.isString(), what + " as text");
		String text = id.stringValue();
		expect(!text.isEmpty() && text.length() <= maxLength, what + " of 1 to " + maxLength + " characters");
		return text;
	}

	static boolean isNothing(JsonNode node) {
		return node.isMissingNode() || node.isNull();
	}

	static boolean flag(JsonNode object, String name, boolean otherwise) {
		JsonNode flag = object.path(name);
		if (isNothing(flag)) {
			return otherwise;
		}
		expect(flag.isBoolean(), name + " as true or false");
		return flag.booleanValue();
	}

	/**
	 * Convert an integer, which JavaScript may have written as a floating-point number.
	 * @param number a received value
	 * @param what the name of the part, for the exception
	 * @return the number, not negative
	 */
	static int count(JsonNode number, String what) {
		double value = number.isNumber() ? number.asDouble(-1) : -1;
		expect(value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value), what + " as a number");
		return (int) value;
	}

	/**
	 * Return the names in an array.
	 * @param array the array, which may be missing
	 * @param what the name of the part, for the exception
	 * @param max the maximum number of names
	 * @return the names, in their order
	 */
	static Set<String> names(JsonNode array, String what, int max) {
		if (isNothing(array)) {
			return Set.of();
		}
		expect(array.isArray() && array.size() <= max, what + " as an array of at most " + max + " names");
		Set<String> names = new LinkedHashSet<>();
		for (JsonNode element : array) {
			names.add(name(element, what));
		}
		return names;
	}

	/**
	 * Return the text of a name, which may be a number in JavaScript.
	 * @param name a received value, text or a number
	 * @param what the name of the part, for the exception
	 * @return its text
	 */
	static String name(JsonNode name, String what) {
		expect(name.isString() || name.isNumber(), what + " as text or a number");
		return plain(name).asString();
	}

	/**
	 * Return an argument of an event.
	 * @param value a value of a frame
	 * @return the {@linkplain ForwardingTrees forwarded} value, or the value as
	 * JavaScript would pass it on
	 */
	static @Nullable Object argument(JsonNode value) {
		return (value instanceof POJONode forwarded) ? forwarded.getPojo() : plain(value);
	}

	/**
	 * Convert a value as JavaScript would pass it on.
	 * @param value a value of a frame
	 * @return null of JSON for a missing value, an integer for a floating-point number
	 * without a fraction, a floating-point number for an integer of more than 64 bits,
	 * otherwise the same value
	 */
	static JsonNode plain(JsonNode value) {
		if (value.isMissingNode()) {
			return NullNode.getInstance();
		}
		if (value instanceof BigIntegerNode large && large.bigIntegerValue().bitLength() > Long.SIZE) {
			return DoubleNode.valueOf(large.bigIntegerValue().doubleValue());
		}
		if (value.isFloatingPointNumber()) {
			double number = value.doubleValue();
			boolean whole = number == (long) number && Math.abs(number) < Long.MAX_VALUE;
			return whole ? value(number) : value;
		}
		return value;
	}

	private static JsonNode value(double whole) {
		return LongNode.valueOf((long) whole);
	}

	/**
	 * Convert the properties of an object to Java values.
	 * @param object a received map
	 * @return maps, lists, strings, numbers, booleans and byte arrays; properties that
	 * are {@code null} are left out
	 */
	static Map<String, Object> values(ObjectNode object) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			Object value = value(property.getValue());
			if (value != null) {
				values.put(property.getKey(), value);
			}
		}
		return values;
	}

	private static @Nullable Object value(JsonNode node) {
		return switch (node.getNodeType()) {
			case OBJECT -> {
				Map<String, @Nullable Object> map = new LinkedHashMap<>();
				node.properties().forEach((property) -> map.put(property.getKey(), value(property.getValue())));
				yield map;
			}
			case ARRAY -> {
				List<@Nullable Object> list = new ArrayList<>(node.size());
				node.forEach((element) -> list.add(value(element)));
				yield list;
			}
			case STRING -> node.stringValue();
			case BOOLEAN -> node.booleanValue();
			case BINARY -> node.binaryValue();
			case NUMBER -> node.numberValue();
			default -> null;
		};
	}

}
