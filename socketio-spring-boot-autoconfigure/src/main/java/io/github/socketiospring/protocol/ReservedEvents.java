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

package io.github.socketiospring.protocol;

import java.util.Set;

/**
 * Event names that client and server libraries use for their own notifications, so
 * packets must not contain them.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/emit-cheatsheet/#reserved-events">Reserved
 * events</a>
 */
public final class ReservedEvents {

	private static final Set<String> NAMES = Set.of("connect", "connect_error", "disconnect", "disconnecting",
			"newListener", "removeListener");

	private static final Set<String> NAMES_OF_SERVERS = Set.of("connect", "connection", "new_namespace");

	private ReservedEvents() {
	}

	/**
	 * Whether a name is reserved.
	 * @param event the event name
	 * @return {@code true} if packets must not contain it
	 */
	public static boolean contains(String event) {
		return NAMES.contains(event);
	}

	/**
	 * Whether a name is reserved among servers, which notify themselves of clients by it.
	 * @param event the name of an event that servers send to each other
	 * @return {@code true} if they must not use it
	 */
	public static boolean containsForServers(String event) {
		return NAMES_OF_SERVERS.contains(event);
	}

	/**
	 * Reject a reserved name.
	 * @param event the event name
	 * @throws IllegalArgumentException if it is reserved
	 */
	public static void check(String event) {
		if (contains(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
		}
	}

}
