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
 * A message as received from the broker, copied but not parsed yet. Used by one thread at
 * a time.
 *
 * @since 0.1.0
 */
public interface ClusterFrame {

	/**
	 * The memory that the frame takes while it waits.
	 * @return its size in bytes
	 */
	int size();

	/**
	 * The encoded frame, for the log.
	 * @return the bytes, which must not be changed; none if they are not kept
	 */
	default byte[] bytes() {
		return new byte[0];
	}

	/**
	 * Whether the frame may be dropped when too many frames wait: broadcasts may,
	 * requests and answers only when far more wait. Only called in that case, on the
	 * thread that reads from the broker.
	 * @return whether it is a broadcast without a request
	 */
	boolean isDroppable();

	/**
	 * Whether the frame is certainly an answer to a request, possibly to one of another
	 * node. Such a frame is not parsed while this node waits for no answers. Called on
	 * the thread that reads from the broker.
	 * @return {@code false} if it is not known before the frame is parsed
	 */
	default boolean isAnswer() {
		return false;
	}

	/**
	 * Whether this node needs the frame now. A frame that is not needed is not parsed.
	 * Called when the frame arrives, unless earlier ones wait, and when its turn comes: a
	 * socket that joins a room while earlier messages to it wait must receive all of the
	 * later ones.
	 * @return {@code false} if no socket of this node can receive it
	 */
	default boolean isNeeded() {
		return true;
	}

	/**
	 * Parse the frame and check each part that will be used.
	 * @return the sender and the message
	 * @throws ClusterFormatException if the frame is malformed or exceeds a limit
	 */
	Received read();

	/**
	 * A frame that was parsed.
	 *
	 * @param sender the id of the sending node in its namespace, {@code null} if the
	 * frame has none or comes from an emitter
	 * @param message the message, {@code null} if this node ignores its kind or its
	 * namespace
	 * @param trace the trace that the message belongs to, {@code null} if the frame has
	 * none or a malformed one
	 */
	record Received(@Nullable String sender, @Nullable ClusterMessage message, @Nullable TraceContext trace) {

		/**
		 * Create a parsed frame without a trace.
		 * @param sender the id of the sending node, {@code null} if there is none
		 * @param message the message, {@code null} if it is ignored
		 */
		public Received(@Nullable String sender, @Nullable ClusterMessage message) {
			this(sender, message, null);
		}

	}

}
