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

/**
 * The events that a node counts in its cluster.
 *
 * @since 0.1.0
 * @see ClusterStatistics
 */
public enum ClusterCounter {

	/** Messages for other nodes, except answers, including those that were lost. */
	PUBLISHED,

	/**
	 * Messages for other nodes, including answers, that were lost because the broker was
	 * unavailable.
	 */
	LOST,

	/**
	 * Frames that were received, except those that the bus discards unread: broadcasts to
	 * rooms without members on this node, and messages that this node sent itself, unless
	 * they have to be parsed to find out.
	 */
	RECEIVED,

	/**
	 * Received frames that are not meant for this node, such as its own requests, and
	 * answers that arrived while it waited for none.
	 */
	IGNORED,

	/** Frames that were malformed or exceeded a limit, and were ignored. */
	MALFORMED,

	/**
	 * Broadcasts, and beyond a higher limit requests and answers, that were dropped
	 * because too many bytes were waiting.
	 */
	DROPPED,

	/** Frames that this node failed to handle. */
	FAILED,

	/** Requests of other nodes, and parts of their commands, that were refused. */
	REFUSED,

	/** Requests that were sent to other nodes. */
	REQUESTED,

	/** Requests that other nodes did not answer in time. */
	TIMED_OUT,

	/**
	 * Answers to requests that had ended, were unknown, or had already been answered by
	 * the same node. If the broker delivers answers to all nodes, answers to other nodes
	 * are counted too, but only while this node waits for answers.
	 */
	LATE,

	/** Requests of other nodes that this node answered. */
	ANSWERED,

	/**
	 * Answers that this node left out because they exceeded the maximum size of a
	 * message.
	 */
	TOO_LARGE,

	/**
	 * Reconnections because this node did not receive its own heartbeats although it
	 * seemed to be connected.
	 */
	DEAF

}
