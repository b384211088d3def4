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

package io.github.socketiospring.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP response, for the clients of the tests and of the benchmarks. It is
 * read where it stands, so that clients by the thousand pay for nothing but what they ask
 * for, and may be used while the buffer is not changed.
 */
public final class HttpHead {

	private static final int END_OF_HEAD = 0x0D0A0D0A;

	private static final String CONTENT_LENGTH = "content-length";

	private final ByteBuf buffer;

	private final int start;

	private final int end;

	private HttpHead(ByteBuf buffer, int start, int end) {
		this.buffer = buffer;
		this.start = start;
		this.end = end;
	}

	/**
	 * Find the head of a response, which stays in the buffer.
	 * @param buffer begins with the head
	 * @return the head or {@code null} if it is not complete
	 */
	public static @Nullable HttpHead find(ByteBuf buffer) {
		int start = buffer.readerIndex();
		int last = buffer.writerIndex() - 4;
		for (int i = start; i <= last; i++) {
			if (buffer.getByte(i) == '\r' && buffer.getInt(i) == END_OF_HEAD) {
				return new HttpHead(buffer, start, i + 4);
			}
		}
		return null;
	}

	/**
	 * Where the head ends.
	 * @return the index of what follows the head
	 */
	public int end() {
		return this.end;
	}

	/**
	 * The status.
	 * @return the status
	 */
	public int status() {
		return number(this.start + "HTTP/1.1 ".length());
	}

	/**
	 * How long the body is.
	 * @return the length in bytes, -1 if the head does not tell
	 */
	public int contentLength() {
		for (int line = nextLine(this.start); line < this.end; line = nextLine(line)) {
			if (isNamed(line, CONTENT_LENGTH)) {
				int digits = line + CONTENT_LENGTH.length() + 1;
				return number((this.buffer.getByte(digits) == ' ') ? digits + 1 : digits);
			}
		}
		return -1;
	}

	/**
	 * The headers.
	 * @return the headers by lower-case name, those of one name with a comma between them
	 */
	public Map<String, String> headers() {
		Map<String, String> headers = new HashMap<>();
		String[] lines = this.buffer.toString(this.start, this.end - this.start, StandardCharsets.ISO_8859_1)
			.split("\r\n");
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.merge(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip(),
					(a, b) -> a + ", " + b);
		}
		return headers;
	}

	private int nextLine(int index) {
		int feed = this.buffer.indexOf(index, this.end, (byte) '\n');
		return (feed < 0) ? this.end : feed + 1;
	}

	private boolean isNamed(int line, String name) {
		if (line + name.length() >= this.end || this.buffer.getByte(line + name.length()) != ':') {
			return false;
		}
		for (int i = 0; i < name.length(); i++) {
			int letter = this.buffer.getByte(line + i);
			if (((letter >= 'A' && letter <= 'Z') ? letter + 32 : letter) != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private int number(int index) {
		int number = 0;
		for (int i = index; this.buffer.getByte(i) >= '0' && this.buffer.getByte(i) <= '9'; i++) {
			number = 10 * number + (this.buffer.getByte(i) - '0');
		}
		return number;
	}

}
