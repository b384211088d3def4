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

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.Statistics;

/**
 * Statistics of a node of a cluster, for metrics and tests. May be read from any thread
 * at any time.
 *
 * @since 0.1.0
 */
public final class ClusterStatistics extends Statistics<ClusterCounter> {

	private final Requests requests;

	private final WaitingBytes waiting;

	private final ClusterBus bus;

	ClusterStatistics(Counters<ClusterCounter> counters, Requests requests, WaitingBytes waiting, ClusterBus bus) {
		super(counters);
		this.requests = requests;
		this.waiting = waiting;
		this.bus = bus;
	}

	/**
	 * The requests that wait for other nodes.
	 * @return the current number
	 */
	public int pendingRequests() {
		return this.requests.size();
	}

	/**
	 * The frames of all namespaces that wait to be handled.
	 * @return the current number of bytes
	 */
	public long waitingBytes() {
		return this.waiting.get();
	}

	/**
	 * The number of times that a connection to the broker was lost and restored.
	 * @return the number so far
	 */
	public long reconnects() {
		return this.bus.reconnects();
	}

	/**
	 * The number of times that the broker closed the subscribed connection although it
	 * was reachable, as it does if a node reads too slowly.
	 * @return the number so far
	 */
	public long cuts() {
		return this.bus.cuts();
	}

}
