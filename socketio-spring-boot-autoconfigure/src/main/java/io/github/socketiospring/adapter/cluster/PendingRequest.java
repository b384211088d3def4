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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.MissingNodes;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A request that waits until each other node has answered once, or until its timeout.
 * Answers may arrive before the number of nodes is known.
 */
abstract class PendingRequest implements Disposable {

	/** The ids of the nodes are fetched in this last fraction of the timeout. */
	private static final int DIAGNOSIS = 5;

	private static final long LONGEST_DIAGNOSIS_MILLIS = 500;

	private final Requests requests;

	private final ClusterBus.Channel channel;

	private final ClusterListener.Request kind;

	private final String id = ClusterIds.next();

	private final Disposable.Swap timer = Disposables.swap();

	/** The ids of the nodes that have answered, if their answers contain one. */
	private final Set<String> senders = new HashSet<>(4);

	/** The ids of the nodes whose answers were accepted. */
	private final Set<String> accepted = new HashSet<>(4);

	/** The ids of the processes that are gone. */
	private final Set<String> gone = new HashSet<>(2);

	/** Those of them that left while the request waited. */
	private final Set<String> lost = new HashSet<>(2);

	/** The ids of the nodes that were counted although they had left before. */
	private Set<String> excused = Set.of();

	private Set<String> present = Set.of();

	/** The nodes that still have to answer. Only known after nodes have gone. */
	private @Nullable Set<String> awaited;

	private int expected = -1;

	private int answered;

	private ClusterObserver.ObservedRequest observed = ClusterObserver.ObservedRequest.NONE;

	private boolean settled;

	/** Whether the request waits or has waited. */
	private boolean begun;

	private long start;

	private long end;

	/** In milliseconds: schedulers may have another clock for these. */
	private long published;

	/**
	 * Create a request that does not wait yet.
	 * @param requests the requests of this node
	 * @param channel the channel on which the request is published
	 * @param kind the kind of the request
	 */
	PendingRequest(Requests requests, ClusterBus.Channel channel, ClusterListener.Request kind) {
		this.requests = requests;
		this.channel = channel;
		this.kind = kind;
	}

	/**
	 * The id of the request.
	 * @return a unique id
	 */
	final String id() {
		return this.id;
	}

	/**
	 * The channel on which the request is published.
	 * @return the channel of a namespace
	 */
	final ClusterBus.Channel channel() {
		return this.channel;
	}

	/**
	 * Encode the request, and start to wait for answers.
	 * @param message the message with the {@link #id}
	 * @param timeout how long to wait
	 * @param observed the observation of the request, which ends with it
	 * @return publishes the request
	 * @throws IllegalStateException if too many requests are waiting
	 * @throws RuntimeException if the message cannot be encoded
	 */
	final ClusterBus.Publication await(ClusterMessage message, Duration timeout,
			ClusterObserver.ObservedRequest observed) {
		this.observed = observed;
		try {
			ClusterBus.Publication publication = this.channel.prepare(message, observed.trace());
			await(timeout);
			return publication;
		}
		catch (RuntimeException | Error ex) {
			observed.end(null, -1, 0, ex);
			throw ex;
		}
	}

	private void await(Duration timeout) {
		this.requests.add(this);
		long millis = Math.max(1, timeout.toMillis());
		begin(millis);
		long diagnosis = Math.min(millis / DIAGNOSIS, LONGEST_DIAGNOSIS_MILLIS);
		// Both now: if the first one scheduled the second one, it could do so before it
		// is set here, which would then cancel the second one.
		this.timer.update(
				Disposables.composite(schedule(this::diagnose, millis - diagnosis), schedule(this::expire, millis)));
	}

	private Disposable schedule(Runnable task, long millis) {
		return this.requests.timer().schedule(task, millis, TimeUnit.MILLISECONDS);
	}

	private synchronized void begin(long millis) {
		this.begun = true;
		this.start = now();
		this.published = this.requests.timer().now(TimeUnit.MILLISECONDS);
		this.end = this.start + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	/**
	 * Fetch the ids of the nodes. A request that is still waiting will probably time out,
	 * and then reports which nodes are missing.
	 */
	private void diagnose() {
		if (isSettled()) {
			return;
		}
		this.requests.present(this).subscribe(this::present, (ex) -> {
			// Only the number of missing nodes is known then.
		});
	}

	private synchronized void present(Set<String> nodes) {
		this.present = receivers(nodes);
	}

	private void expire() {
		if (settle(ClusterListener.Outcome.TIMEOUT)) {
			told(missing());
		}
		dispose();
	}

	/**
	 * Set the number of other nodes.
	 * @param others the number of nodes that will answer
	 */
	final void expect(int others) {
		synchronized (this) {
			this.expected = others;
		}
		this.requests.counted(this);
		settleIfComplete();
	}

	/**
	 * Handle an answer. Called by one thread at a time.
	 * @param sender the id of the answering node, {@code null} if unknown
	 * @param answer what the node answered
	 * @return whether the request was waiting for it
	 */
	final boolean answered(@Nullable String sender, ClusterMessage.Answer answer) {
		if (!isLast(answer)) {
			return accept(sender, answer);
		}
		synchronized (this) {
			if (this.settled || (sender != null && !this.senders.add(sender))) {
				return false;
			}
		}
		if (!accept(sender, answer)) {
			return false;
		}
		synchronized (this) {
			this.answered++;
			if (sender != null) {
				this.accepted.add(sender);
				if (this.awaited != null) {
					this.awaited.remove(sender);
				}
			}
		}
		settleIfComplete();
		return true;
	}

	/**
	 * Stop waiting for nodes that are gone. From now on the request waits for the ids of
	 * the other nodes that may have received it. Answers without a sender are counted as
	 * before.
	 * @param nodes the ids of the processes that are gone
	 * @param present the ids of the nodes that have the namespace now, which may include
	 * nodes that are gone
	 * @param before whether they had left before the request was published
	 */
	final void nodesGone(Set<String> nodes, Set<String> present, boolean before) {
		synchronized (this) {
			this.gone.addAll(nodes);
			this.present = receivers(present);
			this.awaited = silent();
			if (before) {
				this.excused = this.present.stream()
					.filter((uid) -> isOfAny(uid, nodes))
					.collect(Collectors.toUnmodifiableSet());
			}
			else {
				this.lost.addAll(nodes);
			}
		}
		checkGone();
		settleIfComplete();
	}

	private Set<String> receivers(Set<String> present) {
		return this.requests.receivers(present, this.published);
	}

	private static boolean isOfAny(String uid, Set<String> nodes) {
		return nodes.stream().anyMatch((node) -> KnownNodes.isOf(uid, node));
	}

	/**
	 * Whether a node is gone, so that what it announced will not follow.
	 * @param sender the id of a node
	 * @return {@code true} after {@link #nodesGone}
	 */
	final synchronized boolean isGone(String sender) {
		return isOfAny(sender, this.gone);
	}

	/**
	 * Describe a node that has answered but is gone.
	 * @param sender the id of the node
	 * @return the node among all that were expected to answer
	 */
	final MissingNodes missing(String sender) {
		String name = name(sender);
		synchronized (this) {
			int total = Math.max(this.expected, this.answered);
			return new MissingNodes(total, total, Set.of(name));
		}
	}

	/**
	 * The nodes that have not answered, including those that left while the request
	 * waited: a query does not miss them, since they have no sockets any more.
	 * @return their number, and their names if they are certain; none if no node has left
	 */
	final synchronized MissingNodes missingWithLost() {
		int total = this.expected - (int) this.excused.stream().filter((uid) -> !this.accepted.contains(uid)).count();
		int missing = total - this.answered;
		if (this.lost.isEmpty() || missing <= 0) {
			return MissingNodes.NONE;
		}
		Set<String> silent = silent();
		this.lost.stream()
			.filter((node) -> this.accepted.stream().noneMatch((uid) -> KnownNodes.isOf(uid, node)))
			.forEach(silent::add);
		return new MissingNodes(total, this.answered, (silent.size() == missing)
				? silent.stream().map(this.requests::name).collect(Collectors.toUnmodifiableSet()) : Set.of());
	}

	/**
	 * The nodes that are present but have not answered.
	 * @return their ids in the namespace
	 */
	private Set<String> silent() {
		Set<String> silent = new HashSet<>();
		for (String node : this.present) {
			if (!this.accepted.contains(node) && !isOfAny(node, this.gone)) {
				silent.add(node);
			}
		}
		return silent;
	}

	private void settleIfComplete() {
		synchronized (this) {
			boolean allCounted = this.answered >= this.expected;
			boolean allOthers = this.awaited != null && this.awaited.isEmpty();
			if (this.settled || this.expected < 0 || !(allCounted || allOthers)) {
				return;
			}
		}
		if (settle(ClusterListener.Outcome.COMPLETE)) {
			told(MissingNodes.NONE);
		}
	}

	/**
	 * End the request because the broker failed, or because this node leaves the cluster.
	 * @param cause the failure of the broker, {@code null} if this node leaves
	 */
	final void fail(@Nullable Throwable cause) {
		if (settle(ClusterListener.Outcome.UNAVAILABLE)) {
			failed(cause);
		}
	}

	/**
	 * Called when the number of other nodes could not be determined.
	 * @param cause the failure of the broker
	 */
	void uncounted(Throwable cause) {
		fail(cause);
	}

	/**
	 * Called when the request could not be published.
	 * @param cause the failure of the broker
	 */
	void unpublished(Throwable cause) {
		fail(cause);
	}

	/**
	 * Stop waiting for answers.
	 * @param outcome how the request ended
	 * @return {@code true} for the first call only
	 */
	final boolean settle(ClusterListener.Outcome outcome) {
		synchronized (this) {
			if (this.settled || !this.begun) {
				return false;
			}
			this.settled = true;
		}
		this.requests.ended(this.kind, outcome, Duration.ofNanos(now() - this.start));
		if (this.observed != ClusterObserver.ObservedRequest.NONE) {
			observeEnd(outcome);
		}
		return true;
	}

	private void observeEnd(ClusterListener.Outcome outcome) {
		MissingNodes missing = missing();
		Throwable error = switch (outcome) {
			case TIMEOUT -> new ClusterTimeoutException(this.kind.call(), missing);
			case UNAVAILABLE -> ClusterContext.unavailable(this.kind.call(), null);
			case COMPLETE, CANCELLED -> null;
		};
		this.observed.end(outcome, isCounted() ? missing.expected() : -1, missing.answered(), error);
	}

	private synchronized boolean isCounted() {
		return this.expected >= 0;
	}

	private long now() {
		return this.requests.timer().now(TimeUnit.NANOSECONDS);
	}

	/**
	 * The display name of a node.
	 * @param sender the id of a node that answered, {@code null} if unknown
	 * @return the name, or the id if the name is unknown
	 */
	final String name(@Nullable String sender) {
		return (sender != null) ? this.requests.name(sender) : "unknown";
	}

	private synchronized boolean isSettled() {
		return this.settled;
	}

	/**
	 * The nodes that have not answered.
	 * @return their number, and their names or ids if all answers contained the id of
	 * their node
	 */
	final synchronized MissingNodes missing() {
		Set<String> silent = silent();
		int total = total(silent.size());
		boolean identified = silent.size() <= total - this.answered;
		return new MissingNodes(total, this.answered, identified
				? silent.stream().map(this.requests::name).collect(Collectors.toUnmodifiableSet()) : Set.of());
	}

	private int total(int silent) {
		if (this.expected < 0) {
			return this.answered + Math.max(1, silent);
		}
		return (this.awaited != null) ? Math.min(this.expected, this.answered + this.awaited.size()) : this.expected;
	}

	@Override
	public final void dispose() {
		this.timer.dispose();
		this.requests.remove(this);
		// The caller may have its own timeout, which may expire first.
		boolean late = now() >= this.end;
		if (settle(late ? ClusterListener.Outcome.TIMEOUT : ClusterListener.Outcome.CANCELLED)) {
			abandoned();
		}
	}

	@Override
	public final boolean isDisposed() {
		return this.timer.isDisposed();
	}

	/**
	 * Whether this is the answer that completes the request for its node.
	 * @param answer an answer
	 * @return {@code false} if more answers of the node may follow
	 */
	boolean isLast(ClusterMessage.Answer answer) {
		return true;
	}

	/**
	 * Called when nodes are {@linkplain #isGone gone}, also if the request is complete.
	 */
	void checkGone() {
	}

	/**
	 * Process an answer.
	 * @param sender the id of the answering node, {@code null} if unknown
	 * @param answer what the node answered
	 * @return {@code false} if it is not of the requested kind
	 */
	abstract boolean accept(@Nullable String sender, ClusterMessage.Answer answer);

	/**
	 * Called when the request is complete or has timed out, once and instead of
	 * {@link #failed} and {@link #abandoned}.
	 * @param missing the nodes that did not answer
	 */
	abstract void told(MissingNodes missing);

	/**
	 * Called when the caller no longer waits for the request, instead of {@link #told}
	 * and {@link #failed}.
	 */
	void abandoned() {
	}

	/**
	 * Called when the request has failed because of the broker, once and instead of
	 * {@link #told} and {@link #abandoned}.
	 * @param cause the failure of the broker, {@code null} if this node leaves
	 */
	abstract void failed(@Nullable Throwable cause);

}
