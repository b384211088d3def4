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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

	private static final String MARK = "_placeholder";

	private static final String NUMBER = "num";

	/** All but the number and the closing brace. */
	private static final String HEAD = "{\"_placeholder\":true,\"num\":";

	private static final String FIRST = HEAD + "0}";

	private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEAD_BYTES = HEAD.getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DIGITS = 4;

	private Placeholders() {
	}

	/**
	 * Write a placeholder as JavaScript writes it.
	 * @param number the attachment's number
	 * @return the placeholder
	 */
	static String of(int number) {
		return (number == 0) ? FIRST : HEAD + number + '}';
	}

	/**
	 * Find out whether a parser may take placeholders for attachments as it meets them.
	 * @param json the JSON
	 * @param from where it begins
	 * @param count the number of attachments
	 * @return whether each placeholder is written as JavaScript writes it, and names an
	 * attachment of its own
	 */
	static boolean areUsual(byte[] json, int from, int count) {
		BitSet used = new BitSet();
		int index = from;
		while (index < json.length) {
			int end = (json[index] == '{') ? endOfUsual(json, index) : -1;
			if (end >= 0) {
				int number = number(json, index, end);
				if (number >= count || used.get(number)) {
					return false;
				}
				used.set(number);
				index = end;
			}
			// A backslash can hide the mark, and needs a parser to be understood.
			else if (json[index] == '\\' || json[index] == '_' && startsWith(json, index, MARK_BYTES)) {
				return false;
			}
			else {
				index++;
			}
		}
		return true;
	}

	/**
	 * Find the end of a placeholder that is written as JavaScript writes it.
	 * @param json the JSON
	 * @param from the index of an opening brace
	 * @return the index behind the closing brace, -1 if there is no such placeholder
	 */
	static int endOfUsual(byte[] json, int from) {
		if (!startsWith(json, from, HEAD_BYTES)) {
			return -1;
		}
		int digits = from + HEAD_BYTES.length;
		int end = digits;
		while (end < json.length && json[end] >= '0' && json[end] <= '9') {
			end++;
		}
		boolean number = end > digits && end - digits <= MAX_DIGITS && (json[digits] != '0' || end == digits + 1);
		return (number && end < json.length && json[end] == '}') ? end + 1 : -1;
	}

	/**
	 * The number in a placeholder that is written as JavaScript writes it.
	 * @param json the JSON
	 * @param from the index of its opening brace
	 * @param end the index behind its closing brace
	 * @return the number
	 */
	static int number(byte[] json, int from, int end) {
		int number = 0;
		for (int i = from + HEAD_BYTES.length; i < end - 1; i++) {
			number = 10 * number + (json[i] - '0');
		}
		return number;
	}

	private static boolean startsWith(byte[] json, int from, byte[] start) {
		int end = from + start.length;
		return end <= json.length && Arrays.equals(json, from, end, start, 0, start.length);
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
