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

import java.nio.charset.StandardCharsets;

/**
 * One Engine.IO packet. Immutable by contract: the data must not be changed, so that one
 * packet can be in the queues of many sessions.
 *
 * @param type what the packet is for
 * @param binary whether the data is raw bytes; only a {@link EnginePacketType#MESSAGE}
 * can be binary
 * @param data the data, text in UTF-8
 * @param compress whether the transport may compress the packet
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public record EnginePacket(EnginePacketType type, boolean binary, byte[] data, boolean compress) {

	private static final byte[] NO_DATA = {};

	/** The estimated bytes of a packet's objects and its place in a queue. */
	private static final int OBJECTS = 64;

	/** A {@code close} packet. */
	public static final EnginePacket CLOSE = new EnginePacket(EnginePacketType.CLOSE, false, NO_DATA);

	/** A {@code ping} packet. */
	public static final EnginePacket PING = new EnginePacket(EnginePacketType.PING, false, NO_DATA);

	/** A {@code pong} packet. */
	public static final EnginePacket PONG = new EnginePacket(EnginePacketType.PONG, false, NO_DATA);

	/** A {@code noop} packet. */
	public static final EnginePacket NOOP = new EnginePacket(EnginePacketType.NOOP, false, NO_DATA);

	/**
	 * Create a packet that may be compressed.
	 * @param type what the packet is for
	 * @param binary whether the data is raw bytes
	 * @param data the data, text in UTF-8
	 */
	public EnginePacket(EnginePacketType type, boolean binary, byte[] data) {
		this(type, binary, data, true);
	}

	/**
	 * Create a text packet.
	 * @param type what the packet is for
	 * @param text the data
	 * @return a packet with the text in UTF-8
	 */
	public static EnginePacket text(EnginePacketType type, String text) {
		return new EnginePacket(type, false, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The memory that the packet takes while it waits: its data and the objects around
	 * it, which outweigh the data of a small packet.
	 * @return the estimated number of bytes
	 */
	public int cost() {
		return OBJECTS + this.data.length;
	}

	/**
	 * Whether the packet is text with the given content.
	 * @param text an ASCII text
	 * @return {@code true} if it is
	 */
	public boolean hasText(String text) {
		if (this.binary || this.data.length != text.length()) {
			return false;
		}
		for (int i = 0; i < this.data.length; i++) {
			if (this.data[i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
