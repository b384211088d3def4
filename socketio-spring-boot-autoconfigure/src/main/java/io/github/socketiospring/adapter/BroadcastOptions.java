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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who gets a broadcast, and how. Immutable.
 *
 * @param rooms the rooms whose members get it; none for the whole namespace
 * @param except the rooms whose members do not
 * @param local whether only sockets of this node get it
 * @param droppable whether a socket that cannot take it at once may miss it
 * @param compressed whether transports may compress it
 * @since 0.1.0
 */
public record BroadcastOptions(Set<String> rooms, Set<String> except, boolean local, boolean droppable,
		boolean compressed) {

	/** Everybody in the namespace, on all nodes. */
	public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), false, false, true);

	/**
	 * The members of one room.
	 * @param room the room
	 * @return new options
	 */
	public static BroadcastOptions room(String room) {
		return new BroadcastOptions(Set.of(room), Set.of(), false, false, true);
	}

	/**
	 * The same with more rooms.
	 * @param rooms the rooms
	 * @return new options
	 */
	public BroadcastOptions withRooms(Collection<String> rooms) {
		return new BroadcastOptions(union(this.rooms, rooms), this.except, this.local, this.droppable, this.compressed);
	}

	/**
	 * The same with more exceptions.
	 * @param rooms the rooms
	 * @return new options
	 */
	public BroadcastOptions withExcept(Collection<String> rooms) {
		return new BroadcastOptions(this.rooms, union(this.except, rooms), this.local, this.droppable, this.compressed);
	}

	/**
	 * The same for sockets of this node only.
	 * @return new options
	 */
	public BroadcastOptions withLocal() {
		return new BroadcastOptions(this.rooms, this.except, true, this.droppable, this.compressed);
	}

	/**
	 * The same for a message that may be missed.
	 * @return new options
	 */
	public BroadcastOptions withDroppable() {
		return new BroadcastOptions(this.rooms, this.except, this.local, true, this.compressed);
	}

	/**
	 * The same with or without compression.
	 * @param compressed whether transports may compress the message
	 * @return new options
	 */
	public BroadcastOptions withCompressed(boolean compressed) {
		return new BroadcastOptions(this.rooms, this.except, this.local, this.droppable, compressed);
	}

	private static Set<String> union(Set<String> some, Collection<String> more) {
		if (some.isEmpty()) {
			return Set.copyOf(more);
		}
		Set<String> all = new LinkedHashSet<>(some);
		all.addAll(more);
		return Set.copyOf(all);
	}

}
