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

package io.github.socketiospring.robustness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection on which a test says what it likes, and breaks off where it likes.
 */
final class RawConnection implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private final Socket socket;

	private final int port;

	RawConnection(int port) throws IOException {
		this.port = port;
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.socket.setTcpNoDelay(true);
	}

	RawConnection say(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	RawConnection get(String query) throws IOException {
		return say("GET /socket.io/?EIO=4&" + query + " HTTP/1.1\r\nHost: localhost:" + this.port + "\r\n\r\n");
	}

	RawConnection upgrade(String query) throws IOException {
		return say("GET /socket.io/?EIO=4&transport=websocket" + query + " HTTP/1.1\r\nHost: localhost:" + this.port
				+ "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
	}

	/**
	 * Send a short frame, masked with zeros.
	 * @param head its first byte
	 * @param text its text
	 * @return this connection
	 * @throws IOException when the connection is gone
	 */
	RawConnection frame(int head, String text) throws IOException {
		return say((char) head + "" + (char) (0x80 | text.length()) + "\0\0\0\0" + text);
	}

	/**
	 * Read up to some text.
	 * @param end the text
	 * @return what was read, the text included
	 * @throws IOException when the connection ends before
	 */
	String hear(String end) throws IOException {
		InputStream in = this.socket.getInputStream();
		StringBuilder heard = new StringBuilder();
		while (heard.indexOf(end) < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The connection ended after: " + heard);
			}
			heard.append((char) next);
		}
		return heard.toString();
	}

	/**
	 * Read up to the end of the connection.
	 * @return what was read
	 * @throws IOException when the connection is reset
	 */
	String hearAll() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	void finish() throws IOException {
		this.socket.shutdownOutput();
	}

	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
