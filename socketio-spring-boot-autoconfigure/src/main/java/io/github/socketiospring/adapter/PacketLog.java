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

package io.github.socketiospring.adapter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Recent events of one namespace, for sockets that reconnect. The oldest are removed
 * first, so that there is never a gap.
 */
final class PacketLog extends KeptElements<PacketLog.Entry> {

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final Consumer<Entry> surplus;

	/**
	 * Create an empty log.
	 * @param maxAgeMillis how long an event is remembered, in milliseconds
	 * @param maxEntries how many events are remembered
	 * @param memory limits the bytes
	 * @param surplus takes the lock and calls {@link #drop} for an entry that has to be
	 * removed
	 */
	PacketLog(long maxAgeMillis, int maxEntries, RecoveryMemory memory, Consumer<Entry> surplus) {
		super(maxAgeMillis, maxEntries, memory);
		this.surplus = surplus;
	}

	Entry entry(String offset, RememberedEvent event, BroadcastOptions options) {
		return new Entry(offset, event, options, this.surplus);
	}

	/**
	 * Add an event.
	 * @param entry its entry, for which the memory has a reservation
	 * @param now when it is sent, in milliseconds
	 */
	void add(Entry entry, long now) {
		makeRoom(now);
		this.entries.addLast(entry);
		kept(entry, now);
	}

	@Override
	@Nullable Entry first() {
		return this.entries.peekFirst();
	}

	@Override
	void removeFirst(Entry first) {
		this.entries.removeFirst();
		forgotten(first);
	}

	@Override
	int size() {
		return this.entries.size();
	}

	/**
	 * Remove an event and all before it. Does nothing if it was removed before.
	 * @param entry the entry of the event
	 */
	void drop(Entry entry) {
		while (entry.linked) {
			removeFirst(this.entries.element());
		}
	}

	boolean knows(String offset, long now) {
		expire(now);
		return this.entries.stream().anyMatch((entry) -> offset.equals(entry.offset()));
	}

	/**
	 * The events that a socket missed.
	 * @param offset the offset of the last event it received
	 * @param socketId the id of the socket
	 * @param rooms the rooms of the socket, with the own-id room
	 * @return the events in order, {@code null} if the offset is unknown
	 */
	@Nullable List<RememberedEvent> since(String offset, String socketId, Set<String> rooms) {
		Deque<RememberedEvent> missed = new ArrayDeque<>();
		Iterator<Entry> latestFirst = this.entries.descendingIterator();
		while (latestFirst.hasNext()) {
			Entry entry = latestFirst.next();
			if (offset.equals(entry.offset())) {
				return new ArrayList<>(missed);
			}
			if (entry.isFor(socketId, rooms)) {
				missed.addFirst(entry.event());
			}
		}
		return null;
	}

	/**
	 * One remembered event.
	 */
	static final class Entry extends Kept {

		/** The size of the entry, its offset, and its place in the log. */
		private static final int OBJECTS = 300;

		private final String offset;

		private final RememberedEvent event;

		private final BroadcastOptions options;

		private final Consumer<Entry> surplus;

		/**
		 * Create an entry.
		 * @param offset the event's offset
		 * @param event the event as it is remembered
		 * @param options selected its receivers
		 * @param surplus called when it has to be removed
		 */
		Entry(String offset, RememberedEvent event, BroadcastOptions options, Consumer<Entry> surplus) {
			super(OBJECTS + event.cost() + Costs.of(options.rooms()) + Costs.of(options.except()));
			this.offset = offset;
			this.event = event;
			this.options = options;
			this.surplus = surplus;
		}

		String offset() {
			return this.offset;
		}

		RememberedEvent event() {
			return this.event;
		}

		boolean isFor(String socketId, Set<String> rooms) {
			Set<String> names = this.options.rooms();
			boolean chosen = names.isEmpty()
					|| (this.options.byId() ? names.contains(socketId) : names.stream().anyMatch(rooms::contains));
			return chosen && this.options.except().stream().noneMatch(rooms::contains);
		}

		@Override
		void forget() {
			this.surplus.accept(this);
		}

	}

}
