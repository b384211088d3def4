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

package io.github.socketiospring.protocol.json;

import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads JSON with values that are too long for Jackson's constraints. Converting a number
 * of thousands of digits would take milliseconds, so its node is text, and fits no type.
 */
final class LenientTrees {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final JsonParser parser;

	private final JsonMapper mapper;

	private final int maxNumberLength;

	LenientTrees(JsonParser parser, JsonMapper mapper) {
		this.parser = parser;
		this.mapper = mapper;
		this.maxNumberLength = mapper.tokenStreamFactory().streamReadConstraints().getMaxNumberLength();
	}

	/**
	 * Read the value that starts with the current token.
	 * @return the tree
	 */
	JsonNode read() {
		JsonToken token = this.parser.currentToken();
		if (token == JsonToken.START_OBJECT) {
			return object();
		}
		if (token == JsonToken.START_ARRAY) {
			return array();
		}
		if (token.isNumeric() && this.parser.getStringLength() > this.maxNumberLength) {
			return new LongNumber(this.parser.getString());
		}
		return this.mapper.readTree(this.parser);
	}

	private ObjectNode object() {
		ObjectNode object = nodes.objectNode();
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			this.parser.nextToken();
			object.set(name, read());
		}
		return object;
	}

	private ArrayNode array() {
		ArrayNode array = nodes.arrayNode();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(read());
		}
		return array;
	}

	/**
	 * The digits of a number as text. Conversions of the tree see a number without a
	 * value, and fail.
	 */
	private static final class LongNumber extends StringNode {

		private static final long serialVersionUID = 1L;

		LongNumber(String digits) {
			super(digits);
		}

		@Override
		public JsonToken asToken() {
			return JsonToken.VALUE_NUMBER_INT;
		}

		@Override
		public byte[] getBinaryValue(Base64Variant variant) {
			throw JsonNodeException.from(this, "A number is not binary");
		}

	}

}
