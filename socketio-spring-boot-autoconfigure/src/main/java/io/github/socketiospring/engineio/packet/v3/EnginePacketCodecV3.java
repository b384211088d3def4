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

package io.github.socketiospring.engineio.packet.v3;

import java.util.Arrays;
import java.util.Base64;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketCodec;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.LenientBase64;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes single packets of protocol revision 3, as far as they differ from
 * revision 4: a binary packet contains its type, as in {@code b4AQIDBA==} in text, and as
 * the first byte otherwise. Immutable and shareable.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3">Engine.IO
 * protocol, revision 3</a>
 */
public final class EnginePacketCodecV3 {

	private EnginePacketCodecV3() {
	}

	/**
	 * Decode a packet in text form.
	 * @param bytes the array that contains the packet, in UTF-8
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the packet, {@link EnginePacket#NOOP} for one to ignore, or {@code null} if
	 * it is malformed
	 */
	public static @Nullable EnginePacket decodeText(byte[] bytes, int from, int to) {
		return (from < to && bytes[from] == 'b') ? base64(bytes, from + 1, to)
				: EnginePacketCodec.decodeText(bytes, from, to);
	}

	/**
	 * Decode a packet in text form.
	 * @param first the first byte, which indicates the type of the packet
	 * @param rest the other bytes, in UTF-8
	 * @return the packet, {@link EnginePacket#NOOP} for one to ignore, or {@code null} if
	 * it is malformed
	 */
	public static @Nullable EnginePacket decodeText(byte first, byte[] rest) {
		return (first == 'b') ? base64(rest, 0, rest.length) : EnginePacketCodec.decodeText(first, rest);
	}

	private static EnginePacket base64(byte[] bytes, int from, int to) {
		EnginePacketType type = (from < to) ? EnginePacketType.ofDigit(bytes[from]) : null;
		return (type != null) ? new EnginePacket(type, true, LenientBase64.decode(bytes, from + 1, to))
				: EnginePacket.NOOP;
	}

	/**
	 * Decode a packet in binary form.
	 * @param bytes the array that contains the packet
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the packet, {@link EnginePacket#NOOP} for one to ignore
	 */
	public static EnginePacket decodeBinary(byte[] bytes, int from, int to) {
		EnginePacketType type = (from < to) ? EnginePacketType.ofDigit('0' + bytes[from]) : null;
		return (type != null) ? new EnginePacket(type, true, Arrays.copyOfRange(bytes, from + 1, to))
				: EnginePacket.NOOP;
	}

	/**
	 * Encode a binary packet as text.
	 * @param packet a binary packet
	 * @return the text in ASCII
	 */
	public static byte[] base64Text(EnginePacket packet) {
		byte[] base64 = Base64.getEncoder().encode(packet.data());
		byte[] text = new byte[2 + base64.length];
		text[0] = 'b';
		text[1] = packet.type().digit();
		System.arraycopy(base64, 0, text, 2, base64.length);
		return text;
	}

}
