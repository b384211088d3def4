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
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, bounded by what it {@linkplain EnginePacket#cost()
 * costs}. What its client does not take is counted on the account of the session, and
 * once for all sessions. Only the session's current transport may take packets, so that a
 * transport that was replaced finds nothing even while it is just looking.
 */
final class OutboundQueue {

	/**
	 * How many packets make a pile, which should not grow before something is written.
	 */
	private static final int PILE = 1024;

	private @Nullable EnginePacket first;

	/** Those behind the first, of which there are few at most times. */
	private @Nullable Deque<EnginePacket> others;

	private final long maxCost;

	private final MemoryAccount memory;

	private final UntakenPackets untaken;

	private long cost;

	/** How many packets were taken, modulo 2<sup>32</sup>. */
	private int taken;

	/** Whether the client did not take what waits, so that each packet is counted. */
	private boolean lagging;

	private boolean closed;

	private @Nullable Transport consumer;

	OutboundQueue(long maxCost, MemoryAccount memory, UntakenPackets untaken) {
		this.maxCost = maxCost;
		this.memory = memory;
		this.untaken = untaken;
	}

	/**
	 * Add a packet. One of any size may wait alone.
	 * @param packet what is to be sent behind the others
	 * @return what became of it
	 */
	synchronized Offer offer(EnginePacket packet) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		if (isFull(packet.cost())) {
			return Offer.REFUSED;
		}
		int before = size();
		add(packet);
		return offer(before, before + 1);
	}

	/**
	 * Add the packets of messages, with nothing between them.
	 * @param messages a packet with its attachments
	 * @return what became of them, either all or none
	 */
	synchronized Offer offer(List<EngineMessage> messages) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		long more = 0;
		for (EngineMessage message : messages) {
			more += message.cost();
		}
		if (isFull(more)) {
			return Offer.REFUSED;
		}
		int before = size();
		add(messages);
		return offer(before, before + messages.size());
	}

	/**
	 * Add the packets of messages, with nothing between them, whatever waits already.
	 * What became of them is to be {@linkplain #added asked} afterwards.
	 * @param messages the messages
	 */
	synchronized void add(List<EngineMessage> messages) {
		if (this.closed) {
			return;
		}
		for (EngineMessage message : messages) {
			add(message.packet());
		}
	}

	/**
	 * What became of packets that were added whatever waited.
	 * @param count how many they were
	 * @return as if they were the last that were offered
	 */
	synchronized Offer added(int count) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		int after = size();
		if (this.cost > this.maxCost && after > count) {
			return Offer.REFUSED;
		}
		return offer(Math.max(0, after - count), after);
	}

	private boolean isFull(long more) {
		return this.first != null && this.cost + more > this.maxCost;
	}

	private int size() {
		return (this.first == null) ? 0 : 1 + ((this.others != null) ? this.others.size() : 0);
	}

	private static Offer offer(int before, int after) {
		if (before == 0) {
			return Offer.FIRST;
		}
		return (before / PILE != after / PILE) ? Offer.PILED_UP : Offer.BEHIND;
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
		this.cost += packet.cost();
		if (this.lagging) {
			count(packet);
		}
	}

	/**
	 * The client did not take what waits.
	 */
	synchronized void lag() {
		if (!this.lagging && this.first != null) {
			this.lagging = true;
			count(this.first);
			if (this.others != null) {
				this.others.forEach(this::count);
			}
		}
	}

	/**
	 * Whether something waits that the client did not take.
	 * @return {@code false} once nothing waits any more
	 */
	synchronized boolean isLagging() {
		return this.lagging;
	}

	private void count(EnginePacket packet) {
		this.memory.charge(MemoryKind.OUTBOUND, packet.cost());
		this.untaken.add(packet);
	}

	private void discount(EnginePacket packet) {
		this.memory.release(MemoryKind.OUTBOUND, packet.cost());
		this.untaken.remove(packet);
	}

	synchronized @Nullable EnginePacket poll(Transport transport) {
		if (transport != this.consumer) {
			return null;
		}
		EnginePacket packet = this.first;
		if (packet != null) {
			this.first = (this.others != null) ? this.others.pollFirst() : null;
			this.cost -= packet.cost();
			this.taken++;
			if (this.lagging) {
				discount(packet);
			}
			if (this.first == null) {
				this.lagging = false;
				// Or it would stay as large as it once had to be.
				this.others = null;
			}
		}
		return packet;
	}

	synchronized boolean isEmpty() {
		return this.first == null;
	}

	synchronized long cost() {
		return this.cost;
	}

	/**
	 * Tells whether something was taken since it was asked before.
	 * @return another number when something was
	 */
	synchronized int taken() {
		return this.taken;
	}

	synchronized void handOver(Transport transport) {
		this.consumer = transport;
	}

	/**
	 * Drop what waits, and take nothing more.
	 */
	synchronized void close() {
		this.closed = true;
		if (this.lagging && this.first != null) {
			this.lagging = false;
			discount(this.first);
			if (this.others != null) {
				this.others.forEach(this::discount);
			}
		}
		this.first = null;
		this.others = null;
		this.cost = 0;
	}

	/**
	 * What becomes of packets that are offered.
	 */
	enum Offer {

		/** Nothing waits before them. */
		FIRST,

		/** Others wait before them. */
		BEHIND,

		/** So many wait by now that they had better be written at once. */
		PILED_UP,

		/** Too much waits, and they were not added but by {@link #add(List)}. */
		REFUSED,

		/** They were not added, since the session has ended. */
		DROPPED

	}

}
