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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.packet.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes payloads of protocol revision 3, the packets of one HTTP body. In
 * text, each packet follows its length: {@code 6:4hello2:4€}. If a packet is binary, the
 * body is binary, and each packet follows a marker byte, the digits of its length and
 * {@code FF}. Immutable and shareable.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3">Engine.IO
 * protocol, revision 3</a>
 */
public final class PayloadCodecV3 {

	private static final byte TEXT = 0;

	private static final byte BINARY = 1;

	private static final byte END_OF_LENGTH = (byte) 0xFF;

	private static final int MAX_DIGITS = 9;

	private PayloadCodecV3() {
	}

	/**
	 * Join packets into a text body. Lengths count UTF-16 code units.
	 * @param packets at least one packet; data is sent as Base64
	 * @return the body in UTF-8
	 */
	public static byte[] encodeText(List<EnginePacket> packets) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (EnginePacket packet : packets) {
			if (packet.binary()) {
				byte[] text = EnginePacketCodecV3.base64Text(packet);
				writeLength(body, text.length).write(':');
				body.writeBytes(text);
			}
			else {
				writeLength(body, 1 + utf16Length(packet.data())).write(':');
				body.write(packet.type().digit());
				body.writeBytes(packet.data());
			}
		}
		return body.toByteArray();
	}

	/**
	 * Join packets into a binary body. Lengths count bytes.
	 * @param packets at least one packet
	 * @return a body for {@code application/octet-stream}
	 */
	public static byte[] encodeBinary(List<EnginePacket> packets) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (EnginePacket packet : packets) {
			body.write(packet.binary() ? BINARY : TEXT);
			for (char digit : String.valueOf(1 + packet.data().length).toCharArray()) {
				body.write(digit - '0');
			}
			body.write(END_OF_LENGTH);
			body.write(packet.binary() ? packet.type().digit() - '0' : packet.type().digit());
			body.writeBytes(packet.data());
		}
		return body.toByteArray();
	}

	private static ByteArrayOutputStream writeLength(ByteArrayOutputStream body, int length) {
		body.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
		return body;
	}

	private static int utf16Length(byte[] utf8) {
		int length = 0;
		for (byte b : utf8) {
			if ((b & 0xC0) != 0x80) {
				length += ((b & 0xF8) != 0xF0) ? 1 : 2;
			}
		}
		return length;
	}

	/**
	 * Split a text body.
	 * @param body the body, in well-formed UTF-8
	 * @return the packets up to the end or up to the first invalid packet
	 */
	public static PayloadCodec.Payload decodeText(byte[] body) {
		return new TextPayload(body);
	}

	/**
	 * Split a binary body. A last packet that is truncated is accepted as it is.
	 * @param body the body of a {@code POST} request
	 * @return the packets up to the end or up to the first invalid packet
	 */
	public static PayloadCodec.Payload decodeBinary(byte[] body) {
		return new BinaryPayload(body);
	}

	private static @Nullable EnginePacket decode(byte[] body, boolean text, int from, int to) {
		if (!text) {
			return EnginePacketCodecV3.decodeBinary(body, from, to);
		}
		byte[] packet = Arrays.copyOfRange(body, from, to);
		return Utf8.isWellFormed(packet) ? EnginePacketCodecV3.decodeText(packet, 0, packet.length) : null;
	}

	private static int number(byte[] bytes, int from, int to, int zero) {
		if (from == to || to - from > MAX_DIGITS) {
			return -1;
		}
		int number = 0;
		for (int i = from; i < to; i++) {
			int digit = bytes[i] - zero;
			if (digit < 0 || digit > 9) {
				return -1;
			}
			number = 10 * number + digit;
		}
		return number;
	}

	/**
	 * Find the end of a number of UTF-16 code units.
	 * @param utf8 well-formed UTF-8
	 * @param from the index of the first one
	 * @param length how many there are
	 * @return the index after the last one, or -1 if there are fewer
	 */
	private static int skip(byte[] utf8, int from, int length) {
		int at = from;
		int left = length;
		while (left > 0 && at < utf8.length) {
			int lead = utf8[at] & 0xFF;
			if (lead < 0x80) {
				at++;
			}
			else if (lead < 0xE0) {
				at += 2;
			}
			else if (lead < 0xF0) {
				at += 3;
			}
			else {
				at += 4;
				left--;
			}
			left--;
		}
		return (left == 0) ? at : -1;
	}

	/**
	 * Packets that follow their lengths.
	 */
	private abstract static class CountedPayload extends PayloadCodec.Payload {

		final byte[] body;

		/** The index of the next length. */
		int at;

		private boolean malformed;

		CountedPayload(byte[] body, boolean malformed) {
			this.body = body;
			this.malformed = malformed;
		}

		@Override
		public @Nullable EnginePacket next() {
			while (this.at < this.body.length && !this.malformed) {
				EnginePacket packet = read();
				if (packet != null) {
					return packet;
				}
			}
			return null;
		}

		/**
		 * Read the packet at the current index.
		 * @return the packet, {@code null} if it is empty or invalid
		 */
		abstract @Nullable EnginePacket read();

		final @Nullable EnginePacket refuse() {
			this.malformed = true;
			return null;
		}

		@Override
		public boolean malformed() {
			return this.malformed;
		}

	}

	/**
	 * A text body.
	 */
	private static final class TextPayload extends CountedPayload {

		TextPayload(byte[] body) {
			super(body, body.length == 0);
		}

		@Override
		@Nullable EnginePacket read() {
			int colon = this.at;
			while (colon < this.body.length && this.body[colon] != ':') {
				colon++;
			}
			int length = (colon < this.body.length) ? number(this.body, this.at, colon, '0') : -1;
			int end = (length >= 0) ? skip(this.body, colon + 1, length) : -1;
			if (end < 0) {
				return refuse();
			}
			this.at = end;
			if (length == 0) {
				return null;
			}
			EnginePacket packet = EnginePacketCodecV3.decodeText(this.body, colon + 1, end);
			return (packet != null) ? packet : refuse();
		}

	}

	/**
	 * A binary body.
	 */
	private static final class BinaryPayload extends CountedPayload {

		BinaryPayload(byte[] body) {
			super(body, false);
		}

		@Override
		@Nullable EnginePacket read() {
			int start = this.at + 1;
			while (start < this.body.length && this.body[start] != END_OF_LENGTH) {
				start++;
			}
			int length = (start < this.body.length) ? number(this.body, this.at + 1, start, 0) : -1;
			if (length < 0) {
				return refuse();
			}
			int end = (int) Math.min(this.body.length, start + 1L + length);
			EnginePacket packet = decode(this.body, this.body[this.at] == TEXT, start + 1, end);
			this.at = end;
			return (packet != null) ? packet : refuse();
		}

	}

}
