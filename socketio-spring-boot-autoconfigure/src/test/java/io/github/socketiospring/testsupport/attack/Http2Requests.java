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

package io.github.socketiospring.testsupport.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.testsupport.RawConnection;

/**
 * Requests of HTTP/2 in plain text whose answers have no room: the window of each stream
 * is zero.
 *
 * @param connection where they are sent
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7541">RFC 7541, of headers</a>
 */
record Http2Requests(RawConnection connection) {

	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int END_OF_HEADERS_AND_STREAM = 5;

	private static final int METHOD_GET = 0x82;

	private static final int SCHEME_HTTP = 0x86;

	private static final int AUTHORITY = 1;

	private static final int PATH = 4;

	/**
	 * Send requests.
	 * @param targets the targets, shorter than 127 characters
	 * @throws IOException if the connection is closed
	 */
	void get(List<String> targets) throws IOException {
		this.connection.say(PREFACE);
		frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(0).array());
		int stream = 1;
		for (String target : targets) {
			ByteArrayOutputStream headers = new ByteArrayOutputStream();
			headers.write(METHOD_GET);
			headers.write(SCHEME_HTTP);
			literal(headers, AUTHORITY, "localhost");
			literal(headers, PATH, target);
			frame(HEADERS, END_OF_HEADERS_AND_STREAM, stream, headers.toByteArray());
			stream += 2;
		}
	}

	private static void literal(ByteArrayOutputStream headers, int name, String value) {
		headers.write(name);
		headers.write(value.length());
		headers.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
	}

	private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
		this.connection.say(ByteBuffer.allocate(9 + payload.length)
			.putInt(payload.length << 8 | type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array());
	}

}
