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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes payloads of protocol revision 4, the packets of one HTTP body: text
 * packets with a record separator between them, {@code 4hello<1E>bAQIDBA==}. Immutable
 * and shareable.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public final class PayloadCodec {

	private static final byte SEPARATOR = 0x1E;

	private PayloadCodec() {
	}

	/**
	 * Join packets.
	 * @param packets at least one packet
	 * @return the body
	 */
	public static byte[] encode(List<EnginePacket> packets) {
		int length = packets.size() - 1;
		for (EnginePacket packet : packets) {
			length += EnginePacketCodec.textLength(packet);
		}
		byte[] body = new byte[length];
		int end = 0;
		for (EnginePacket packet : packets) {
			if (end > 0) {
				body[end++] = SEPARATOR;
			}
			end = EnginePacketCodec.writeText(packet, body, end);
		}
		return body;
	}

	/**
	 * Split a body.
	 * @param body the body, in well-formed UTF-8
	 * @return the packets up to the end or up to the first invalid packet
	 */
	public static Payload decode(byte[] body) {
		return new SeparatedPayload(body);
	}

	/**
	 * The packets of a body. They are decoded on demand, so that a body of very many
	 * packets takes no more memory than its bytes. Not thread-safe.
	 */
	public abstract static class Payload {

		/**
		 * The next packet.
		 * @return the packet, or {@code null} at the end and at an invalid packet
		 */
		public abstract @Nullable EnginePacket next();

		/**
		 * Whether the body contains an invalid packet.
		 * @return {@code true} if it does; known once {@link #next()} has returned
		 * {@code null}
		 */
		public abstract boolean malformed();

		/**
		 * All remaining packets.
		 * @return the packets in order
		 */
		public List<EnginePacket> packets() {
			List<EnginePacket> packets = new ArrayList<>(4);
			EnginePacket packet = next();
			while (packet != null) {
				packets.add(packet);
				packet = next();
			}
			return packets;
		}

	}

	/**
	 * Packets joined by separators.
	 */
	private static final class SeparatedPayload extends Payload {

		private final byte[] body;

		/** The index of the next packet; beyond the end if there is none. */
		private int at;

		private boolean malformed;

		SeparatedPayload(byte[] body) {
			this.body = body;
		}

		@Override
		public @Nullable EnginePacket next() {
			if (this.malformed || this.at > this.body.length) {
				return null;
			}
			int end = this.at;
			while (end < this.body.length && this.body[end] != SEPARATOR) {
				end++;
			}
			EnginePacket packet = EnginePacketCodec.decodeText(this.body, this.at, end);
			this.malformed = packet == null;
			this.at = end + 1;
			return packet;
		}

		@Override
		public boolean malformed() {
			return this.malformed;
		}

	}

}
