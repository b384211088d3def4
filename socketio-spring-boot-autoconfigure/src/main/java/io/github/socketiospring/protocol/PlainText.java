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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Text that a JSON string holds byte by byte as it is: without quotes, backslashes and
 * control characters, as most text is. To find out, the bytes of a word are looked at
 * together, and a copy does the rest.
 */
final class PlainText {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long EACH = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x80 * EACH;

	private PlainText() {
	}

	/**
	 * Find the end of plain text in ASCII; other text is read faster character by
	 * character.
	 * @param bytes where the text is
	 * @param from the index of its first byte
	 * @param to where to stop at the latest
	 * @return the index of the first byte that is not plain or not ASCII, {@code to} if
	 * all are
	 */
	static int endOfAscii(byte[] bytes, int from, int to) {
		return endOfAscii(bytes, from, to, false);
	}

	/**
	 * Take text as it is.
	 * @param text the text
	 * @return its bytes in UTF-8, or {@code null} if it is not plain
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
		// If there are more than in the text, some stand for half a surrogate pair.
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
		// Two words together, as most often nothing is found in either.
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
	 * @param from where to begin
	 * @return the index of the first byte that is a question mark or not plain, the
	 * length if there is none
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
	 * Mark what is not plain ASCII. Each term is the usual one for "a byte is less than":
	 * of ASCII it can be wrong only behind a byte that it is right about.
	 * @param word eight bytes
	 * @param orQuestionMark whether question marks are marked too
	 * @return a word in which the highest bit of each byte says whether that is marked;
	 * the other bits mean nothing
	 */
	private static long special(long word, boolean orQuestionMark) {
		// Flipping 0x02 makes the quote a neighbour of the control characters.
		long special = word | (word ^ 0x02 * EACH) - 0x21 * EACH | (word ^ '\\' * EACH) - EACH;
		return orQuestionMark ? special | (word ^ '?' * EACH) - EACH : special;
	}

}
