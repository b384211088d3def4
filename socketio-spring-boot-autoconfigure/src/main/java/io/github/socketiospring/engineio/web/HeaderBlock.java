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

package io.github.socketiospring.engineio.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The headers of a request in one block of bytes, unmodifiable. A session keeps the
 * headers of its handshake as long as it is open, and the client decides how many there
 * are. Here a header takes the bytes of its name and values plus two or three, and
 * becomes an object only on demand. A lookup scans all headers.
 */
final class HeaderBlock extends AbstractMap<String, List<String>> {

	private static final int SEVEN_BITS = 0x7f;

	private static final int MORE = 0x80;

	/**
	 * For each header: its name, the number of its values, and the values. Lengths are
	 * base-128 varints as in Protocol Buffers, text is UTF-8.
	 */
	private final byte[] block;

	private final int size;

	private HeaderBlock(byte[] block, int size) {
		this.block = block;
		this.size = size;
	}

	/**
	 * Copy the headers of a request.
	 * @param headers the headers of the request
	 * @return the copy, in which names are looked up without regard to case
	 */
	static HeaderBlock of(HttpHeaders headers) {
		ByteArrayOutputStream block = new ByteArrayOutputStream(512);
		int[] size = { 0 };
		headers.forEach((name, values) -> {
			size[0]++;
			write(block, name);
			writeNumber(block, values.size());
			values.forEach((value) -> write(block, value));
		});
		return new HeaderBlock(block.toByteArray(), size[0]);
	}

	private static void write(ByteArrayOutputStream block, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		writeNumber(block, bytes.length);
		block.writeBytes(bytes);
	}

	private static void writeNumber(ByteArrayOutputStream block, int number) {
		int rest = number;
		while (rest > SEVEN_BITS) {
			block.write((rest & SEVEN_BITS) | MORE);
			rest >>>= 7;
		}
		block.write(rest);
	}

	@Override
	public @Nullable List<String> get(Object name) {
		Cursor cursor = find(name);
		return (cursor != null) ? cursor.values() : null;
	}

	@Override
	public boolean containsKey(Object name) {
		return find(name) != null;
	}

	private @Nullable Cursor find(Object name) {
		if (name instanceof String text) {
			byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
			Cursor cursor = new Cursor();
			while (cursor.hasNext()) {
				if (cursor.skipName(wanted)) {
					return cursor;
				}
				cursor.skipValues();
			}
		}
		return null;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public Set<Map.Entry<String, List<String>>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<String, List<String>>> iterator() {
				return new Cursor();
			}

			@Override
			public int size() {
				return HeaderBlock.this.size;
			}

		};
	}

	/**
	 * Reads the block from its beginning to its end.
	 */
	private final class Cursor implements Iterator<Map.Entry<String, List<String>>> {

		private int position;

		@Override
		public boolean hasNext() {
			return this.position < HeaderBlock.this.block.length;
		}

		@Override
		public Map.Entry<String, List<String>> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return Map.entry(text(), values());
		}

		/**
		 * Skip a name.
		 * @param wanted the name to compare with, in UTF-8
		 * @return whether the two are equal, ignoring the case of ASCII letters
		 */
		boolean skipName(byte[] wanted) {
			int length = number();
			int start = this.position;
			this.position += length;
			if (length != wanted.length) {
				return false;
			}
			for (int i = 0; i < length; i++) {
				if (lowerCase(HeaderBlock.this.block[start + i]) != lowerCase(wanted[i])) {
					return false;
				}
			}
			return true;
		}

		private static byte lowerCase(byte letter) {
			return (letter >= 'A' && letter <= 'Z') ? (byte) (letter + 'a' - 'A') : letter;
		}

		List<String> values() {
			int count = number();
			if (count == 1) {
				return List.of(text());
			}
			List<String> values = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				values.add(text());
			}
			return Collections.unmodifiableList(values);
		}

		void skipValues() {
			int count = number();
			for (int i = 0; i < count; i++) {
				int length = number();
				this.position += length;
			}
		}

		private String text() {
			int length = number();
			this.position += length;
			return new String(HeaderBlock.this.block, this.position - length, length, StandardCharsets.UTF_8);
		}

		private int number() {
			int number = 0;
			int shift = 0;
			byte part;
			do {
				part = HeaderBlock.this.block[this.position++];
				number |= (part & SEVEN_BITS) << shift;
				shift += 7;
			}
			while ((part & MORE) != 0);
			return number;
		}

	}

}
