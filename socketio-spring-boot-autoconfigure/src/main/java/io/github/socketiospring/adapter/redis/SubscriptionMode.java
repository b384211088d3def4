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
 * Which rooms have a channel of their own, so that only nodes with members get their
 * broadcasts. All nodes of a cluster have to use the same.
 *
 * @since 0.1.0
 */
public enum SubscriptionMode {

	/**
	 * All rooms but those with a name of 20 characters, as the ids of sockets have.
	 */
	DYNAMIC,

	/** All rooms, those of single sockets too. */
	DYNAMIC_PRIVATE,

	/** None: all nodes of a namespace get all its broadcasts. */
	STATIC;

	/** A name of that length is taken for the id of a socket. */
	private static final int ID_LENGTH = 20;

	/**
	 * Whether a room has a channel.
	 * @param room the name of the room
	 * @return whether broadcasts to that room alone go through a channel of its own
	 */
	boolean hasChannel(String room) {
		return this == DYNAMIC_PRIVATE || (this == DYNAMIC && room.length() != ID_LENGTH);
	}

}
