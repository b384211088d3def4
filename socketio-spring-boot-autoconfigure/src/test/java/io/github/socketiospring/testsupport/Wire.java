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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients of the tests and of the benchmarks write: heads of HTTP requests,
 * WebSocket handshakes and WebSocket frames.
 *
 * @see HttpHead
 * @see FrameReader
 * @see PollingProtocol
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>
 */
public final class Wire {

	/** First byte of a whole text message. */
	public static final int TEXT = 0x81;

	/** First byte of a whole binary message. */
	public static final int BINARY = 0x82;

	/** First byte of a whole text message that is compressed. */
	public static final int COMPRESSED_TEXT = 0xC1;

	/** First byte of the first frame of a text message. */
	public static final int FIRST_OF_TEXT = 0x01;

	/** First byte of the first frame of a text message that is compressed. */
	public static final int FIRST_OF_COMPRESSED_TEXT = 0x41;

	/** First byte of the first frame of a binary message. */
	public static final int FIRST_OF_BINARY = 0x02;

	/** First byte of a frame in the middle of a message. */
	public static final int MIDDLE = 0x00;

	/** First byte of the last frame of a message of several. */
	public static final int LAST = 0x80;

	/** First byte of a close frame. */
	public static final int CLOSE = 0x88;

	/** First byte of a ping frame. */
	public static final int PING = 0x89;

	/** First byte of a pong frame. */
	public static final int PONG = 0x8A;

	/** The key of every handshake, from RFC 6455. */
	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private static final String PATH = "/socket.io/?EIO=4&transport=";

	private Wire() {
	}

	/**
	 * The target of a request to Socket.IO where it is mounted by default.
	 * @param transport the transport
	 * @param query more query parameters, each with a leading ampersand
	 * @return the target
	 */
	public static String target(String transport, String query) {
		return PATH + transport + query;
	}

	/**
	 * The head of a request.
	 * @param method the method
	 * @param target the request target
	 * @param headers the headers in order
	 * @return the head with the empty line that ends it
	 */
	public static String request(String method, String target, Map<String, String> headers) {
		StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		return head.append("\r\n").toString();
	}

	/**
	 * A request that opens a WebSocket.
	 * @param target the request target
	 * @param host value of the {@code Host} header
	 * @param headers more headers
	 * @return the request
	 */
	public static String webSocketRequest(String target, String host, Map<String, String> headers) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("Host", host);
		all.put("Connection", "Upgrade");
		all.put("Upgrade", "websocket");
		all.put("Sec-WebSocket-Version", "13");
		all.put("Sec-WebSocket-Key", KEY);
		all.putAll(headers);
		return request("GET", target, all);
	}

	/**
	 * A frame as clients send it.
	 * @param head its first byte: the opcode and the bits before it
	 * @param mask the masking key
	 * @param payload the payload, not yet masked
	 * @return the frame
	 */
	public static byte[] frame(int head, int mask, byte[] payload) {
		int length = payload.length;
		ByteBuffer frame = ByteBuffer.allocate(14 + length);
		frame.put((byte) head);
		if (length <= 125) {
			frame.put((byte) (0x80 | length));
		}
		else if (length <= 0xFFFF) {
			frame.put((byte) (0x80 | 126)).putShort((short) length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(length);
		}
		frame.putInt(mask);
		for (int i = 0; i < length; i++) {
			frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
		}
		byte[] bytes = new byte[frame.flip().remaining()];
		frame.get(bytes);
		return bytes;
	}

	/**
	 * A whole text message.
	 * @param text the text
	 * @return its frame, with a mask of zeros
	 */
	public static byte[] text(String text) {
		return frame(TEXT, 0, text.getBytes(StandardCharsets.UTF_8));
	}

}
