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
import io.netty.buffer.ByteBufAllocator;

/**
 * Finished WebSocket frames as a server sends them, unmasked and unfragmented (RFC 6455,
 * section 5.2).
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

	static ByteBuf encode(EnginePacket packet, WebSocketFormat format, ByteBufAllocator allocator) {
		if (packet.binary() && format != WebSocketFormat.REVISION_4) {
			return encodeData(packet, format, allocator);
		}
		byte[] data = packet.data();
		int length = packet.binary() ? data.length : data.length + 1;
		ByteBuf frame = header(!packet.binary(), length, allocator);
		if (!packet.binary()) {
			frame.writeByte(packet.type().digit());
		}
		return frame.writeBytes(data);
	}

	private static ByteBuf encodeData(EnginePacket packet, WebSocketFormat format, ByteBufAllocator allocator) {
		byte[] message = format.encode(packet);
		return header(format.isText(packet), message.length, allocator).writeBytes(message);
	}

	private static ByteBuf header(boolean text, int length, ByteBufAllocator allocator) {
		ByteBuf frame = allocator.ioBuffer(MAX_HEADER + length);
		frame.writeByte(text ? FINAL_TEXT : FINAL_BINARY);
		if (length <= MAX_SHORT_LENGTH) {
			frame.writeByte(length);
		}
		else if (length <= 0xFFFF) {
			frame.writeByte(TWO_BYTE_LENGTH).writeShort(length);
		}
		else {
			frame.writeByte(EIGHT_BYTE_LENGTH).writeLong(length);
		}
		return frame;
	}

}
