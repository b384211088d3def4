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

import java.util.BitSet;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stand for attachments inside JSON: <code>{"_placeholder":true,"num":0}</code>.
 */
final class Placeholders {

	static final String MARK = "_placeholder";

	static final String NUMBER = "num";

	private Placeholders() {
	}

	/**
	 * Put attachments where they belong.
	 * @param node a tree, which is changed
	 * @param attachments the attachments
	 * @return the tree, or the attachment when the tree was nothing but its placeholder
	 * @throws PacketFormatException when a placeholder names no attachment, or one that
	 * another one named: a small packet could stand for a huge one then
	 */
	static JsonNode replace(JsonNode node, List<byte[]> attachments) {
		return replace(node, attachments, new BitSet());
	}

	private static JsonNode replace(JsonNode node, List<byte[]> attachments, BitSet used) {
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode element = array.get(i);
				JsonNode replaced = replace(element, attachments, used);
				if (replaced != element) {
					array.set(i, replaced);
				}
			}
			return array;
		}
		if (node instanceof ObjectNode object) {
			if (object.path(MARK).asBoolean(false) && object.get(MARK).isBoolean()) {
				return attachment(object.path(NUMBER), attachments, used);
			}
			object.properties()
				.forEach((property) -> property.setValue(replace(property.getValue(), attachments, used)));
		}
		return node;
	}

	private static JsonNode attachment(JsonNode number, List<byte[]> attachments, BitSet used) {
		if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0
				|| number.intValue() >= attachments.size()) {
			throw new PacketFormatException("Expected the number of one of " + attachments.size() + " attachments, got "
					+ (number.isMissingNode() ? "nothing" : number));
		}
		if (used.get(number.intValue())) {
			throw new PacketFormatException("Expected each attachment once, got number " + number + " again");
		}
		used.set(number.intValue());
		return JsonNodeFactory.instance.binaryNode(attachments.get(number.intValue()));
	}

}
