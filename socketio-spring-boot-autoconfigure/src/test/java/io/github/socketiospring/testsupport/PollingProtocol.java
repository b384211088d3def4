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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * HTTP long-polling as the clients of the tests and of the benchmarks speak it: the
 * target and the headers of requests, and bodies of several packets.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO protocol</a>
 */
public final class PollingProtocol {

	private static final String CONTENT_TYPE = "text/plain;charset=UTF-8";

	private static final byte SEPARATOR = (byte) Packets.SEPARATOR.charAt(0);

	private PollingProtocol() {
	}

	/**
	 * The target of a request to long-polling.
	 * @param query more query parameters, each with a leading ampersand
	 * @return the target
	 */
	public static String target(String query) {
		return Wire.target("polling", query);
	}

	/**
	 * The headers of a request with packets.
	 * @param length the length of the body in bytes
	 * @return the headers by name
	 */
	public static Map<String, String> headers(int length) {
		Map<String, String> headers = new LinkedHashMap<>(headers());
		headers.put("Content-Length", String.valueOf(length));
		return headers;
	}

	static Map<String, String> headers() {
		return Map.of("Content-Type", CONTENT_TYPE);
	}

	/**
	 * A body of several packets.
	 * @param packets the packets in the text form of polling
	 * @return the body
	 */
	public static byte[] join(Iterable<byte[]> packets) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (byte[] packet : packets) {
			if (body.size() > 0) {
				body.write(SEPARATOR);
			}
			body.writeBytes(packet);
		}
		return body.toByteArray();
	}

	/**
	 * The packets of a body.
	 * @param body the body
	 * @return the packets in the text form of polling
	 */
	public static List<String> split(byte[] body) {
		List<String> packets = new ArrayList<>();
		split(Unpooled.wrappedBuffer(body), 0, body.length,
				(buffer, index, length) -> packets.add(buffer.toString(index, length, StandardCharsets.UTF_8)));
		return packets;
	}

	/**
	 * Go through the packets of a body.
	 * @param buffer where the body is
	 * @param index where it begins
	 * @param length how long it is
	 * @param listener told of every packet
	 */
	public static void split(ByteBuf buffer, int index, int length, PacketListener listener) {
		int end = index + length;
		int start = index;
		for (int i = index; i < end; i++) {
			if (buffer.getByte(i) == SEPARATOR) {
				listener.onPacket(buffer, start, i - start);
				start = i + 1;
			}
		}
		listener.onPacket(buffer, start, end - start);
	}

	/**
	 * A binary message in the text form of polling.
	 * @param content its content
	 * @return the packet
	 */
	public static String binary(byte[] content) {
		return "b" + Base64.getEncoder().encodeToString(content);
	}

	/**
	 * Whether a packet in the text form of polling is a binary message.
	 * @param packet the packet
	 * @return whether it is
	 */
	public static boolean isBinary(String packet) {
		return packet.startsWith("b");
	}

	/**
	 * The content of a binary message.
	 * @param packet the packet in the text form of polling
	 * @return its content
	 */
	public static byte[] content(String packet) {
		return Base64.getDecoder().decode(packet.substring(1));
	}

	/**
	 * Told of packets.
	 */
	@FunctionalInterface
	public interface PacketListener {

		/**
		 * A packet.
		 * @param buffer where it is
		 * @param index where it begins
		 * @param length how long it is
		 */
		void onPacket(ByteBuf buffer, int index, int length);

	}

}
