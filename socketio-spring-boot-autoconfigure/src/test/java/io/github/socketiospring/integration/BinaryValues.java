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

package io.github.socketiospring.integration;

import java.util.HexFormat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binary values of the golden vectors, in the form in which JSON shows binary nodes.
 */
final class BinaryValues {

	private BinaryValues() {
	}

	static JsonNode toBase64(JsonNode node) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		if (node.has("$bin")) {
			return nodes.binaryNode(HexFormat.of().parseHex(node.get("$bin").asString()));
		}
		if (node.isArray()) {
			ArrayNode array = nodes.arrayNode();
			node.forEach((element) -> array.add(toBase64(element)));
			return array;
		}
		if (node.isObject()) {
			ObjectNode object = nodes.objectNode();
			node.properties().forEach((property) -> object.set(property.getKey(), toBase64(property.getValue())));
			return object;
		}
		return node;
	}

}
