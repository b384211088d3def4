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

import io.github.socketiospring.adapter.cluster.ClusterFormatException;

import org.springframework.util.Assert;

/**
 * The limits of the frames of other nodes. A frame that exceeds a limit is treated as
 * malformed.
 *
 * @param size the maximum size of a frame, in bytes
 * @param depth the maximum nesting depth of arrays and objects; the list of arguments of
 * an event is the first level
 * @param values the maximum number of values in a frame
 * @param rooms the maximum number of rooms that a command may name, and that it may
 * exclude
 * @param sockets the maximum number of sockets or names of rooms in an answer
 * @param idLength the maximum length of the id of a node, a request or a socket
 */
record FrameLimits(int size, int depth, int values, int rooms, int sockets, int idLength) {

	/** Defaults that are sufficient for trusted nodes of a usual size. */
	static final FrameLimits DEFAULTS = new FrameLimits(8 * 1024 * 1024, 500, 1_000_000, 10_000, 100_000, 256);

	FrameLimits {
		Assert.isTrue(size > 0, "'size' must be positive");
		Assert.isTrue(depth > 0, "'depth' must be positive");
		Assert.isTrue(values > 0, "'values' must be positive");
		Assert.isTrue(rooms > 0, "'rooms' must be positive");
		Assert.isTrue(sockets > 0, "'sockets' must be positive");
		Assert.isTrue(idLength > 0, "'idLength' must be positive");
	}

	/**
	 * Create a copy with another size.
	 * @param size the maximum size of a frame, in bytes
	 * @return new limits
	 */
	FrameLimits withSize(int size) {
		return new FrameLimits(size, this.depth, this.values, this.rooms, this.sockets, this.idLength);
	}

	/**
	 * Check the size of a frame before it is sent.
	 * @param frame the encoded frame
	 * @param size the maximum size, in bytes
	 * @return the same frame
	 * @throws ClusterFormatException if the frame is larger
	 */
	static byte[] sent(byte[] frame, int size) {
		if (frame.length > size) {
			throw new ClusterFormatException(
					"The message for other nodes has %,d bytes, more than the %,d of ".formatted(frame.length, size)
							+ "'socketio.adapter.max-message-size'");
		}
		return frame;
	}

}
