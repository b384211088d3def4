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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Finds text that needs no escaping in a JSON string: like most text, it has no quotation
 * marks, backslashes or control characters. The search examines eight bytes at a time.
 */
final class PlainText {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long EACH = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x80 * EACH;

	private PlainText() {
	}

	/**
	 * Find the end of plain ASCII text. Jackson reads other text faster character by
	 * character.
	 * @param bytes contains the text
	 * @param from the index of the first byte of the text
	 * @param to the index after the last byte to examine
	 * @return the index of the first byte that is not plain or not ASCII, {@code to} if
	 * there is none
	 */
	static int endOfAscii(byte[] bytes, int from, int to) {
		return endOfAscii(bytes, from, to, false);
	}

	/**
	 * Encode plain text.
	 * @param text a string value of a packet
	 * @return the text in UTF-8, {@code null} if it is not plain
	 */
	static byte @Nullable [] of(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		int questionMarks = 0;
		int end = endOfAscii(bytes, 0, bytes.length, true);
		boolean ascii = true;
		while (end < bytes.length) {
			if (bytes[end] == '?') {
				questionMarks++;
				end++;
			}
			else if (ascii && bytes[end] < 0) {
				ascii = false;
			}
			else {
				return null;
			}
			end = ascii ? endOfAscii(bytes, end, bytes.length, true) : endOfAny(bytes, end);
		}
		// Further question marks stand for unpaired surrogates.
		return (questionMarks == questionMarks(text)) ? bytes : null;
	}

	private static int questionMarks(String text) {
		int count = 0;
		int index = text.indexOf('?');
		while (index >= 0) {
			count++;
			index = text.indexOf('?', index + 1);
		}
		return count;
	}

	private static int endOfAscii(byte[] bytes, int from, int to, boolean orQuestionMark) {
		int index = from;
		// Two words per step, since usually both are plain.
		while (index <= to - 2 * Long.BYTES) {
			long first = special((long) WORD.get(bytes, index), orQuestionMark);
			long second = special((long) WORD.get(bytes, index + Long.BYTES), orQuestionMark);
			if (((first | second) & HIGH_BITS) != 0) {
				break;
			}
			index += 2 * Long.BYTES;
		}
		while (index < to && isPlainAscii(bytes[index], orQuestionMark)) {
			index++;
		}
		return index;
	}

	private static boolean isPlainAscii(byte b, boolean orQuestionMark) {
		return b >= ' ' && b != '"' && b != '\\' && !(orQuestionMark && b == '?');
	}

	/**
	 * Find the end of plain text in any script, or a question mark before it.
	 * @param bytes the text in UTF-8
	 * @param from the index of the first byte to examine
	 * @return the index of the first byte that is a question mark or not plain, the
	 * length of the text if there is none
	 */
	private static int endOfAny(byte[] bytes, int from) {
		int index = from;
		while (index <= bytes.length - Long.BYTES) {
			long word = (long) WORD.get(bytes, index);
			if ((special(word, true) & ~word & HIGH_BITS) != 0) {
				break;
			}
			index += Long.BYTES;
		}
		while (index < bytes.length && (bytes[index] < 0 || isPlainAscii(bytes[index], true))) {
			index++;
		}
		return index;
	}

	/**
	 * Mark the bytes that are not plain ASCII. Each term is the well-known test whether a
	 * byte is less than another; for ASCII it errs only in bytes after one that it marks
	 * correctly.
	 * @param word eight bytes
	 * @param orQuestionMark whether to mark question marks too
	 * @return a word in which the highest bit of each byte tells whether the byte is
	 * marked; the other bits have no meaning
	 */
	private static long special(long word, boolean orQuestionMark) {
		// Flipping bit 0x02 moves the quotation mark next to the control characters.
		long special = word | (word ^ 0x02 * EACH) - 0x21 * EACH | (word ^ '\\' * EACH) - EACH;
		return orQuestionMark ? special | (word ^ '?' * EACH) - EACH : special;
	}

}
