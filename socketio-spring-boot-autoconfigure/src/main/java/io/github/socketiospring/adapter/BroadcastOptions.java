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
 * Selects the receivers of a broadcast and how it is delivered. Immutable.
 *
 * @param rooms the rooms whose members are selected, empty for the whole namespace
 * @param except the rooms whose members are excluded
 * @param local whether only sockets of this node are selected
 * @param droppable whether a socket that cannot send at once may drop the broadcast
 * @param compressed whether transports may compress the broadcast
 * @param byId whether the rooms are ids of sockets: exactly these sockets are selected,
 * and no others that joined a room of such a name
 * @since 0.1.0
 */
public record BroadcastOptions(Set<String> rooms, Set<String> except, boolean local, boolean droppable,
		boolean compressed, boolean byId) {

	/** All sockets of the namespace, on all nodes. */
	public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), false, false, true);

	/**
	 * Create options that select members of rooms.
	 * @param rooms the rooms whose members are selected, empty for the whole namespace
	 * @param except the rooms whose members are excluded
	 * @param local whether only sockets of this node are selected
	 * @param droppable whether a socket that cannot send at once may drop the broadcast
	 * @param compressed whether transports may compress the broadcast
	 */
	public BroadcastOptions(Set<String> rooms, Set<String> except, boolean local, boolean droppable,
			boolean compressed) {
		this(rooms, except, local, droppable, compressed, false);
	}

	/**
	 * Options that select the members of one room.
	 * @param room the name of the room, or a socket's id
	 * @return new options
	 */
	public static BroadcastOptions room(String room) {
		return new BroadcastOptions(Set.of(room), Set.of(), false, false, true);
	}

	/**
	 * Options that select one socket, regardless of its node, and no others that joined a
	 * room with its id as the name.
	 * @param id the id of the socket
	 * @return new options
	 */
	public static BroadcastOptions socket(String id) {
		return new BroadcastOptions(Set.of(id), Set.of(), false, false, true, true);
	}

	/**
	 * Select the members of more rooms.
	 * @param rooms the additional rooms
	 * @return new options
	 */
	public BroadcastOptions withRooms(Collection<String> rooms) {
		return new BroadcastOptions(union(this.rooms, rooms), this.except, this.local, this.droppable, this.compressed,
				this.byId);
	}

	/**
	 * Exclude the members of more rooms.
	 * @param rooms the additional rooms
	 * @return new options
	 */
	public BroadcastOptions withExcept(Collection<String> rooms) {
		return new BroadcastOptions(this.rooms, union(this.except, rooms), this.local, this.droppable, this.compressed,
				this.byId);
	}

	/**
	 * Select sockets of this node only.
	 * @return new options
	 */
	public BroadcastOptions withLocal() {
		return new BroadcastOptions(this.rooms, this.except, true, this.droppable, this.compressed, this.byId);
	}

	/**
	 * Let sockets that cannot send at once drop the broadcast.
	 * @return new options
	 */
	public BroadcastOptions withDroppable() {
		return new BroadcastOptions(this.rooms, this.except, this.local, true, this.compressed, this.byId);
	}

	/**
	 * Allow or forbid compression.
	 * @param compressed whether transports may compress the broadcast
	 * @return new options
	 */
	public BroadcastOptions withCompressed(boolean compressed) {
		return new BroadcastOptions(this.rooms, this.except, this.local, this.droppable, compressed, this.byId);
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
