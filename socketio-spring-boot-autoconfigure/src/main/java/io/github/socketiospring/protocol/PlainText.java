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
 * control characters, as most text is. To find out, eight bytes are looked at together,
 * and a copy does the rest.
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
		return end(bytes, from, to, '"', HIGH_BITS);
	}

	/**
	 * Take text as it is.
	 * @param text the text
	 * @return its bytes in UTF-8, or {@code null} if it is not plain
	 */
	static byte @Nullable [] of(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		int questionMarks = 0;
		int end = end(bytes, 0, bytes.length, '?', 0);
		while (end < bytes.length && bytes[end] == '?') {
			questionMarks++;
			end = end(bytes, end + 1, bytes.length, '?', 0);
		}
		// If there are more than in the text, some stand for half a surrogate pair.
		return (end == bytes.length && questionMarks == questionMarks(text)) ? bytes : null;
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

	private static int end(byte[] bytes, int from, int to, char excluded, long excludedBits) {
		int index = from;
		while (index <= to - Long.BYTES) {
			long found = special((long) WORD.get(bytes, index), excluded * EACH, excludedBits);
			if (found != 0) {
				return index + Long.numberOfTrailingZeros(found) / Byte.SIZE;
			}
			index += Long.BYTES;
		}
		while (index < to && isPlain(bytes[index]) && bytes[index] != excluded && (bytes[index] & excludedBits) == 0) {
			index++;
		}
		return index;
	}

	private static boolean isPlain(byte b) {
		return b < 0 || b >= ' ' && b != '"' && b != '\\';
	}

	/**
	 * Mark what is not plain. Each term is the usual one for "a byte is less than": it
	 * can be wrong only behind a byte that it is right about.
	 * @param word eight bytes
	 * @param excluded the byte that is not plain either, in each byte
	 * @param excludedBits which bits must not be set
	 * @return a word in which the lowest bit that is set belongs to the first such byte
	 */
	private static long special(long word, long excluded, long excludedBits) {
		// Flipping 0x02 makes the quote a neighbour of the control characters.
		long quotes = word ^ 0x02 * EACH;
		long backslashes = word ^ '\\' * EACH;
		long others = word ^ excluded;
		return ((quotes - 0x21 * EACH) & ~quotes | (backslashes - EACH) & ~backslashes | (others - EACH) & ~others
				| word & excludedBits) & HIGH_BITS;
	}

}
