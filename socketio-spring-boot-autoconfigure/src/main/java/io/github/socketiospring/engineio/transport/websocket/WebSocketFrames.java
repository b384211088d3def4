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

package io.github.socketiospring.engineio.transport.websocket;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.netty.buffer.ByteBuf;

/**
 * Encodes WebSocket frames as a server sends them, unmasked and unfragmented.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, base
 * framing protocol</a>
 */
final class WebSocketFrames {

	private static final int FINAL_TEXT = 0x81;

	private static final int FINAL_BINARY = 0x82;

	private static final int MAX_SHORT_LENGTH = 125;

	private static final int TWO_BYTE_LENGTH = 126;

	private static final int EIGHT_BYTE_LENGTH = 127;

	private static final int MAX_HEADER = 10;

	private WebSocketFrames() {
	}

	/**
	 * Estimate the length of a packet's frame, exact or too high except for data in
	 * Base64.
	 * @param packet the packet that the frame holds
	 * @return the length in bytes
	 */
	static int expectedLength(EnginePacket packet) {
		return MAX_HEADER + 1 + packet.data().length;
	}

	static void write(EnginePacket packet, WebSocketFormat format, ByteBuf out) {
		if (packet.binary()) {
			byte[] message = format.encode(packet);
			writeHeader(format.isText(packet), message.length, out);
			out.writeBytes(message);
		}
		else {
			byte[] data = packet.data();
			writeHeader(true, 1 + data.length, out);
			out.writeByte(packet.type().digit()).writeBytes(data);
		}
	}

	private static void writeHeader(boolean text, int length, ByteBuf out) {
		out.writeByte(text ? FINAL_TEXT : FINAL_BINARY);
		if (length <= MAX_SHORT_LENGTH) {
			out.writeByte(length);
		}
		else if (length <= 0xFFFF) {
			out.writeByte(TWO_BYTE_LENGTH).writeShort(length);
		}
		else {
			out.writeByte(EIGHT_BYTE_LENGTH).writeLong(length);
		}
	}

}
