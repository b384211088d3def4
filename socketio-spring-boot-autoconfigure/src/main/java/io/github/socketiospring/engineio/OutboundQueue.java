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

package io.github.socketiospring.engineio;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, bounded in number and bytes. Only the session's
 * current transport may take packets, so that a transport that was replaced finds nothing
 * even while it is just looking.
 */
final class OutboundQueue {

	private @Nullable EnginePacket first;

	/** Those behind the first, of which there are few at most times. */
	private @Nullable Deque<EnginePacket> others;

	private final int maxPackets;

	private final long maxBytes;

	private long bytes;

	private @Nullable Transport consumer;

	OutboundQueue(int maxPackets, long maxBytes) {
		this.maxPackets = maxPackets;
		this.maxBytes = maxBytes;
	}

	/**
	 * Add a packet.
	 * @param packet the packet
	 * @return {@code false} when it was not added, since too much waits already
	 */
	synchronized boolean offer(EnginePacket packet) {
		if (isFull(1, packet.data().length)) {
			return false;
		}
		add(packet);
		return true;
	}

	/**
	 * Add the packets of messages, with nothing between them.
	 * @param messages the messages
	 * @return {@code false} when none was added, since too much waits already
	 */
	synchronized boolean offer(List<EngineMessage> messages) {
		long length = 0;
		for (EngineMessage message : messages) {
			length += message.bytes().length;
		}
		if (isFull(messages.size(), length)) {
			return false;
		}
		for (EngineMessage message : messages) {
			add(message.packet());
		}
		return true;
	}

	private boolean isFull(int morePackets, long moreBytes) {
		return this.first != null && (size() + morePackets > this.maxPackets || this.bytes + moreBytes > this.maxBytes);
	}

	private int size() {
		return ((this.first != null) ? 1 : 0) + ((this.others != null) ? this.others.size() : 0);
	}

	private void add(EnginePacket packet) {
		if (this.first == null) {
			this.first = packet;
		}
		else {
			if (this.others == null) {
				this.others = new ArrayDeque<>(2);
			}
			this.others.addLast(packet);
		}
		this.bytes += packet.data().length;
	}

	synchronized @Nullable EnginePacket poll(Transport transport) {
		if (transport != this.consumer) {
			return null;
		}
		EnginePacket packet = this.first;
		if (packet != null) {
			this.first = (this.others != null) ? this.others.pollFirst() : null;
			this.bytes -= packet.data().length;
			if (this.first == null) {
				// Or it would stay as large as it once had to be.
				this.others = null;
			}
		}
		return packet;
	}

	synchronized boolean isEmpty() {
		return this.first == null;
	}

	synchronized long bytes() {
		return this.bytes;
	}

	synchronized void handOver(Transport transport) {
		this.consumer = transport;
	}

	synchronized void clear() {
		this.first = null;
		this.others = null;
		this.bytes = 0;
	}

}
