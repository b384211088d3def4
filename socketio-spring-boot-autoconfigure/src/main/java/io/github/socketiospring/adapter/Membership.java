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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A socket and the rooms it joined. Changes are made by whoever holds its monitor.
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
	 * Remember a room.
	 * @param room the room
	 * @return whether it was joined now
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
		return !this.rooms.isEmpty() && this.rooms.remove(room);
	}

	/**
	 * Accept no more rooms.
	 * @return the rooms to leave
	 */
	List<String> end() {
		this.ended = true;
		List<String> left = new ArrayList<>(this.rooms);
		this.rooms = Set.of();
		return left;
	}

	synchronized int size() {
		return this.rooms.size();
	}

	/**
	 * All rooms.
	 * @return a copy with the own-id room
	 */
	synchronized Set<String> copy() {
		Set<String> copy = new HashSet<>(this.rooms);
		if (!this.ended) {
			copy.add(this.socket.id());
		}
		return Set.copyOf(copy);
	}

}
