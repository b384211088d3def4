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
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The pending requests of this node to other nodes, in all namespaces. Thread-safe.
 */
final class Requests {

	private static final Logger logger = LoggerFactory.getLogger(Requests.class);

	private static final ErrorLog errorLog = new ErrorLog();

	/**
	 * How long after it has subscribed a node may be heard first. Nodes tell that they
	 * are here as soon as they have subscribed.
	 */
	private static final long JOIN_MILLIS = 2000;

	private final Map<String, PendingRequest> pending = new ConcurrentHashMap<>();

	/** What to do when no request of a channel is pending any more. */
	private final Map<String, Runnable> closing = new ConcurrentHashMap<>();

	private final int limit;

	private final Scheduler timer;

	private final Counters<ClusterCounter> counters;

	private final ClusterListener listener;

	private final KnownNodes nodes;

	private final NodeIds ids;

	/**
	 * Create an empty registry.
	 * @param limit the maximum number of pending requests
	 * @param timer runs the timeouts
	 * @param counters the counters of the node
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
		this.ids = new NodeIds(timer);
	}

	Scheduler timer() {
		return this.timer;
	}

	/**
	 * Add a pending request.
	 * @param request waits for answers from now on
	 * @throws IllegalStateException if too many requests are pending
	 */
	void add(PendingRequest request) {
		if (this.pending.size() >= this.limit) {
			throw new IllegalStateException("Too many requests to other nodes are pending: " + this.limit);
		}
		this.pending.put(request.id(), request);
		this.counters.increment(ClusterCounter.REQUESTED);
	}

	/**
	 * Remove a pending request.
	 * @param request waits for no more answers
	 */
	void remove(PendingRequest request) {
		this.pending.remove(request.id(), request);
		if (!this.closing.isEmpty()) {
			endIfLast(request.channel().uid());
		}
	}

	/**
	 * Wait until no request of a namespace that is removed is pending any more.
	 * @param uid the id of this node in the namespace
	 * @param action called once: now, or on the thread that ends the last request
	 */
	void afterLast(String uid, Runnable action) {
		this.closing.put(uid, action);
		endIfLast(uid);
	}

	private void endIfLast(String uid) {
		if (this.pending.values().stream().noneMatch((request) -> uid.equals(request.channel().uid()))) {
			Runnable action = this.closing.remove(uid);
			if (action != null) {
				action.run();
			}
		}
	}

	/**
	 * Count and report the end of a request.
	 * @param kind the kind of the request
	 * @param outcome how it ended
	 * @param took the time since the request began
	 */
	void ended(ClusterListener.Request kind, ClusterListener.Outcome outcome, Duration took) {
		if (outcome == ClusterListener.Outcome.TIMEOUT) {
			this.counters.increment(ClusterCounter.TIMED_OUT);
		}
		try {
			this.listener.onRequest(kind, outcome, took);
		}
		catch (Throwable ex) {
			// Errors too: the caller must still get a result.
			errorLog.error(logger, "A listener of the cluster failed", ex);
		}
	}

	/**
	 * Pass an answer to its request. If the broker delivers answers to all nodes, each
	 * channel of this node in the namespace receives them. Only the channel that
	 * published the request takes them, so that an answer without a sender is counted
	 * once.
	 * @param uid the id of this node on the channel that received the answer
	 * @param sender the id of the answering node, {@code null} if unknown
	 * @param answer the answer
	 */
	void answered(String uid, @Nullable String sender, ClusterMessage.Answer answer) {
		PendingRequest request = this.pending.get(answer.requestId());
		if (request != null && !uid.equals(request.channel().uid())) {
			this.counters.increment(ClusterCounter.IGNORED);
			return;
		}
		if (request == null || !request.answered(sender, answer)) {
			this.counters.increment(ClusterCounter.LATE);
		}
	}

	/**
	 * Select the nodes that may have received a request.
	 * @param uids the ids that receive answers in its namespace now
	 * @param published when the request was published, in milliseconds by the timer
	 * @return the ids without those that only receive answers to requests of their own,
	 * and without the nodes that have joined since
	 */
	Set<String> receivers(Set<String> uids, long published) {
		return uids.stream()
			.filter((uid) -> !KnownNodes.isAsker(uid) && !this.nodes.joinedAfter(uid, published + JOIN_MILLIS))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The display name of a node.
	 * @param uid the id of the node in a namespace
	 * @return the name, or the id if the name is unknown
	 */
	String name(String uid) {
		return this.nodes.name(uid);
	}

	/**
	 * Look up the ids of the nodes for an exception.
	 * @param request a request that will probably time out
	 * @return the ids of the nodes that are or were present recently
	 */
	Mono<Set<String>> present(PendingRequest request) {
		return this.ids.recent(request.channel());
	}

	/**
	 * Called when the nodes that will answer a request have been counted. The request
	 * does not wait for nodes that have just left.
	 * @param request waits for these nodes
	 */
	void counted(PendingRequest request) {
		Set<String> leaving = this.nodes.leaving();
		if (!leaving.isEmpty()) {
			gone(leaving, this.ids.next(request.channel()), List.of(request), true);
		}
	}

	/**
	 * Stop waiting for a node that is gone.
	 * @param node the id of its process
	 */
	void nodeGone(String node) {
		Map<String, List<PendingRequest>> waiting = this.pending.values()
			.stream()
			.collect(Collectors.groupingBy((request) -> NodeIds.key(request.channel())));
		waiting.values()
			.forEach((requests) -> gone(Set.of(node), this.ids.next(requests.get(0).channel()), requests, false));
	}

	/**
	 * Stop waiting for nodes that are gone. It is unknown whether a request waits for
	 * them: they may not have its namespace, or the broker may not have counted them. So
	 * the requests wait for the ids of the nodes that are present.
	 * @param nodes the ids of the processes that are gone
	 * @param ids looks up the ids of the nodes that are present
	 * @param requests the pending requests
	 * @param before whether the nodes had left before the requests were published
	 */
	private static void gone(Set<String> nodes, Mono<Set<String>> ids, List<PendingRequest> requests, boolean before) {
		ids.subscribe((present) -> requests.forEach((request) -> request.nodesGone(nodes, present, before)), (ex) -> {
			// The requests wait until their timeout then.
		});
	}

	/**
	 * Fail all pending requests, since this node leaves the cluster.
	 */
	void end() {
		this.pending.values().forEach((request) -> request.fail(null));
	}

	boolean isEmpty() {
		return this.pending.isEmpty();
	}

	int size() {
		return this.pending.size();
	}

}
