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

import java.util.BitSet;
import java.util.List;

import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.json.jackson.Placeholders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts attachments into trees, for placeholders in any form that JSON allows.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
final class AttachmentTrees {

	private AttachmentTrees() {
	}

	/**
	 * Replace the placeholders in a tree with attachments.
	 * @param tree the tree, which is changed
	 * @param attachments the attachments in the order in which they came
	 * @return the tree, or the attachment if the tree was just a placeholder
	 * @throws PacketFormatException if a placeholder names an attachment that does not
	 * exist, or one that another placeholder names: a small packet could expand to a huge
	 * one
	 */
	static JsonNode attach(JsonNode tree, List<byte[]> attachments) {
		return replace(tree, attachments, new BitSet());
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
			if (object.path(Placeholders.MARK).asBoolean(false) && object.get(Placeholders.MARK).isBoolean()) {
				return attachment(object.path(Placeholders.NUMBER), attachments, used);
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
					+ (number.isIntegralNumber() ? "another number" : number.getNodeType()));
		}
		if (used.get(number.intValue())) {
			throw new PacketFormatException("Expected each attachment once, got number " + number + " again");
		}
		used.set(number.intValue());
		return JsonNodeFactory.instance.binaryNode(attachments.get(number.intValue()));
	}

}
