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

import io.github.socketiospring.adapter.MissingNodes;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A request that waits until each other node answered once, or its time is up. Answers
 * may arrive before the number of nodes is known.
 */
abstract class PendingRequest implements Disposable {

	/** The last part of the time, in which the ids of the nodes are asked for. */
	private static final int DIAGNOSIS = 5;

	private static final long LONGEST_DIAGNOSIS_MILLIS = 500;

	private final Requests requests;

	private final ClusterBus.Channel channel;

	private final ClusterListener.Request kind;

	private final String id = ClusterIds.next();

	private final Disposable.Swap timer = Disposables.swap();

	/** The nodes that answered and told who they are. */
	private final Set<String> senders = new HashSet<>(4);

	/** Those whose answers are accepted. */
	private final Set<String> accepted = new HashSet<>(4);

	/** The ids of the processes that are gone. */
	private final Set<String> gone = new HashSet<>(2);

	private Set<String> present = Set.of();

	/** The nodes that are to answer yet, if nodes are gone. */
	private @Nullable Set<String> awaited;

	private int expected = -1;

	private int answered;

	private boolean settled;

	/** Whether it waits, or has waited. */
	private boolean begun;

	private long start;

	private long end;

	/**
	 * Create a request that does not wait yet.
	 * @param requests the requests of this node
	 * @param channel asks
	 * @param kind what is asked
	 */
	PendingRequest(Requests requests, ClusterBus.Channel channel, ClusterListener.Request kind) {
		this.requests = requests;
		this.channel = channel;
		this.kind = kind;
	}

	/**
	 * The id of the request.
	 * @return an id that no other request has
	 */
	final String id() {
		return this.id;
	}

	/**
	 * Where it is asked.
	 * @return the channel of a namespace
	 */
	final ClusterBus.Channel channel() {
		return this.channel;
	}

	/**
	 * Begin to wait.
	 * @param timeout how long
	 * @throws IllegalStateException if too many requests wait already
	 */
	final void await(Duration timeout) {
		this.requests.add(this);
		long millis = Math.max(1, timeout.toMillis());
		begin(millis);
		long diagnosis = Math.min(millis / DIAGNOSIS, LONGEST_DIAGNOSIS_MILLIS);
		this.timer.update(
				this.requests.timer().schedule(() -> diagnose(diagnosis), millis - diagnosis, TimeUnit.MILLISECONDS));
	}

	private synchronized void begin(long millis) {
		this.begun = true;
		this.start = now();
		this.end = this.start + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	/**
	 * Ask which nodes there are: whoever waits until now is likely to miss one, and is to
	 * know its id when the time is up.
	 * @param remaining the time until then, in milliseconds
	 */
	private void diagnose(long remaining) {
		this.timer.update(this.requests.timer().schedule(this::expire, remaining, TimeUnit.MILLISECONDS));
		if (isSettled()) {
			return;
		}
		this.channel.nodeIds().subscribe(this::present, (ex) -> {
			// Then only their number is known.
		});
	}

	private synchronized void present(Set<String> nodes) {
		this.present = Set.copyOf(nodes);
	}

	private void expire() {
		if (settle(ClusterListener.Outcome.TIMEOUT)) {
			told(missing());
		}
		dispose();
	}

	/**
	 * The number of other nodes is known.
	 * @param others how many nodes will answer
	 */
	final void expect(int others) {
		synchronized (this) {
			this.expected = others;
		}
		this.requests.counted(this);
		settleIfComplete();
	}

	/**
	 * An answer arrived. Called by one thread at a time.
	 * @param sender the id of the node, {@code null} if it did not tell
	 * @param answer the answer
	 * @return whether it was awaited
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
	 * Nodes will not answer. From now on the others are awaited by their ids. Where
	 * answers do not tell their senders, their number counts as before.
	 * @param nodes the ids of processes
	 * @param present the ids of the nodes that have the namespace now, some of those
	 * included
	 */
	final void nodesGone(Set<String> nodes, Set<String> present) {
		synchronized (this) {
			this.gone.addAll(nodes);
			this.present = Set.copyOf(present);
			this.awaited = silent();
		}
		settleIfComplete();
	}

	/**
	 * The nodes that are there but have not answered.
	 * @return their ids in the namespace
	 */
	private Set<String> silent() {
		Set<String> silent = new HashSet<>();
		for (String node : this.present) {
			if (!this.accepted.contains(node) && this.gone.stream().noneMatch((id) -> KnownNodes.isOf(node, id))) {
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
	 * The broker failed.
	 * @param cause what it said, {@code null} if this node leaves
	 */
	final void fail(@Nullable Throwable cause) {
		if (settle(ClusterListener.Outcome.UNAVAILABLE)) {
			failed(cause);
		}
	}

	/**
	 * The number of other nodes stays unknown.
	 * @param cause what the broker said
	 */
	void uncounted(Throwable cause) {
		fail(cause);
	}

	/**
	 * The request is lost.
	 * @param cause what the broker said
	 */
	void unpublished(Throwable cause) {
		fail(cause);
	}

	/**
	 * Await nothing more.
	 * @param outcome how it came to this
	 * @return {@code true} once
	 */
	final boolean settle(ClusterListener.Outcome outcome) {
		synchronized (this) {
			if (this.settled || !this.begun) {
				return false;
			}
			this.settled = true;
		}
		this.requests.ended(this.kind, outcome, Duration.ofNanos(now() - this.start));
		return true;
	}

	private long now() {
		return this.requests.timer().now(TimeUnit.NANOSECONDS);
	}

	private synchronized boolean isSettled() {
		return this.settled;
	}

	/**
	 * The nodes that have not answered.
	 * @return their number, and their names or ids where all that answered told theirs
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
		// Whoever asked may measure the time, too, and be the first to find that it is
		// up.
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
	 * Whether a node gives no other answer of this kind.
	 * @param answer an answer
	 * @return {@code true} for the answer that counts for its node
	 */
	boolean isLast(ClusterMessage.Answer answer) {
		return true;
	}

	/**
	 * Take an answer.
	 * @param sender the id of the node, {@code null} if it did not tell
	 * @param answer the answer
	 * @return {@code false} if it is not of the kind that was asked for
	 */
	abstract boolean accept(@Nullable String sender, ClusterMessage.Answer answer);

	/**
	 * Nothing more is awaited. Called once, unless {@link #failed} is.
	 * @param missing the nodes that did not answer
	 */
	abstract void told(MissingNodes missing);

	/**
	 * Nobody waits any longer. Called instead of {@link #told} and {@link #failed}.
	 */
	void abandoned() {
	}

	/**
	 * The broker failed. Called once, unless {@link #told} is.
	 * @param cause what it said, {@code null} if this node leaves
	 */
	abstract void failed(@Nullable Throwable cause);

}
