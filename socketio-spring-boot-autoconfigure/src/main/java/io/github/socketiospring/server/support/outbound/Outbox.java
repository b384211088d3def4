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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue through which all packets of a socket leave: events, acknowledgements and the
 * disconnect, in the order in which they are added. A {@linkplain #hold() place} can be
 * held for packets that must not leave yet; later packets wait behind it, up to the limit
 * of bytes that may wait for a client. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Outbox {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	/** The queue of an outbox that is closed. */
	private static final Deque<Place> CLOSED = new ArrayDeque<>(0);

	private final EngineSession session;

	private final boolean resumable;

	private final OutgoingListeners listeners;

	/** How many bytes may wait here. */
	private final long limit;

	private final Diagnostics diagnostics;

	/** The waiting packets, {@code null} if packets go directly to the session. */
	private volatile @Nullable Deque<Place> waiting;

	/** The packets that are sent later, {@code null} if there never were any. */
	private volatile @Nullable PostponedPackets postponed;

	private long bytes;

	/** Whether too much waited, and the session was not closed yet. */
	private boolean overflown;

	private boolean draining;

	/** Whether no more packets are accepted behind the waiting ones. */
	private boolean ending;

	/**
	 * Create an outbox without waiting packets.
	 * @param session the session that sends the packets
	 * @param resumable whether the client can be recovered, and so gets offsets
	 * @param listeners called for each sent event
	 * @param limit how many bytes may wait
	 * @param diagnostics counts and logs what does not fit the limit
	 */
	Outbox(EngineSession session, boolean resumable, OutgoingListeners listeners, long limit, Diagnostics diagnostics) {
		this.session = session;
		this.resumable = resumable;
		this.listeners = listeners;
		this.limit = limit;
		this.diagnostics = diagnostics;
	}

	/**
	 * Whether a packet would be written at once.
	 * @return {@code false} while packets wait here or in the session
	 */
	public boolean isWritable() {
		return this.waiting == null && this.session.isWritable();
	}

	/**
	 * Whether the server does not read from the client now.
	 * @return {@code true} while too many of its events wait for handlers
	 */
	boolean isClientUnread() {
		return this.session.isReadingSuspended();
	}

	/**
	 * Send an event and call the listeners for sent events.
	 * @param packet the event to send
	 */
	public void deliver(OutgoingPacket packet) {
		if (this.waiting != CLOSED) {
			this.listeners.tell(packet);
			send(packet);
		}
	}

	/**
	 * Add an event to the queue without sending it. It calls no other code, for callers
	 * that hold a lock; {@link #release} has to follow without the lock. Has no effect
	 * for a client that cannot be recovered, which does not depend on the order that the
	 * lock guards.
	 * @param packet the encoded event
	 * @return whether it waits here, and is sent with the packets before it
	 */
	public boolean enqueue(OutgoingPacket packet) {
		if (!this.resumable) {
			return false;
		}
		if (this.waiting != null && append(packet)) {
			return true;
		}
		this.session.enqueue(packet.unit());
		return false;
	}

	/**
	 * Send an event that was {@linkplain #enqueue enqueued}, and call the listeners for
	 * sent events.
	 * @param packet what was enqueued
	 * @param waits what {@link #enqueue} returned
	 */
	public void release(OutgoingPacket packet, boolean waits) {
		if (!this.resumable) {
			deliver(packet);
			return;
		}
		if (this.waiting == CLOSED) {
			closeIfOverflown();
		}
		else {
			this.listeners.tell(packet);
		}
		if (!waits) {
			// Also after the end, since nothing else would send it.
			this.session.flush(packet.unit());
		}
	}

	/**
	 * Send an event if it can be written at once; otherwise count it as dropped.
	 * @param packet the event to send
	 */
	public void deliverIfWritable(OutgoingPacket packet) {
		if (isWritable()) {
			deliver(packet);
		}
		else {
			this.diagnostics.count(SocketIOCounter.VOLATILE_DROPPED);
		}
	}

	/**
	 * Send a packet after the waiting ones.
	 * @param packet the packet to send, encoded on first use
	 */
	public void send(OutgoingPacket packet) {
		OutgoingPacket form = packet.forClient(this.resumable);
		if (this.waiting == null || !append(form)) {
			form.sendTo(this.session);
		}
		else if (this.waiting == CLOSED) {
			closeIfOverflown();
		}
	}

	/**
	 * Send a packet later, after those that are already to be sent later; what is sent
	 * meanwhile goes before it. It is sent before the last packet at the latest, and at
	 * once if too many bytes wait so already.
	 * @param condition completes when it may be sent, {@code null} if it only waits for
	 * those before it
	 * @param packet the encoded packet
	 */
	void sendAfter(@Nullable CompletionStage<Void> condition, OutgoingPacket packet) {
		PostponedPackets later = (condition != null) ? postponed() : this.postponed;
		if (later == null || !later.add(packet, condition)) {
			send(packet);
		}
	}

	private synchronized PostponedPackets postponed() {
		PostponedPackets later = this.postponed;
		if (later == null) {
			later = new PostponedPackets(this::send, this.session.memory(), this.limit);
			this.postponed = later;
		}
		return later;
	}

	/**
	 * Hold a place: packets that are sent from now on wait until it is filled.
	 * @return a place that has to be filled or given up
	 */
	public synchronized Place hold() {
		return hold(0);
	}

	/**
	 * Hold a place for an encoded event.
	 * @param event the event, which counts from now on
	 * @return the place; {@link #closeIfOverflown()} has to follow without any lock
	 */
	Place hold(OutgoingPacket event) {
		return hold(event.cost());
	}

	private synchronized Place hold(long cost) {
		Place place = new Place(null, cost);
		Deque<Place> queue = this.waiting;
		if (queue == null) {
			queue = new ArrayDeque<>(2);
			this.waiting = queue;
		}
		if (queue != CLOSED && count(cost)) {
			queue.addLast(place);
		}
		return place;
	}

	/**
	 * Count waiting bytes. The outbox is closed if they exceed the limit.
	 * @param cost the bytes that are added
	 * @return whether they may wait
	 */
	private boolean count(long cost) {
		if (this.bytes + cost <= this.limit) {
			charge(cost);
			return true;
		}
		dropWaiting();
		this.overflown = true;
		return false;
	}

	/**
	 * Count waiting bytes in the account of the session as well. This kind of memory
	 * never closes a session, so no other code is called.
	 * @param change the bytes that are added, negative if they are removed
	 */
	private void charge(long change) {
		if (change != 0) {
			this.bytes += change;
			this.session.memory().charge(MemoryKind.ANSWERS, change);
		}
	}

	private void dropWaiting() {
		this.waiting = CLOSED;
		charge(-this.bytes);
	}

	/**
	 * Send a last packet after the waiting ones, and accept no more.
	 * @param last the last packet, usually DISCONNECT
	 */
	public void end(OutgoingPacket last) {
		PostponedPackets later = this.postponed;
		if (later != null) {
			// What was done before is acknowledged.
			later.sendAll();
		}
		OutgoingPacket form = last.forClient(this.resumable);
		synchronized (this) {
			Deque<Place> queue = this.waiting;
			if (queue == CLOSED || this.ending) {
				return;
			}
			// From here on, no other thread can add a packet behind the last one.
			this.ending = true;
			if (queue != null) {
				long cost = form.cost();
				charge(cost);
				queue.addLast(new Place(List.of(form), cost));
				return;
			}
			this.waiting = CLOSED;
		}
		form.sendTo(this.session);
	}

	/**
	 * Drop the waiting packets, and accept no more.
	 */
	public synchronized void close() {
		if (!this.ending) {
			dropWaiting();
		}
	}

	/**
	 * Add a packet to the waiting ones.
	 * @param packet the packet to send after the place before it is filled
	 * @return {@code false} if no packets wait any more
	 */
	private synchronized boolean append(OutgoingPacket packet) {
		Deque<Place> queue = this.waiting;
		if (queue == null) {
			return false;
		}
		long cost = packet.cost();
		if (queue != CLOSED && !this.ending && count(cost)) {
			queue.addLast(new Place(List.of(packet), cost));
		}
		return true;
	}

	/**
	 * Close the session if too much waited.
	 */
	void closeIfOverflown() {
		synchronized (this) {
			if (!this.overflown) {
				return;
			}
			this.overflown = false;
		}
		this.diagnostics.count(SocketIOCounter.CONNECT_OVERFLOW);
		this.diagnostics.warn(logger, SocketIOCounter.CONNECT_OVERFLOW.name(), "Session " + this.session
				+ " is closed: too much was sent to a socket whose CONNECT is not answered yet");
		this.session.terminate();
	}

	/**
	 * Send the packets that need not wait any more. Only one thread does so at a time,
	 * which preserves the order.
	 */
	private void drain() {
		synchronized (this) {
			if (this.draining) {
				return;
			}
			this.draining = true;
		}
		List<Place> ready = takeReady();
		while (!ready.isEmpty()) {
			ready.forEach(this::transmit);
			ready = takeReady();
		}
	}

	/**
	 * Take the packets that need not wait. If none are left, packets go directly to the
	 * session from then on.
	 * @return the places from which packets can be sent; if empty, this thread no longer
	 * drains
	 */
	private synchronized List<Place> takeReady() {
		Deque<Place> queue = this.waiting;
		List<Place> ready = new ArrayList<>();
		Place first = (queue != null) ? queue.peekFirst() : null;
		while (queue != null && first != null && first.isFilled()) {
			ready.add(queue.removeFirst());
			charge(-first.cost);
			first = queue.peekFirst();
		}
		if (ready.isEmpty()) {
			this.draining = false;
			if (queue != null && queue != CLOSED && queue.isEmpty()) {
				this.waiting = this.ending ? CLOSED : null;
			}
		}
		return ready;
	}

	private void transmit(Place place) {
		List<OutgoingPacket> content = place.content();
		if (content.isEmpty()) {
			return;
		}
		if (content.size() == 1) {
			content.get(0).sendTo(this.session);
			return;
		}
		List<EngineMessage> unit = new ArrayList<>(content.size());
		content.forEach((packet) -> packet.appendTo(unit));
		this.session.send(unit);
	}

	/**
	 * A place in the queue.
	 */
	public final class Place {

		private final long cost;

		private @Nullable List<OutgoingPacket> content;

		private Place(@Nullable List<OutgoingPacket> content, long cost) {
			this.content = content;
			this.cost = cost;
		}

		private boolean isFilled() {
			return this.content != null;
		}

		private List<OutgoingPacket> content() {
			return (this.content != null) ? this.content : List.of();
		}

		/**
		 * Send packets from this place as one unit, and then the packets behind it.
		 * @param packets the packets; an empty list gives up the place
		 */
		public void fill(List<OutgoingPacket> packets) {
			List<OutgoingPacket> forms = new ArrayList<>(packets.size());
			packets.forEach((packet) -> forms.add(packet.forClient(Outbox.this.resumable).encode()));
			synchronized (Outbox.this) {
				this.content = forms;
			}
			drain();
		}

		/**
		 * Put an event into this place without sending it. It calls no other code, for
		 * callers that hold a lock; {@link #release} has to follow without the lock.
		 * @param event the encoded event
		 */
		void take(OutgoingPacket event) {
			synchronized (Outbox.this) {
				this.content = List.of(event);
			}
		}

		/**
		 * Send the event in this place and the packets behind it, and call the listeners
		 * for sent events.
		 * @param event the event in this place
		 */
		void release(OutgoingPacket event) {
			if (Outbox.this.waiting != CLOSED) {
				Outbox.this.listeners.tell(event);
			}
			drain();
		}

	}

}
