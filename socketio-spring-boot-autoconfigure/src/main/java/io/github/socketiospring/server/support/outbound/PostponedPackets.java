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

package io.github.socketiospring.server.support.outbound;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * Packets that are sent later, in their order: one leaves when its condition is met and
 * those before it have left. They count in the memory of their session, which this kind
 * of memory never closes, so no other code is called.
 */
final class PostponedPackets {

	private final Consumer<OutgoingPacket> sender;

	private final MemoryAccount memory;

	private final long limit;

	private final Queue<Postponed> packets = new ArrayDeque<>(2);

	private long bytes;

	/** Whether a thread sends one of them. */
	private boolean sending;

	/**
	 * Create a queue.
	 * @param sender sends a packet
	 * @param memory the memory of the session
	 * @param limit how many bytes may wait
	 */
	PostponedPackets(Consumer<OutgoingPacket> sender, MemoryAccount memory, long limit) {
		this.sender = sender;
		this.memory = memory;
		this.limit = limit;
	}

	/**
	 * Add a packet.
	 * @param packet the encoded packet
	 * @param condition completes, normally or not, when it may be sent; {@code null} if
	 * it only waits for those before it
	 * @return {@code false} if too many bytes wait, or if there is nothing to wait for
	 */
	boolean add(OutgoingPacket packet, @Nullable CompletionStage<Void> condition) {
		Postponed added = new Postponed(packet, condition == null);
		synchronized (this) {
			if ((condition == null && this.packets.isEmpty() && !this.sending)
					|| this.bytes + added.cost > this.limit) {
				return false;
			}
			count(added.cost);
			this.packets.add(added);
		}
		if (condition != null) {
			// A future calls those that wait for it in the reverse order.
			condition.whenComplete((none, ex) -> {
				added.due = true;
				sendDue();
			});
		}
		else {
			sendDue();
		}
		return true;
	}

	private void sendDue() {
		for (Postponed next = nextDue(); next != null; next = nextDue()) {
			try {
				this.sender.accept(next.packet);
			}
			finally {
				sent();
			}
		}
	}

	private synchronized @Nullable Postponed nextDue() {
		Postponed next = this.packets.peek();
		if (next == null || this.sending || !next.due) {
			return null;
		}
		this.sending = true;
		return take();
	}

	private synchronized void sent() {
		this.sending = false;
	}

	/**
	 * Send all of them now.
	 */
	void sendAll() {
		for (Postponed next = take(); next != null; next = take()) {
			this.sender.accept(next.packet);
		}
	}

	private synchronized @Nullable Postponed take() {
		Postponed next = this.packets.poll();
		if (next != null) {
			count(-next.cost);
		}
		return next;
	}

	private void count(long change) {
		this.bytes += change;
		this.memory.charge(MemoryKind.ANSWERS, change);
	}

	/**
	 * A packet that waits.
	 */
	private static final class Postponed {

		private final OutgoingPacket packet;

		private final long cost;

		private volatile boolean due;

		Postponed(OutgoingPacket packet, boolean due) {
			this.packet = packet;
			this.cost = packet.cost();
			this.due = due;
		}

	}

}
