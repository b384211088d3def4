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

package io.github.socketiospring.engineio.packet;

import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes single packets of protocol revision 4: {@code 4hello},
 * {@code bAQIDBA==}. Immutable and shareable.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public final class EnginePacketCodec {

	private EnginePacketCodec() {
	}

	/**
	 * Decode a packet in text form.
	 * @param bytes the array that contains the packet, in UTF-8
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the packet, or {@code null} if it is malformed
	 */
	public static @Nullable EnginePacket decodeText(byte[] bytes, int from, int to) {
		if (from == to) {
			return null;
		}
		return (bytes[from] == 'b') ? base64(bytes, from + 1, to)
				: decodeText(bytes[from], Arrays.copyOfRange(bytes, from + 1, to));
	}

	/**
	 * Decode a packet in text form.
	 * @param first the first byte, which indicates the type of the packet
	 * @param rest the other bytes, in UTF-8
	 * @return the packet, or {@code null} if it is malformed
	 */
	public static @Nullable EnginePacket decodeText(byte first, byte[] rest) {
		if (first == 'b') {
			return base64(rest, 0, rest.length);
		}
		EnginePacketType type = EnginePacketType.ofDigit(first);
		return (type != null) ? new EnginePacket(type, false, rest) : null;
	}

	private static EnginePacket base64(byte[] bytes, int from, int to) {
		return new EnginePacket(EnginePacketType.MESSAGE, true, LenientBase64.decode(bytes, from, to));
	}

	/**
	 * The length of a packet in text form.
	 * @param packet a packet with text, or with data that is sent as Base64
	 * @return the number of bytes
	 */
	static int textLength(EnginePacket packet) {
		int length = packet.data().length;
		return 1 + (packet.binary() ? (length + 2) / 3 * 4 : length);
	}

	/**
	 * Write a packet in text form.
	 * @param packet a packet with text, or with data that is sent as Base64
	 * @param target the array to write to
	 * @param offset the index of the first byte to write
	 * @return the index after the last byte written
	 */
	static int writeText(EnginePacket packet, byte[] target, int offset) {
		byte[] data = packet.data();
		if (packet.binary()) {
			target[offset] = 'b';
			byte[] base64 = Base64.getEncoder().encode(data);
			System.arraycopy(base64, 0, target, offset + 1, base64.length);
			return offset + 1 + base64.length;
		}
		target[offset] = packet.type().digit();
		System.arraycopy(data, 0, target, offset + 1, data.length);
		return offset + 1 + data.length;
	}

}
