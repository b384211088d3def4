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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * The requests of this node that wait for other nodes, in all namespaces. Thread-safe.
 */
final class Requests {

	private static final Logger logger = LoggerFactory.getLogger(Requests.class);

	private static final ErrorLog errorLog = new ErrorLog();

	private final Map<String, PendingRequest> pending = new ConcurrentHashMap<>();

	private final int limit;

	private final Scheduler timer;

	private final Counters<ClusterCounter> counters;

	private final ClusterListener listener;

	/**
	 * Create a table.
	 * @param limit how many requests may wait
	 * @param timer runs their timeouts
	 * @param counters counts what happens to them
	 * @param listener observes how they end
	 */
	Requests(int limit, Scheduler timer, Counters<ClusterCounter> counters, ClusterListener listener) {
		this.limit = limit;
		this.timer = timer;
		this.counters = counters;
		this.listener = listener;
	}

	Scheduler timer() {
		return this.timer;
	}

	/**
	 * Begin to wait.
	 * @param request the request
	 * @throws IllegalStateException if too many wait already
	 */
	void add(PendingRequest request) {
		if (this.pending.size() >= this.limit) {
			throw new IllegalStateException("Too many requests to other nodes are pending: " + this.limit);
		}
		this.pending.put(request.id(), request);
		this.counters.increment(ClusterCounter.REQUESTED);
	}

	/**
	 * Wait no longer.
	 * @param request the request
	 */
	void remove(PendingRequest request) {
		this.pending.remove(request.id(), request);
	}

	/**
	 * A request is over.
	 * @param kind what was asked
	 * @param outcome how it ended
	 * @param took the time since it was published
	 */
	void ended(ClusterListener.Request kind, ClusterListener.Outcome outcome, Duration took) {
		if (outcome == ClusterListener.Outcome.TIMEOUT) {
			this.counters.increment(ClusterCounter.TIMED_OUT);
		}
		try {
			this.listener.onRequest(kind, outcome, took);
		}
		catch (Throwable ex) {
			// Errors too: whoever asked must be told.
			errorLog.error(logger, "A listener of the cluster failed", ex);
		}
	}

	/**
	 * An answer arrived.
	 * @param sender the id of the node, {@code null} if it did not tell
	 * @param answer the answer
	 */
	void answered(@Nullable String sender, ClusterMessage.Answer answer) {
		PendingRequest request = this.pending.get(answer.requestId());
		if (request == null || !request.answered(sender, answer)) {
			this.counters.increment(ClusterCounter.LATE);
		}
	}

	/**
	 * A node is gone: nobody waits for it any longer.
	 * @param node its id in a namespace
	 */
	void nodeGone(String node) {
		this.pending.values().forEach((request) -> request.nodeGone(node));
	}

	/**
	 * Fail all, since this node leaves the cluster.
	 */
	void end() {
		this.pending.values().forEach((request) -> request.fail(null));
	}

	int size() {
		return this.pending.size();
	}

}
