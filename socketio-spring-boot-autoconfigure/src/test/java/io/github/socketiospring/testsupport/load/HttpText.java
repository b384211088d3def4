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

package io.github.socketiospring.testsupport.load;

import io.netty.buffer.ByteBuf;

/**
 * The part of HTTP that a client of known servers has to read.
 */
final class HttpText {

	private static final byte[] CONTENT_LENGTH = { 'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h',
			':' };

	private HttpText() {
	}

	/**
	 * Where the head of a response ends.
	 * @param buffer begins with the head
	 * @return the index of what follows the head, or -1 if it is not complete
	 */
	static int endOfHead(ByteBuf buffer) {
		int end = buffer.writerIndex() - 3;
		for (int i = buffer.readerIndex(); i < end; i++) {
			if (buffer.getByte(i) == '\r' && buffer.getInt(i) == 0x0D0A0D0A) {
				return i + 4;
			}
		}
		return -1;
	}

	static int status(ByteBuf buffer) {
		return number(buffer, buffer.readerIndex() + 9);
	}

	/**
	 * The length of the body of a response.
	 * @param buffer begins with the head
	 * @param end where the head ends
	 * @return the length
	 */
	static int contentLength(ByteBuf buffer, int end) {
		for (int i = buffer.readerIndex(); i < end; i++) {
			if (buffer.getByte(i) == '\n' && isContentLength(buffer, i + 1)) {
				int digits = i + 1 + CONTENT_LENGTH.length;
				return number(buffer, (buffer.getByte(digits) == ' ') ? digits + 1 : digits);
			}
		}
		throw new IllegalStateException("A response without Content-Length cannot be read");
	}

	private static boolean isContentLength(ByteBuf buffer, int index) {
		for (int i = 0; i < CONTENT_LENGTH.length; i++) {
			int letter = buffer.getByte(index + i);
			if (((letter >= 'A' && letter <= 'Z') ? letter + 32 : letter) != CONTENT_LENGTH[i]) {
				return false;
			}
		}
		return true;
	}

	private static int number(ByteBuf buffer, int index) {
		int number = 0;
		for (int i = index; buffer.getByte(i) >= '0' && buffer.getByte(i) <= '9'; i++) {
			number = 10 * number + (buffer.getByte(i) - '0');
		}
		return number;
	}

}
