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

package io.github.socketiospring.admin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Formats values for the Admin UI: secrets are hidden, and large values are cut.
 */
final class ShownValues {

	private static final Pattern SECRET = Pattern
		.compile("(?i).*(authorization|cookie|password|passwd|secret|token|key|credential|session|sid).*");

	private static final String HIDDEN = "******";

	private static final int MAX_TEXT = 1000;

	private static final int MAX_VALUES = 100;

	private static final int MAX_ARGUMENT = 4000;

	private ShownValues() {
	}

	static Map<String, Object> headers(Map<String, List<String>> headers) {
		return shown(headers, (name, values) -> cut(String.join(", ", values), MAX_TEXT));
	}

	static Map<String, Object> query(Map<String, String> query) {
		return shown(query, (name, value) -> cut(value, MAX_TEXT));
	}

	/**
	 * The attributes of a socket. Only plain values are shown: others may contain
	 * anything, and may be impossible to convert.
	 * @param attributes the attributes of a socket
	 * @return the plain values, and the types of the others
	 */
	static Map<String, Object> data(Map<String, Object> attributes) {
		return shown(attributes, (name, value) -> {
			if (value instanceof Number || value instanceof Boolean) {
				return value;
			}
			boolean text = value instanceof CharSequence || value instanceof Enum<?>;
			return text ? cut(value.toString(), MAX_TEXT) : "<" + value.getClass().getSimpleName() + ">";
		});
	}

	private static <T> Map<String, Object> shown(Map<String, T> values, BiFunction<String, T, Object> format) {
		Map<String, Object> shown = new TreeMap<>();
		values.forEach((name, value) -> {
			if (shown.size() < MAX_VALUES) {
				shown.put(cut(name, MAX_TEXT), SECRET.matcher(name).matches() ? HIDDEN : format.apply(name, value));
			}
		});
		return shown;
	}

	/**
	 * An argument of an event.
	 * @param argument the argument, as it was received or is sent
	 * @param mapper converts it
	 * @return a tree or a text, without binary values
	 */
	static Object argument(@Nullable Object argument, JsonMapper mapper) {
		if (argument instanceof byte[] bytes) {
			return binary(bytes.length);
		}
		if (argument instanceof CharSequence text) {
			return cut(text.toString(), MAX_ARGUMENT);
		}
		try {
			JsonNode tree = (argument instanceof JsonNode node) ? node : mapper.valueToTree(argument);
			if (tree.isString()) {
				return cut(tree.asString(), MAX_ARGUMENT);
			}
			JsonNode shown = withoutBinary(tree);
			String text = shown.toString();
			return (text.length() <= MAX_ARGUMENT) ? shown : cut(text, MAX_ARGUMENT);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// An object of the application, which may contain itself.
			return "<" + ((argument != null) ? argument.getClass().getSimpleName() : "null") + ">";
		}
	}

	private static JsonNode withoutBinary(JsonNode tree) {
		if (tree.isBinary()) {
			return JsonNodeFactory.instance.stringNode(binary(tree.binaryValue().length));
		}
		if (tree instanceof POJONode value) {
			// A value that a mapper keeps unchanged, such as the bytes in an object.
			Object content = value.getPojo();
			return JsonNodeFactory.instance
				.stringNode((content instanceof byte[] bytes) ? binary(bytes.length) : String.valueOf(content));
		}
		if (tree.isObject()) {
			ObjectNode copy = JsonNodeFactory.instance.objectNode();
			tree.properties().forEach((property) -> copy.set(property.getKey(), withoutBinary(property.getValue())));
			return copy;
		}
		if (tree.isArray()) {
			ArrayNode copy = JsonNodeFactory.instance.arrayNode();
			tree.forEach((element) -> copy.add(withoutBinary(element)));
			return copy;
		}
		return tree;
	}

	private static String binary(int length) {
		return "<" + length + " bytes>";
	}

	private static String cut(String text, int max) {
		return (text.length() > max) ? text.substring(0, max) + "…" : text;
	}

}
