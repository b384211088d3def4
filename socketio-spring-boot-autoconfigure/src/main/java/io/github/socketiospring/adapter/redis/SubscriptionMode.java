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

package io.github.socketiospring.adapter.redis;

/**
 * Determines which rooms have their own channel, so that only nodes with members receive
 * broadcasts to them. All nodes of a cluster must use the same mode.
 *
 * @since 0.1.0
 */
public enum SubscriptionMode {

	/**
	 * All rooms except those with a name of 20 characters, the length of a socket id.
	 */
	DYNAMIC,

	/** All rooms, including those of single sockets. */
	DYNAMIC_PRIVATE,

	/** No rooms: all nodes of a namespace receive all its broadcasts. */
	STATIC;

	/** A name of this length is considered to be the id of a socket. */
	private static final int ID_LENGTH = 20;

	/**
	 * Whether a room has its own channel.
	 * @param room the name of the room
	 * @return whether broadcasts to that room only use its own channel
	 */
	boolean hasChannel(String room) {
		return this == DYNAMIC_PRIVATE || (this == DYNAMIC && room.length() != ID_LENGTH);
	}

}
