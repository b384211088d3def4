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

import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * Writes for all WebSockets of one event loop: whatever is sent during a turn of the loop
 * leaves by one task at its end, so that each channel is flushed once for a burst of
 * messages, and a broadcast costs one task per event loop and not one per receiver.
 * <p>
 * It also remembers the packet written last. When another channel writes the same packet,
 * which a broadcast makes it do, the finished frame is shared from then on, one for each
 * form a client may ask for.
 */
final class EventLoopWriter implements Runnable {

	private static final FastThreadLocal<EventLoopWriter> writers = new FastThreadLocal<>();

	private final EventExecutor eventLoop;

	private final Queue<ChannelWebSocketTransport> ready = Queues.<ChannelWebSocketTransport>unboundedMultiproducer()
		.get();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private @Nullable EnginePacket lastPacket;

	/** Its frames: formats differ in data only. */
	private final @Nullable ByteBuf[] lastFrames = new ByteBuf[WebSocketFormat.COUNT];

	private boolean framed;

	private EventLoopWriter(EventExecutor eventLoop) {
		this.eventLoop = eventLoop;
	}

	/**
	 * The writer of the event loop that runs this.
	 * @param eventLoop the current event loop
	 * @return its only writer
	 */
	static EventLoopWriter of(EventExecutor eventLoop) {
		EventLoopWriter writer = writers.get();
		if (writer == null || writer.eventLoop != eventLoop) {
			writer = new EventLoopWriter(eventLoop);
			writers.set(writer);
		}
		return writer;
	}

	/**
	 * Let a transport write in this turn. Can be called from any thread.
	 * @param transport a transport that is not waiting yet
	 */
	void add(ChannelWebSocketTransport transport) {
		this.ready.add(transport);
		if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
			this.eventLoop.execute(this);
		}
	}

	@Override
	public void run() {
		this.scheduled.set(false);
		try {
			ChannelWebSocketTransport transport = this.ready.poll();
			while (transport != null) {
				transport.write(this);
				transport = this.ready.poll();
			}
		}
		finally {
			forget();
		}
	}

	/**
	 * The finished frame of a packet.
	 * @param packet the packet
	 * @param format what it is to look like
	 * @param allocator where a new buffer comes from
	 * @return a buffer that is the caller's
	 */
	ByteBuf frame(EnginePacket packet, WebSocketFormat format, ByteBufAllocator allocator) {
		if (packet != this.lastPacket) {
			forget();
			this.lastPacket = packet;
			return WebSocketFrames.encode(packet, format, allocator);
		}
		int index = packet.binary() ? format.ordinal() : 0;
		ByteBuf frame = this.lastFrames[index];
		if (frame == null) {
			frame = WebSocketFrames.encode(packet, format, allocator);
			this.lastFrames[index] = frame;
			this.framed = true;
		}
		return frame.retainedDuplicate();
	}

	private void forget() {
		this.lastPacket = null;
		if (this.framed) {
			this.framed = false;
			for (int i = 0; i < this.lastFrames.length; i++) {
				ByteBuf frame = this.lastFrames[i];
				if (frame != null) {
					frame.release();
					this.lastFrames[i] = null;
				}
			}
		}
	}

}
