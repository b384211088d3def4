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
 * The sessions of lost sockets of one namespace. Limited in age, in number, and in bytes
 * by the {@link RecoveryMemory}; the oldest are removed first. Not thread-safe, except
 * for {@link #size()} and {@link #knows(String)}.
 */
final class LostSessions {

	private final Map<String, Lost> lost = new LinkedHashMap<>();

	/** The public ids, for callers without the lock. */
	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final long maxAgeMillis;

	private final int maxSessions;

	private final RecoveryMemory memory;

	private final Consumer<Lost> surplus;

	private long bytes;

	/**
	 * Create an empty store.
	 * @param maxAgeMillis how long a session is remembered, in milliseconds
	 * @param maxSessions how many sessions are remembered
	 * @param memory limits the bytes
	 * @param surplus takes the lock and calls {@link #drop} for a session that has to be
	 * removed
	 */
	LostSessions(long maxAgeMillis, int maxSessions, RecoveryMemory memory, Consumer<Lost> surplus) {
		this.maxAgeMillis = maxAgeMillis;
		this.maxSessions = maxSessions;
		this.memory = memory;
		this.surplus = surplus;
	}

	void add(SavedSession session, long now) {
		expire(now);
		remove(session.privateId());
		if (this.lost.size() >= this.maxSessions) {
			drop(first());
		}
		Lost added = new Lost(session, now, this.surplus);
		this.lost.put(session.privateId(), added);
		this.ids.add(session.socketId());
		this.bytes += added.cost();
		this.memory.add(added);
	}

	private Lost first() {
		return this.lost.values().iterator().next();
	}

	void expire(long now) {
		while (!this.lost.isEmpty() && now - first().since() > this.maxAgeMillis) {
			drop(first());
		}
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
			this.bytes -= removed.cost();
			this.memory.remove(removed);
		}
	}

	void clear() {
		while (!this.lost.isEmpty()) {
			drop(first());
		}
	}

	@Nullable SavedSession get(String privateId) {
		Lost found = this.lost.get(privateId);
		return (found != null) ? found.session() : null;
	}

	boolean knows(String socketId) {
		return this.ids.contains(socketId);
	}

	int size() {
		return this.ids.size();
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * When the first of the sockets was lost.
	 * @return the time in milliseconds, {@link Long#MAX_VALUE} if there is none
	 */
	long oldest() {
		return this.lost.isEmpty() ? Long.MAX_VALUE : first().since();
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
		 * @param now when the socket was lost, in milliseconds
		 * @param surplus called when it has to be removed
		 */
		Lost(SavedSession session, long now, Consumer<Lost> surplus) {
			super(MemoryCost.SAVED_SOCKET + Costs.of(session.privateId()) + Costs.of(session.socketId())
					+ Costs.of(session.rooms()) + Costs.of(session.attributes()), now);
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
