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

import io.netty.buffer.ByteBuf;

/**
 * Reads WebSocket frames as servers write them, for the clients of the tests and of the
 * benchmarks.
 *
 * @see Wire#frame
 */
public final class FrameReader {

	/** The opcode in the first byte of a frame. */
	public static final int OPCODE = 0x0F;

	private static final int SHORT_HEAD = 2;

	private static final int TWO_BYTE_LENGTH = 126;

	private static final int EIGHT_BYTE_LENGTH = 127;

	private FrameReader() {
	}

	/**
	 * Take the frame with which a buffer begins, if it is complete.
	 * @param buffer what was received
	 * @param listener told of the frame
	 * @return 0 if there was a frame, or how many bytes more there must be at least
	 */
	public static int read(ByteBuf buffer, FrameListener listener) {
		int readable = buffer.readableBytes();
		if (readable < SHORT_HEAD) {
			return SHORT_HEAD - readable;
		}
		int start = buffer.readerIndex();
		int code = buffer.getByte(start + 1) & 0x7F;
		int head = SHORT_HEAD + switch (code) {
			case TWO_BYTE_LENGTH -> Short.BYTES;
			case EIGHT_BYTE_LENGTH -> Long.BYTES;
			default -> 0;
		};
		if (readable < head) {
			return head - readable;
		}
		int length = switch (code) {
			case TWO_BYTE_LENGTH -> buffer.getUnsignedShort(start + SHORT_HEAD);
			case EIGHT_BYTE_LENGTH -> Math.toIntExact(buffer.getLong(start + SHORT_HEAD));
			default -> code;
		};
		if (readable - head < length) {
			return length - (readable - head);
		}
		buffer.skipBytes(head + length);
		listener.onFrame(buffer.getUnsignedByte(start), buffer, start + head, length);
		return 0;
	}

	/**
	 * Told of frames.
	 */
	@FunctionalInterface
	public interface FrameListener {

		/**
		 * A frame.
		 * @param head its first byte: the opcode and the bits before it
		 * @param buffer where its payload is
		 * @param index where the payload begins
		 * @param length how long the payload is
		 */
		void onFrame(int head, ByteBuf buffer, int index, int length);

	}

}
