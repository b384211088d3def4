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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Packets that are written to one channel in one buffer: copying small ones is cheaper
 * than writing a buffer for each. A large packet is a batch by itself.
 */
final class FrameBatch {

	private static final int SMALL = 2048;

	private static final int FULL = 8192;

	private final List<EnginePacket> packets = new ArrayList<>();

	private int length;

	private boolean data;

	/**
	 * Whether a packet fits in; one that does not fits into an empty batch.
	 * @param packet the next packet of the session
	 * @return whether it can be added
	 */
	boolean takes(EnginePacket packet) {
		return this.packets.isEmpty() || this.length < FULL && isSmall(packet) && isSmall(this.packets.get(0));
	}

	private static boolean isSmall(EnginePacket packet) {
		return packet.data().length < SMALL;
	}

	void add(EnginePacket packet) {
		this.packets.add(packet);
		this.length += WebSocketFrames.expectedLength(packet);
		this.data |= packet.binary();
	}

	boolean isEmpty() {
		return this.packets.isEmpty();
	}

	/**
	 * Whether the frames depend on the format.
	 * @return whether a packet contains data
	 */
	boolean hasData() {
		return this.data;
	}

	/**
	 * Whether this has the packets of another batch.
	 * @param other the packets to compare with
	 * @return whether they are the same, in the same order
	 */
	boolean consistsOf(List<EnginePacket> other) {
		if (this.packets.size() != other.size()) {
			return false;
		}
		for (int i = 0; i < other.size(); i++) {
			if (this.packets.get(i) != other.get(i)) {
				return false;
			}
		}
		return true;
	}

	List<EnginePacket> packets() {
		return this.packets;
	}

	/**
	 * Encode the packets as frames.
	 * @param format the format of the packets
	 * @param allocator allocates the buffer
	 * @return the frames, one after another
	 */
	ByteBuf encode(WebSocketFormat format, ByteBufAllocator allocator) {
		ByteBuf frames = allocator.ioBuffer(this.length);
		try {
			for (EnginePacket packet : this.packets) {
				WebSocketFrames.write(packet, format, frames);
			}
			return frames;
		}
		catch (Throwable ex) {
			frames.release();
			throw ex;
		}
	}

	void clear() {
		this.packets.clear();
		this.length = 0;
		this.data = false;
	}

}
