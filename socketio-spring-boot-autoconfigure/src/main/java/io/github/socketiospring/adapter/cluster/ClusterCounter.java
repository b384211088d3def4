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
 * What a node counts of its cluster.
 *
 * @since 0.1.0
 * @see ClusterStatistics
 */
public enum ClusterCounter {

	/** Messages for other nodes that were handed to the broker, without answers. */
	PUBLISHED,

	/** Messages for other nodes that were lost, since the broker was away. */
	LOST,

	/** Frames that arrived. */
	RECEIVED,

	/** Frames that mean nothing to this node, its own included. */
	IGNORED,

	/** Frames that were malformed or beyond a limit, and changed nothing. */
	MALFORMED,

	/** Broadcasts that were dropped, since too many bytes waited. */
	DROPPED,

	/** Frames whose handling failed on this node. */
	FAILED,

	/** Requests of other nodes, and parts of their commands, that were refused. */
	REFUSED,

	/** Requests to other nodes. */
	REQUESTED,

	/** Requests that other nodes did not answer in time. */
	TIMED_OUT,

	/**
	 * Answers to requests that were over or unknown, or that the same node had answered.
	 * Where a broker delivers answers to all nodes, those to others count too.
	 */
	LATE,

	/** Requests of other nodes that this node answered. */
	ANSWERED,

	/** Answers that this node left out, since they were larger than a message may be. */
	TOO_LARGE,

	/**
	 * How often this node did not hear its own heartbeats although the broker seemed to
	 * be there, and connected again.
	 */
	DEAF

}
