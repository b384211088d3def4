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

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Recent broadcasts, for sockets that reconnect. Limited in age and in number. Not
 * thread-safe.
 */
final class PacketLog {

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final long maxAgeMillis;

	private final int maxEntries;

	PacketLog(long maxAgeMillis, int maxEntries) {
		this.maxAgeMillis = maxAgeMillis;
		this.maxEntries = maxEntries;
	}

	void add(Packet packet, BroadcastOptions options, long now) {
		expire(now);
		if (this.entries.size() >= this.maxEntries) {
			this.entries.removeFirst();
		}
		this.entries.addLast(new Entry(packet, options, now));
	}

	private void expire(long now) {
		Entry first = this.entries.peekFirst();
		while (first != null && now - first.time() > this.maxAgeMillis) {
			this.entries.removeFirst();
			first = this.entries.peekFirst();
		}
	}

	boolean knows(String offset, long now) {
		expire(now);
		return this.entries.stream().anyMatch((entry) -> offset.equals(entry.packet().offset()));
	}

	/**
	 * The events that a socket missed.
	 * @param offset the offset of the last event it received
	 * @param rooms the rooms of the socket, with the own-id room
	 * @return the events in order, {@code null} if the offset is unknown
	 */
	@Nullable List<Packet> since(String offset, Set<String> rooms) {
		Deque<Packet> missed = new ArrayDeque<>();
		Iterator<Entry> latestFirst = this.entries.descendingIterator();
		while (latestFirst.hasNext()) {
			Entry entry = latestFirst.next();
			if (offset.equals(entry.packet().offset())) {
				return new ArrayList<>(missed);
			}
			if (entry.isFor(rooms)) {
				missed.addFirst(entry.packet());
			}
		}
		return null;
	}

	int size() {
		return this.entries.size();
	}

	/**
	 * One broadcast.
	 *
	 * @param packet the event
	 * @param options selected its receivers
	 * @param time when it was sent, in milliseconds
	 */
	private record Entry(Packet packet, BroadcastOptions options, long time) {

		boolean isFor(Set<String> rooms) {
			boolean chosen = this.options.rooms().isEmpty() || this.options.rooms().stream().anyMatch(rooms::contains);
			return chosen && this.options.except().stream().noneMatch(rooms::contains);
		}

	}

}
