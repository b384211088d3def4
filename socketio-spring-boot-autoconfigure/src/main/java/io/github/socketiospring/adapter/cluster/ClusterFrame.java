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

package io.github.socketiospring.adapter.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A message as it came from the broker, copied but not read yet. Used by one thread at a
 * time.
 *
 * @since 0.1.0
 */
public interface ClusterFrame {

	/**
	 * What the frame costs while it waits.
	 * @return its size in bytes
	 */
	int size();

	/**
	 * Whether the frame may be dropped when too much waits: broadcasts may, requests and
	 * answers may not. Only asked then, on the thread that reads from the broker.
	 * @return whether it is a broadcast without a request
	 */
	boolean isDroppable();

	/**
	 * Read the frame, checking each part that will be used.
	 * @return what it says
	 * @throws ClusterFormatException if it is malformed or beyond a limit
	 */
	Received read();

	/**
	 * A frame that was read.
	 *
	 * @param sender the id of the sending node in its namespace, {@code null} if it did
	 * not tell; an emitter's is not a node's
	 * @param message what it says, {@code null} if it is of a kind or for a namespace
	 * that this node ignores
	 */
	record Received(@Nullable String sender, @Nullable ClusterMessage message) {

	}

}
