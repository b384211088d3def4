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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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

	private final KnownNodes nodes;

	/**
	 * Create a table.
	 * @param limit how many requests may wait
	 * @param timer runs their timeouts
	 * @param counters counts what happens to them
	 * @param listener observes how they end
	 * @param nodes knows the names of nodes
	 */
	Requests(int limit, Scheduler timer, Counters<ClusterCounter> counters, ClusterListener listener,
			KnownNodes nodes) {
		this.limit = limit;
		this.timer = timer;
		this.counters = counters;
		this.listener = listener;
		this.nodes = nodes;
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
	 * What people call a node.
	 * @param uid its id in a namespace
	 * @return its name, its id if it has none
	 */
	String name(String uid) {
		return this.nodes.name(uid);
	}

	/**
	 * The nodes were counted that are to answer. Those that go just now are not waited
	 * for.
	 * @param request waits for the nodes
	 */
	void counted(PendingRequest request) {
		Set<String> leaving = this.nodes.leaving();
		if (!leaving.isEmpty()) {
			gone(leaving, request.channel(), List.of(request));
		}
	}

	/**
	 * A node is gone: nobody waits for it any longer.
	 * @param node the id of its process
	 */
	void nodeGone(String node) {
		Map<ClusterBus.Channel, List<PendingRequest>> waiting = this.pending.values()
			.stream()
			.collect(Collectors.groupingBy(PendingRequest::channel));
		waiting.forEach((channel, requests) -> gone(Set.of(node), channel, requests));
	}

	/**
	 * Nodes are gone. Whether a request waits for them cannot be known: they may not have
	 * its namespace, or the broker may not have counted them any more. So it waits for
	 * those that there are, by their ids.
	 * @param nodes the ids of the nodes that are gone
	 * @param channel the channel of the requests
	 * @param requests the requests that wait
	 */
	private static void gone(Set<String> nodes, ClusterBus.Channel channel, List<PendingRequest> requests) {
		channel.nodeIds()
			.subscribe((present) -> requests.forEach((request) -> request.nodesGone(nodes, present)), (ex) -> {
				// Then they wait until their time is up.
			});
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
