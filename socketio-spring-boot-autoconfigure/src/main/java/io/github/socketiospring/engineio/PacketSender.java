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

import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * Sends the packets of a session: queues them, asks the transport in use to write them,
 * and ends the session if its client does not read. Thread-safe.
 */
final class PacketSender {

	private final SessionContext context;

	private final SignalLane lane;

	private final SessionLife session;

	private final EngineListeners<EngineSessionListener> listeners;

	private final OutboundQueue queue;

	/** Set by {@link #handOver}, before other threads can access the session. */
	@SuppressWarnings("NullAway.Init")
	private volatile Transport transport;

	/** A ping that was sent to check whether the client reads, until it was read. */
	private volatile @Nullable EnginePacket waitingProbe;

	/** The check of a client that does not read, while it is running. */
	private volatile @Nullable Stall stall;

	/**
	 * Create a sender without a transport.
	 * @param context the server's settings and timer
	 * @param lane the session's lane
	 * @param session the session, which is ended if its client does not read
	 * @param listeners are notified of each packet
	 * @param memory the session's account, charged while the client does not read
	 */
	PacketSender(SessionContext context, SignalLane lane, SessionLife session,
			EngineListeners<EngineSessionListener> listeners, MemoryAccount memory) {
		this.context = context;
		this.lane = lane;
		this.session = session;
		this.listeners = listeners;
		this.queue = new OutboundQueue(context.options().maxOutboundBytes(), memory, context.untaken());
	}

	/**
	 * Let a transport write the queued packets from now on, instead of the previous one.
	 * @param transport the transport in use
	 */
	void handOver(Transport transport) {
		this.transport = transport;
		this.queue.handOver(transport);
	}

	void send(EnginePacket packet) {
		if (this.session.isOpen()) {
			tellCreated(packet);
			OutboundQueue.Offer offer = this.queue.offer(packet);
			queued((offer != OutboundQueue.Offer.REFUSED) ? offer : this.queue.offer(packet, isWriteDue()));
		}
	}

	/**
	 * Send messages as one unit.
	 * @param messages a packet with its attachments
	 */
	void send(List<EngineMessage> messages) {
		if (this.session.isOpen()) {
			tellCreated(messages);
			OutboundQueue.Offer offer = this.queue.offer(messages);
			queued((offer != OutboundQueue.Offer.REFUSED) ? offer : this.queue.offer(messages, isWriteDue()));
		}
	}

	/**
	 * Queue messages as one unit. Calls no other code; {@link #flush} has to follow.
	 * @param messages a packet with its attachments
	 */
	void enqueue(List<EngineMessage> messages) {
		if (this.session.isOpen()) {
			this.queue.add(messages);
		}
	}

	/**
	 * Send messages that were queued.
	 * @param messages the queued messages
	 */
	void flush(List<EngineMessage> messages) {
		if (this.session.isOpen()) {
			tellCreated(messages);
			int count = messages.size();
			OutboundQueue.Offer offer = this.queue.added(count, false);
			queued((offer != OutboundQueue.Offer.REFUSED) ? offer : this.queue.added(count, isWriteDue()));
		}
	}

	/**
	 * Send a packet to check whether the client reads.
	 * @param packet a ping, or a packet without a meaning
	 */
	void probe(EnginePacket packet) {
		this.waitingProbe = packet;
		send(packet);
	}

	boolean isProbeTaken() {
		return this.waitingProbe == null;
	}

	/**
	 * Answer the waiting poll, so that its client can leave it for an upgrade.
	 */
	void releasePoll() {
		if (this.transport.isWritable()) {
			send(EnginePacket.NOOP);
		}
	}

	private void tellCreated(EnginePacket packet) {
		if (!this.listeners.isEmpty()) {
			this.listeners.tell((listener) -> listener.onPacketCreate(packet));
		}
	}

	private void tellCreated(List<EngineMessage> messages) {
		if (!this.listeners.isEmpty()) {
			messages.forEach((message) -> tellCreated(message.packet()));
		}
	}

	/**
	 * Write the waiting packets, since the queue is full.
	 * @return whether this thread cannot write, so that more may wait until a write was
	 * tried
	 */
	private boolean isWriteDue() {
		return !this.transport.writeNow();
	}

	private void queued(OutboundQueue.Offer offer) {
		switch (offer) {
			case FIRST -> {
				this.transport.requestWrite();
				if (this.transport.isBlocked()) {
					this.queue.lag();
				}
			}
			case BEHIND -> {
				this.transport.requestWrite();
				watch();
			}
			case PILED_UP -> {
				this.transport.writeNow();
				watch();
			}
			case REFUSED -> this.session.endSoon(EngineCounter.OUTBOUND_OVERFLOW,
					"too much was sent to its client: more than " + this.context.options().maxOutboundBytes()
							+ " bytes wait ('socketio.limits.outbound-size')",
					Transport.Farewell.CLOSE);
			case DROPPED -> {
			}
		}
	}

	/**
	 * Give the client a limited time to read if it does not.
	 */
	void watch() {
		// At least a ping waits for a client that does not read, so others are found
		// earlier.
		if (this.transport.isBlocked()) {
			this.queue.lag();
			if (this.stall == null) {
				this.lane.execute(this::beginStall);
			}
		}
	}

	private void beginStall() {
		if (this.stall == null && isStalled()) {
			this.stall = new Stall(this.queue, this.context.timer(), this.context.options().slowAfter(),
					() -> this.lane.execute(this::endStall));
		}
	}

	private boolean isStalled() {
		return this.session.isOpen() && !this.queue.isEmpty() && this.transport.isBlocked();
	}

	private void endStall() {
		Stall ended = this.stall;
		this.stall = null;
		if (ended == null || !isStalled()) {
			return;
		}
		if (ended.isTaken()) {
			beginStall();
		}
		else {
			this.session.endSoon(
					EngineCounter.SLOW_CLIENT, "its client does not read: it left its packets waiting for "
							+ this.context.options().slowAfter() + " ('socketio.limits.slow-after')",
					Transport.Farewell.CLOSE);
		}
	}

	/**
	 * Whether the client reads, see {@link SessionMemory#isTaking()}.
	 * @return {@code false} while it does not read the waiting packets
	 */
	boolean isTaking() {
		if (!this.queue.isLagging()) {
			return this.transport.isTaking();
		}
		Stall pending = this.stall;
		// Without a stall the packets only wait for a thread to write them.
		return (pending != null) ? pending.isBeingTaken() : !this.transport.isBlocked() && this.transport.isTaking();
	}

	/**
	 * Take the next packet.
	 * @param transport the transport that writes
	 * @return a packet, or {@code null} if there is none for this transport
	 */
	@Nullable EnginePacket next(Transport transport) {
		EnginePacket packet = this.queue.poll(transport);
		if (packet != null) {
			this.context.traffic().sent(packet);
			if (packet == this.waitingProbe) {
				this.waitingProbe = null;
			}
		}
		return packet;
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	boolean isWritable() {
		return this.session.isOpen() && this.queue.isEmpty() && this.transport.isWritable();
	}

	int queuedPackets() {
		return this.queue.count();
	}

	long queuedBytes() {
		return this.queue.cost();
	}

	/**
	 * Drop the waiting packets, since the session has ended.
	 */
	void close() {
		Stall pending = this.stall;
		if (pending != null) {
			pending.cancel();
		}
		this.queue.close();
	}

}
