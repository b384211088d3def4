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

package io.github.socketiospring.support;

import org.jspecify.annotations.Nullable;

/**
 * Estimates of the overhead of objects, in bytes of a heap with compressed pointers. They
 * are rather too high than too low. Large arrays are charged by their capacity, and small
 * objects by these constants.
 *
 * @since 0.1.0
 */
public final class MemoryCost {

	/** The header of an array. */
	public static final int ARRAY = 16;

	/** A string without its characters. */
	public static final int STRING = 24 + ARRAY;

	/** An entry of a hash map, and its share of the table. */
	public static final int MAP_ENTRY = 48;

	/** An entry of a queue or a list. */
	public static final int QUEUE_ENTRY = 8;

	/** A handshake that is not completed. */
	public static final int HANDSHAKE = 16 * 1024;

	/** A session with its transport, heartbeat and timers, but without its handshake. */
	public static final int SESSION = 4096;

	/** An event that waits in its encoded form, without its bytes. */
	public static final int WAITING_EVENT = 200;

	/**
	 * An event that is being handled: invocation, subscription and context, without the
	 * arguments.
	 */
	public static final int RUNNING_EVENT = 1024;

	/** A socket in a namespace. */
	public static final int SOCKET = 1024;

	/** A socket's place in a room, and its share of the room, without the name. */
	public static final int ROOM = 160;

	/** A namespace that was created for a client, without its name. */
	public static final int NAMESPACE = 2048;

	/** A lost socket that is kept for recovery, without rooms and packets. */
	public static final int SAVED_SOCKET = 512;

	/**
	 * A compressed WebSocket: the memory of zlib outside the heap to deflate (256 KB) and
	 * to inflate (44 KB) with its largest window, and their Java objects.
	 */
	public static final int COMPRESSION = 304 * 1024;

	private MemoryCost() {
	}

	/**
	 * Estimate the size of a text.
	 * @param text a name or message that is kept, {@code null} for none
	 * @return a number of bytes, 0 for {@code null}
	 */
	public static int of(@Nullable String text) {
		return (text != null) ? STRING + 2 * text.length() : 0;
	}

	/**
	 * Estimate the size of an array of bytes.
	 * @param capacity the length of the array
	 * @return a number of bytes
	 */
	public static int ofBytes(int capacity) {
		return (int) Math.min(ARRAY + (long) capacity, Integer.MAX_VALUE);
	}

}
