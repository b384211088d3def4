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
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * Writes for all WebSockets of one event loop. One task at the end of a turn, or earlier
 * if many connections are read, writes everything that was sent during the turn. So each
 * channel is flushed once for a burst of messages, with small ones in one buffer, and a
 * broadcast needs one task for each event loop instead of one for each receiver. A
 * channel for which many packets wait is written within the turn.
 */
final class EventLoopWriter implements Runnable {

	/**
	 * How many connections are read before the answers are written: few enough that the
	 * data of a connection is still in the processor's caches.
	 */
	private static final int READS = 64;

	private static final FastThreadLocal<EventLoopWriter> writers = new FastThreadLocal<>();

	private final EventExecutor eventLoop;

	private final Queue<ChannelWebSocketTransport> ready = Queues.<ChannelWebSocketTransport>unboundedMultiproducer()
		.get();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private @Nullable ChannelWebSocketTransport current;

	/** How many connections were read since the last write. */
	private int reads;

	/** The packets that the current transport has taken and not written yet. */
	private final FrameBatch batch = new FrameBatch();

	private final SharedFrames shared = new SharedFrames();

	private EventLoopWriter(EventExecutor eventLoop) {
		this.eventLoop = eventLoop;
	}

	/**
	 * Return the writer of the current event loop.
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

	/**
	 * A connection was read, and the event loop continues with the next one.
	 */
	void connectionRead() {
		this.reads++;
		if (this.reads >= READS && this.current == null) {
			writeReady();
		}
	}

	/**
	 * Write for one transport before the turn ends, on the event loop. Does nothing while
	 * another one writes, which happens at the end of a turn only.
	 * @param transport a transport of this event loop
	 * @return whether it has written
	 */
	boolean writeNow(ChannelWebSocketTransport transport) {
		if (this.current != null) {
			return false;
		}
		try {
			boolean more = true;
			while (more) {
				more = write(transport);
			}
		}
		finally {
			// Shared frames stay for other receivers, until the turn ends.
			this.current = null;
		}
		return true;
	}

	@Override
	public void run() {
		this.scheduled.set(false);
		writeReady();
	}

	private void writeReady() {
		this.reads = 0;
		try {
			ChannelWebSocketTransport transport = this.ready.poll();
			while (transport != null) {
				transport.waitsNoMore();
				write(transport);
				transport = this.ready.poll();
			}
		}
		finally {
			this.current = null;
			this.shared.clear();
		}
	}

	private boolean write(ChannelWebSocketTransport transport) {
		this.current = transport;
		try {
			return transport.write(this);
		}
		catch (Throwable ex) {
			// Direct memory may have run out. Other sessions must not be affected.
			this.batch.clear();
			transport.writeFailed(ex);
			return false;
		}
	}

	/**
	 * Whether a transport is being written, so that packets that it took may still be in
	 * the batch.
	 * @param transport a transport of this event loop
	 * @return whether its next write has to follow {@link #writeBatch}
	 */
	boolean isCurrent(ChannelWebSocketTransport transport) {
		return transport == this.current;
	}

	/**
	 * Write a packet, at the latest with {@link #writeBatch}.
	 * @param packet a packet of the session
	 * @param format the format of the packet
	 * @param channel the channel, the same until the batch is written
	 */
	void write(EnginePacket packet, WebSocketFormat format, Channel channel) {
		if (!this.batch.takes(packet)) {
			writeBatch(format, channel);
		}
		this.batch.add(packet);
	}

	/**
	 * Write the packets that were held back for one buffer.
	 * @param format the format of the packets
	 * @param channel the channel to write to
	 */
	void writeBatch(WebSocketFormat format, Channel channel) {
		if (!this.batch.isEmpty()) {
			ByteBuf frames = this.shared.frames(this.batch, format, channel.alloc());
			this.batch.clear();
			channel.write(frames, channel.voidPromise());
		}
	}

}
