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

import java.util.Collection;

import io.github.socketiospring.adapter.ReservedRooms;
import org.jspecify.annotations.Nullable;

/**
 * Names of rooms that are reserved for the server: the sockets of each principal are in
 * one. Neither the application nor a client can use them.
 *
 * @since 0.1.0
 */
public final class RoomNames {

	private static final String USER = ReservedRooms.PREFIX + "user:";

	private RoomNames() {
	}

	/**
	 * Return the room of a principal's sockets.
	 * @param name the principal's name
	 * @return a name that an application cannot use
	 */
	public static String ofUser(String name) {
		return USER + name;
	}

	/**
	 * Return the principal whose sockets are in a room.
	 * @param room the name of a room
	 * @return the principal's name, {@code null} for a room of the application
	 */
	static @Nullable String userOf(String room) {
		return room.startsWith(USER) ? room.substring(USER.length()) : null;
	}

	/**
	 * Check that names are not reserved.
	 * @param rooms the names that the application uses
	 * @throws IllegalArgumentException if one is reserved
	 */
	public static void check(Collection<String> rooms) {
		for (String room : rooms) {
			if (ReservedRooms.isReserved(room)) {
				throw new IllegalArgumentException("A room's name must not begin with a NUL character");
			}
		}
	}

}
