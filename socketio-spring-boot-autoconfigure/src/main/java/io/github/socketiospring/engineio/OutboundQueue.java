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
 * The packets that wait for one client, limited by their {@linkplain EnginePacket#cost()
 * size}. If the client does not read, they are charged to the account of the session, and
 * once for all sessions. Only the session's current transport may take packets; a
 * transport that was replaced gets none, even if it is just taking one.
 */
final class OutboundQueue {

	/**
	 * The number of packets from which the queue should be written at once.
	 */
	private static final int PILE = 1024;

	private @Nullable EnginePacket first;

	/** The packets after the first; usually few. */
	private @Nullable Deque<EnginePacket> others;

	/** How many times the limit may wait while a write has yet to be tried. */
	private static final int BURST = 4;

	private final long maxCost;

	private final long maxBurst;

	private final MemoryAccount memory;

	private final UntakenPackets untaken;

	private long cost;

	/** How many packets were taken, modulo 2<sup>32</sup>. */
	private int taken;

	/** Whether the client does not read, so that each packet is charged. */
	private boolean lagging;

	private boolean closed;

	private @Nullable Transport consumer;

	OutboundQueue(long maxCost, MemoryAccount memory, UntakenPackets untaken) {
		this.maxCost = maxCost;
		this.maxBurst = (maxCost < Long.MAX_VALUE / BURST) ? BURST * maxCost : Long.MAX_VALUE;
		this.memory = memory;
		this.untaken = untaken;
	}

	/**
	 * Add a packet. A single packet of any size may wait alone.
	 * @param packet the packet to send after the others
	 * @return whether it was added, and whether others wait
	 */
	Offer offer(EnginePacket packet) {
		return offer(packet, false);
	}

	/**
	 * Add a packet.
	 * @param packet the packet to send after the others
	 * @param burst whether more than the limit may wait, and is charged, since a write
	 * has yet to be tried
	 * @return whether it was added, and whether others wait
	 */
	synchronized Offer offer(EnginePacket packet, boolean burst) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		if (isFull(packet.cost(), burst)) {
			return Offer.REFUSED;
		}
		int before = size();
		add(packet);
		chargeBurst();
		return offer(before, before + 1);
	}

	/**
	 * Add the packets of messages as one unit.
	 * @param messages a packet with its attachments
	 * @return whether all or none were added, and whether others wait
	 */
	Offer offer(List<EngineMessage> messages) {
		return offer(messages, false);
	}

	/**
	 * Add the packets of messages as one unit.
	 * @param messages a packet with its attachments
	 * @param burst whether more than the limit may wait, and is charged, since a write
	 * has yet to be tried
	 * @return whether all or none were added, and whether others wait
	 */
	synchronized Offer offer(List<EngineMessage> messages, boolean burst) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		long more = 0;
		for (EngineMessage message : messages) {
			more += message.cost();
		}
		if (isFull(more, burst)) {
			return Offer.REFUSED;
		}
		int before = size();
		add(messages);
		chargeBurst();
		return offer(before, before + messages.size());
	}

	/**
	 * Add the packets of messages as one unit, regardless of the limit. {@link #added}
	 * has to be called afterwards.
	 * @param messages a packet with its attachments
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
	 * Return the result for packets that were added regardless of the limit.
	 * @param count how many packets were added
	 * @param burst whether more than the limit may wait, and is charged, since a write
	 * has yet to be tried
	 * @return the same as if they had been offered
	 */
	synchronized Offer added(int count, boolean burst) {
		if (this.closed) {
			return Offer.DROPPED;
		}
		int after = size();
		if (this.cost > limit(burst) && after > count) {
			return Offer.REFUSED;
		}
		chargeBurst();
		return offer(Math.max(0, after - count), after);
	}

	private boolean isFull(long more, boolean burst) {
		return this.first != null && this.cost + more > limit(burst);
	}

	private long limit(boolean burst) {
		return burst ? this.maxBurst : this.maxCost;
	}

	private void chargeBurst() {
		if (this.cost > this.maxCost) {
			lag();
		}
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
	 * The client does not read, or more than the limit waits: charge the waiting packets.
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
	 * Whether waiting packets are charged, since the client does not read.
	 * @return {@code false} after the queue was empty
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
				// Otherwise it would keep its largest capacity.
				this.others = null;
			}
		}
		return packet;
	}

	/**
	 * How many packets wait.
	 * @return the number of packets
	 */
	synchronized int count() {
		return size();
	}

	synchronized boolean isEmpty() {
		return this.first == null;
	}

	synchronized long cost() {
		return this.cost;
	}

	/**
	 * A number that changes when packets are taken.
	 * @return a different number if a packet was taken since the previous call
	 */
	synchronized int taken() {
		return this.taken;
	}

	synchronized void handOver(Transport transport) {
		this.consumer = transport;
	}

	/**
	 * Drop the waiting packets, and accept no more.
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
	 * The result of offering packets.
	 */
	enum Offer {

		/** Added, and no packets wait before them. */
		FIRST,

		/** Added, and other packets wait before them. */
		BEHIND,

		/** Added, and so many wait that they should be written at once. */
		PILED_UP,

		/** Too much waits. They were not added, except by {@link #add(List)}. */
		REFUSED,

		/** Not added, since the session has ended. */
		DROPPED

	}

}
