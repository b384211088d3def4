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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.support.MemoryCost;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of lost sockets of one namespace. {@link #size()} and {@link #knows} are
 * thread-safe.
 */
final class LostSessions extends KeptElements<LostSessions.Lost> {

	private final Map<String, Lost> lost = new LinkedHashMap<>();

	/** The public ids, for callers without the lock. */
	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final Consumer<Lost> surplus;

	/**
	 * Create an empty store.
	 * @param maxAgeMillis how long a session is remembered, in milliseconds
	 * @param maxSessions how many sessions are remembered
	 * @param memory limits the bytes
	 * @param surplus takes the lock and calls {@link #drop} for a session that has to be
	 * removed
	 */
	LostSessions(long maxAgeMillis, int maxSessions, RecoveryMemory memory, Consumer<Lost> surplus) {
		super(maxAgeMillis, maxSessions, memory);
		this.surplus = surplus;
	}

	Lost lost(SavedSession session) {
		return new Lost(session, this.surplus);
	}

	/**
	 * Add a session.
	 * @param added the lost socket, for which the memory has a reservation
	 * @param now when the socket was lost, in milliseconds
	 */
	void add(Lost added, long now) {
		SavedSession session = added.session();
		remove(session.privateId());
		makeRoom(now);
		this.lost.put(session.privateId(), added);
		this.ids.add(session.socketId());
		kept(added, now);
	}

	@Override
	@Nullable Lost first() {
		return this.lost.isEmpty() ? null : this.lost.values().iterator().next();
	}

	@Override
	void removeFirst(Lost first) {
		remove(first.session().privateId());
	}

	/**
	 * Remove a session. Does nothing if it was removed before.
	 * @param lost the lost socket of the session
	 */
	void drop(Lost lost) {
		if (lost.linked) {
			remove(lost.session().privateId());
		}
	}

	void remove(String privateId) {
		Lost removed = this.lost.remove(privateId);
		if (removed != null) {
			this.ids.remove(removed.session().socketId());
			forgotten(removed);
		}
	}

	void removeUser(String user) {
		this.lost.values()
			.stream()
			.map(Lost::session)
			.filter((session) -> user.equals(session.user()))
			.toList()
			.forEach((session) -> remove(session.privateId()));
	}

	@Nullable SavedSession get(String privateId) {
		Lost found = this.lost.get(privateId);
		return (found != null) ? found.session() : null;
	}

	boolean knows(String socketId) {
		return this.ids.contains(socketId);
	}

	@Override
	int size() {
		return this.ids.size();
	}

	/**
	 * A lost socket that may be recovered.
	 */
	static final class Lost extends Kept {

		private final SavedSession session;

		private final Consumer<Lost> surplus;

		/**
		 * Create a lost socket.
		 * @param session the session of the socket
		 * @param surplus called when it has to be removed
		 */
		Lost(SavedSession session, Consumer<Lost> surplus) {
			super(MemoryCost.SAVED_SOCKET + Costs.of(session.privateId()) + Costs.of(session.socketId())
					+ Costs.of(session.rooms()) + Costs.of(session.attributes()));
			this.session = session;
			this.surplus = surplus;
		}

		SavedSession session() {
			return this.session;
		}

		@Override
		void forget() {
			this.surplus.accept(this);
		}

	}

}
