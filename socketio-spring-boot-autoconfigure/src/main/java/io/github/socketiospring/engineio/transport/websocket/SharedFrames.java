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
import org.jspecify.annotations.Nullable;

/**
 * Remembers the packets that were encoded last. If another channel gets the same packets,
 * as in a broadcast, the encoded frames are shared from then on, one buffer for each
 * format.
 */
final class SharedFrames {

	private final List<EnginePacket> last = new ArrayList<>();

	/** Their frames by format, since formats differ in binary data only. */
	private final @Nullable ByteBuf[] frames = new ByteBuf[WebSocketFormat.COUNT];

	private boolean framed;

	/**
	 * Return the encoded frames of packets.
	 * @param batch the packets of one or several frames
	 * @param format the format of the packets
	 * @param allocator allocates a new buffer
	 * @return a buffer that the caller has to release
	 */
	ByteBuf frames(FrameBatch batch, WebSocketFormat format, ByteBufAllocator allocator) {
		if (!batch.consistsOf(this.last)) {
			clear();
			this.last.addAll(batch.packets());
			return batch.encode(format, allocator);
		}
		int index = batch.hasData() ? format.ordinal() : 0;
		ByteBuf shared = this.frames[index];
		if (shared == null) {
			shared = batch.encode(format, allocator);
			this.frames[index] = shared;
			this.framed = true;
		}
		return shared.retainedDuplicate();
	}

	void clear() {
		this.last.clear();
		if (this.framed) {
			this.framed = false;
			for (int i = 0; i < this.frames.length; i++) {
				ByteBuf shared = this.frames[i];
				if (shared != null) {
					shared.release();
					this.frames[i] = null;
				}
			}
		}
	}

}
