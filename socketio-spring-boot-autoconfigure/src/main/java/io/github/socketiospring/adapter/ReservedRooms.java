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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of rooms that are reserved for the server, such as those of the sockets of each
 * principal. They begin with a NUL character. Only the server itself joins and leaves
 * them: neither the application nor another node can request that, or see these rooms.
 *
 * @since 0.1.0
 */
public final class ReservedRooms {

	/** How each reserved name begins. */
	public static final String PREFIX = "\u0000";

	private ReservedRooms() {
	}

	/**
	 * Whether a name is reserved.
	 * @param room the name of a room
	 * @return whether only the server may use it
	 */
	public static boolean isReserved(String room) {
		return room.startsWith(PREFIX);
	}

	/**
	 * Remove the reserved names from the rooms of a query.
	 * @param rooms the names of rooms
	 * @return the names that others may see
	 */
	public static Set<String> visible(Set<String> rooms) {
		for (String room : rooms) {
			if (isReserved(room)) {
				return rooms.stream().filter((name) -> !isReserved(name)).collect(Collectors.toUnmodifiableSet());
			}
		}
		return rooms;
	}

	/**
	 * Remove the reserved names from the rooms of another node's command.
	 * @param rooms the names of rooms
	 * @return the names that may be used; fewer than before if some are refused
	 */
	public static List<String> allowed(Collection<String> rooms) {
		return rooms.stream().filter((name) -> !isReserved(name)).toList();
	}

}
