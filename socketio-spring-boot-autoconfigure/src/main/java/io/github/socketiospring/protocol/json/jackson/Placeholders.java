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

package io.github.socketiospring.protocol.json.jackson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Writes and finds placeholders, which stand for attachments in JSON, in the form in
 * which JavaScript writes them: <code>{"_placeholder":true,"num":0}</code>.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public final class Placeholders {

	/** The name of the property that marks an object as a placeholder. */
	public static final String MARK = "_placeholder";

	/** The name of the property with the number of the attachment, from 0. */
	public static final String NUMBER = "num";

	/** Everything before the number. */
	private static final String HEAD = "{\"" + MARK + "\":true,\"" + NUMBER + "\":";

	private static final String FIRST = HEAD + "0}";

	private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEAD_BYTES = HEAD.getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DIGITS = 4;

	private Placeholders() {
	}

	/**
	 * Write a placeholder.
	 * @param number the number of the attachment, from 0
	 * @return the placeholder
	 */
	static String of(int number) {
		return (number == 0) ? FIRST : HEAD + number + '}';
	}

	/**
	 * Whether a parser can replace the placeholders in JSON without looking at a tree.
	 * @param json contains the JSON
	 * @param from the index of the first byte of the JSON
	 * @param count the number of attachments
	 * @return whether each placeholder has the form that JavaScript writes and names
	 * another attachment
	 */
	public static boolean areUsual(byte[] json, int from, int count) {
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
			// An escape sequence may conceal a mark.
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
	 * Find the end of a placeholder.
	 * @param json contains the JSON
	 * @param from the index of an opening brace
	 * @return the index after the closing brace, -1 if the object is not a placeholder in
	 * the form that JavaScript writes
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
	 * Read the number of a placeholder in the form that JavaScript writes.
	 * @param json contains the JSON
	 * @param from the index of the opening brace
	 * @param end the index after the closing brace
	 * @return the number of the attachment
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

}
