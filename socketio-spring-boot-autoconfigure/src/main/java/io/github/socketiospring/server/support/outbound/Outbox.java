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
import java.util.function.UnaryOperator;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a socket to its client: events, acknowledgements and the disconnect
 * leave in the order in which they are handed over. A {@linkplain #hold() place} can be
 * held for packets that may not go yet; everything behind it waits, up to the limit of
 * what may wait for a client. May be used from any thread.
 *
 * @since 0.1.0
 */
public final class Outbox {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	/** Stands for the queue of an outbox that takes nothing any more. */
	private static final Deque<Place> CLOSED = new ArrayDeque<>(0);

	private final EngineSession session;

	private final boolean resumable;

	private final ServerContext context;

	/** What waits, {@code null} when packets go straight to the session. */
	private volatile @Nullable Deque<Place> waiting;

	private volatile List<OutgoingListener> listeners = List.of();

	private long bytes;

	/** Whether too much waited, and nobody has closed the session for it yet. */
	private boolean overflown;

	private boolean draining;

	/** Whether nothing is accepted behind what waits. */
	private boolean ending;

	/**
	 * Create an outbox through which packets go at once.
	 * @param session where packets go
	 * @param resumable whether the client can resume, and so gets offsets
	 * @param context the limits and counters
	 */
	public Outbox(EngineSession session, boolean resumable, ServerContext context) {
		this.session = session;
		this.resumable = resumable;
		this.context = context;
	}

	/**
	 * Whether a packet would leave at once.
	 * @return {@code false} while something waits here or in the session
	 */
	public boolean isWritable() {
		return this.waiting == null && this.session.isWritable();
	}

	/**
	 * Whether the client's answers are not read now.
	 * @return {@code true} while too many of its events wait for handlers
	 */
	boolean isClientUnread() {
		return this.session.isReadingSuspended();
	}

	/**
	 * Send an event and tell those who listen to sent events.
	 * @param packet the event
	 */
	public void deliver(OutgoingPacket packet) {
		if (this.waiting != CLOSED) {
			announce(packet);
			send(packet);
		}
	}

	/**
	 * Let an event take its place among what leaves, without letting it leave: calls
	 * nobody, for callers that hold a lock. {@link #release} must follow without the
	 * lock. A client that cannot resume has no place in the order that the lock is for.
	 * @param packet the event, encoded
	 */
	public void enqueue(OutgoingPacket packet) {
		if (this.resumable && (this.waiting == null || !append(packet))) {
			this.session.enqueue(packet.unit());
		}
	}

	/**
	 * Let an event leave that was {@linkplain #enqueue enqueued}, and tell those who
	 * listen to sent events.
	 * @param packet the event
	 */
	public void release(OutgoingPacket packet) {
		if (!this.resumable) {
			deliver(packet);
			return;
		}
		if (this.waiting == CLOSED) {
			closeIfOverflown();
			return;
		}
		announce(packet);
		this.session.flush(packet.unit());
	}

	/**
	 * Tell those who listen to sent events.
	 * @param packet an event that is sent
	 */
	private void announce(OutgoingPacket packet) {
		List<OutgoingListener> interested = this.listeners;
		if (!interested.isEmpty()) {
			tell(interested, packet.packet().data());
		}
	}

	/**
	 * Send an event only if it leaves at once; otherwise count it as dropped.
	 * @param packet the event
	 */
	public void deliverIfWritable(OutgoingPacket packet) {
		if (isWritable()) {
			deliver(packet);
		}
		else {
			this.context.count(SocketIOCounter.VOLATILE_DROPPED);
		}
	}

	/**
	 * Send a packet, behind what waits.
	 * @param packet what to send, encoded on first use
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
	 * Hold a place: what is sent from now on waits until the place is filled.
	 * @return a place to be filled or given up
	 */
	public synchronized Place hold() {
		return hold(0);
	}

	/**
	 * Hold a place for an event that is encoded already.
	 * @param event the event, which counts from now on
	 * @return the place; {@link #closeIfOverflown()} must follow without any lock
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
	 * Count what waits. More than the limit ends the outbox.
	 * @param cost what is added
	 * @return whether it may wait
	 */
	private boolean count(long cost) {
		this.bytes += cost;
		if (this.bytes <= this.context.options().maxHeldBytes()) {
			return true;
		}
		this.waiting = CLOSED;
		this.overflown = true;
		return false;
	}

	/**
	 * Send a last packet behind what waits, and take nothing more.
	 * @param last the last packet, usually DISCONNECT
	 */
	public void end(OutgoingPacket last) {
		OutgoingPacket form = last.forClient(this.resumable);
		synchronized (this) {
			Deque<Place> queue = this.waiting;
			if (queue == CLOSED || this.ending) {
				return;
			}
			// From here on, nothing that another thread sends can come behind it.
			this.ending = true;
			if (queue != null) {
				long cost = form.cost();
				this.bytes += cost;
				queue.addLast(new Place(List.of(form), cost));
				return;
			}
			this.waiting = CLOSED;
		}
		form.sendTo(this.session);
	}

	/**
	 * Drop what waits, and take nothing more.
	 */
	public synchronized void close() {
		if (!this.ending) {
			this.waiting = CLOSED;
		}
	}

	/**
	 * Change who listens to sent events.
	 * @param change gets the present listeners and returns those to be called from now
	 * on, in order, on the sender's thread
	 */
	public synchronized void listeners(UnaryOperator<List<OutgoingListener>> change) {
		this.listeners = List.copyOf(change.apply(this.listeners));
	}

	/**
	 * Those who listen to sent events.
	 * @return an unmodifiable list, in the order in which they are called
	 */
	public List<OutgoingListener> listeners() {
		return this.listeners;
	}

	private void tell(List<OutgoingListener> interested, @Nullable Object data) {
		if (!(data instanceof Object[] all) || all.length == 0) {
			return;
		}
		@Nullable Object[] arguments = new @Nullable Object[all.length - 1];
		System.arraycopy(all, 1, arguments, 0, arguments.length);
		for (OutgoingListener listener : interested) {
			try {
				listener.onEvent(String.valueOf(all[0]), arguments);
			}
			catch (Throwable ex) {
				// Also an error: neither the sender nor the other receivers are to blame.
				this.context.errorLog()
					.error(logger, "A listener for sent events failed at event '" + LogFormat.message(all[0]) + "'",
							ex);
			}
		}
	}

	/**
	 * Let a packet wait.
	 * @param packet what to send once the place before it is filled
	 * @return {@code false} when nothing waits any more
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
	 * Close the session if more waited than may.
	 */
	void closeIfOverflown() {
		synchronized (this) {
			if (!this.overflown) {
				return;
			}
			this.overflown = false;
		}
		this.context.count(SocketIOCounter.CONNECT_OVERFLOW);
		logger.warn("Session {} is closed: more was sent to a socket that is not yet let in than may wait for a client",
				this.session);
		this.session.terminate();
	}

	/**
	 * Send what need not wait any more. One thread at a time does, so that the order
	 * holds.
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
	 * Take what need not wait. When nothing waits any more, packets go straight to the
	 * session from then on.
	 * @return the places from which packets can be sent; when empty, this thread no
	 * longer drains
	 */
	private synchronized List<Place> takeReady() {
		Deque<Place> queue = this.waiting;
		List<Place> ready = new ArrayList<>();
		Place first = (queue != null) ? queue.peekFirst() : null;
		while (queue != null && first != null && first.isFilled()) {
			ready.add(queue.removeFirst());
			this.bytes -= first.cost;
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
	 * A place in the order in which packets leave.
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
		 * Send packets from this place as one unit, and then what waited behind it.
		 * @param packets the packets; none gives the place up
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
		 * Let an event take this place, without letting it leave: calls nobody, for
		 * callers that hold a lock. {@link #release} must follow without the lock.
		 * @param event the event, encoded
		 */
		void take(OutgoingPacket event) {
			synchronized (Outbox.this) {
				this.content = List.of(event);
			}
		}

		/**
		 * Let the event leave that took this place, and what waited behind it, and tell
		 * those who listen to sent events.
		 * @param event the event
		 */
		void release(OutgoingPacket event) {
			if (Outbox.this.waiting != CLOSED) {
				announce(event);
			}
			drain();
		}

	}

}
