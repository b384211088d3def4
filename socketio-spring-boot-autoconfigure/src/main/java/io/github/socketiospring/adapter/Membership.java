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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;

/**
 * A socket and the rooms it joined. Hold its monitor to change it.
 */
final class Membership {

	private final LocalSocket socket;

	private Set<String> rooms = Set.of();

	private boolean ended;

	Membership(LocalSocket socket) {
		this.socket = socket;
	}

	LocalSocket socket() {
		return this.socket;
	}

	/**
	 * Charge the socket's account for a room it joined. Do not hold the monitor: the
	 * charge may close the connection, which calls the application.
	 * @param room the room that the socket joined
	 */
	void charge(String room) {
		this.socket.memory().charge(MemoryKind.NAMES, cost(room));
	}

	private void release(String room) {
		this.socket.memory().release(MemoryKind.NAMES, cost(room));
	}

	private static int cost(String room) {
		return MemoryCost.ROOM + MemoryCost.of(room);
	}

	/**
	 * Join a room, which has to be {@linkplain #charge charged} afterwards.
	 * @param room the room that the socket joins
	 * @return whether the socket was not in the room before and may join it
	 */
	boolean join(String room) {
		if (this.ended || room.equals(this.socket.id())) {
			return false;
		}
		if (this.rooms.isEmpty()) {
			this.rooms = new HashSet<>(4);
		}
		return this.rooms.add(room);
	}

	boolean leave(String room) {
		boolean left = !this.rooms.isEmpty() && this.rooms.remove(room);
		if (left) {
			release(room);
		}
		return left;
	}

	/**
	 * Leave all rooms and join no more.
	 * @param exit leaves a room and returns whether this deleted it; called once per room
	 * @return for each room that was left whether it was deleted
	 */
	Map<String, Boolean> end(Predicate<String> exit) {
		this.ended = true;
		if (this.rooms.isEmpty()) {
			return Map.of();
		}
		Map<String, Boolean> left = new HashMap<>();
		this.rooms.forEach((room) -> {
			release(room);
			left.put(room, exit.test(room));
		});
		this.rooms = Set.of();
		return left;
	}

	synchronized int size() {
		return this.rooms.size();
	}

	/**
	 * All rooms of the socket.
	 * @return a copy, including the room named by its id
	 */
	synchronized Set<String> copy() {
		Set<String> copy = new HashSet<>(this.rooms);
		if (!this.ended) {
			copy.add(this.socket.id());
		}
		return Set.copyOf(copy);
	}

}
