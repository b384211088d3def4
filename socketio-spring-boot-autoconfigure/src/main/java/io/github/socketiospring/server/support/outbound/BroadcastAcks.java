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

package io.github.socketiospring.server.support.outbound;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.AckTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * Collects the acknowledgements of a broadcast, and emits them as they arrive. The
 * collection is complete when all receivers of this node have answered, each other node
 * has reported its number of receivers, and as many answers have arrived from there. It
 * does not wait for nodes that are gone, but then fails.
 *
 * @param <T> the type of an answer
 */
final class BroadcastAcks<T> implements AckCollector {

	private final String event;

	private final AnswerType<T> type;

	private final FluxSink<T> sink;

	/** The only receiver, {@code null} if the adapter selects the receivers. */
	private final @Nullable String only;

	private final Set<String> awaited = new LinkedHashSet<>();

	private final Set<String> missing = new LinkedHashSet<>();

	private final Map<String, Throwable> invalid = new LinkedHashMap<>();

	/** The sockets of other nodes that answered and are known by their ids. */
	private final Set<String> known = new HashSet<>();

	/** Whether the receivers of this node are known. */
	private boolean counted;

	/** Whether other nodes may still report receivers. */
	private boolean counting;

	private long expectedElsewhere;

	private long answeredElsewhere;

	/** How many sockets will not answer, since their nodes are gone. */
	private long goneElsewhere;

	private MissingNodes missingNodes = MissingNodes.NONE;

	/** How many receivers have answered or left. */
	private long settled;

	/** How many answers are being emitted. */
	private int delivering;

	private Set<String> unread = Set.of();

	private boolean expired;

	private boolean finished;

	/**
	 * Create a collection.
	 * @param event the event's name, for the exception
	 * @param type the requested type of the answers
	 * @param only the id of the only socket that is asked, on any node, {@code null} for
	 * any number of sockets, possibly none
	 * @param sink emits the answers
	 */
	BroadcastAcks(String event, AnswerType<T> type, @Nullable String only, FluxSink<T> sink) {
		this.event = event;
		this.type = type;
		this.only = only;
		this.sink = sink;
	}

	@Override
	public synchronized void askElsewhere() {
		this.counting = true;
	}

	@Override
	public void expect(Collection<String> socketIds) {
		synchronized (this) {
			this.counted = true;
			this.awaited.addAll(socketIds);
		}
		finishIfOver();
	}

	@Override
	public void expectElsewhere(int receivers) {
		synchronized (this) {
			this.expectedElsewhere += receivers;
		}
		finishIfOver();
	}

	@Override
	public void nodesCounted(MissingNodes missing) {
		synchronized (this) {
			this.counting = false;
			this.missingNodes = this.missingNodes.and(missing);
		}
		finishIfOver();
	}

	@Override
	public void nodeGone(int receivers, MissingNodes gone) {
		synchronized (this) {
			this.goneElsewhere += receivers;
			this.missingNodes = this.missingNodes.and(gone);
		}
		finishIfOver();
	}

	@Override
	public void answered(String socketId, ArgumentReader arguments) {
		T answer = null;
		Throwable problem = null;
		try {
			answer = this.type.read(arguments);
		}
		catch (PacketFormatException ex) {
			lost(socketId);
			throw ex;
		}
		catch (Throwable ex) {
			// Not of the requested type: the other answers are still valid.
			problem = ex;
		}
		settle(socketId, answer, problem);
	}

	@Override
	public void lost(String socketId) {
		synchronized (this) {
			if (this.awaited.contains(socketId)) {
				this.missing.add(socketId);
			}
		}
		settle(socketId, null, null);
	}

	private void settle(String socketId, @Nullable T answer, @Nullable Throwable problem) {
		synchronized (this) {
			if (this.expired || !this.awaited.remove(socketId)) {
				return;
			}
			if (problem != null) {
				this.invalid.put(socketId, problem);
			}
			this.delivering++;
		}
		deliver(answer);
	}

	@Override
	public void answeredElsewhere(@Nullable String socketId, ArgumentReader arguments) {
		T answer = null;
		Throwable problem = null;
		try {
			answer = this.type.read(arguments);
		}
		catch (Throwable ex) {
			problem = ex;
		}
		settleElsewhere(socketId, answer, problem);
	}

	@Override
	public void unreadableElsewhere(@Nullable String socketId, ClusterAnswerException reason) {
		settleElsewhere(socketId, null, reason);
	}

	private void settleElsewhere(@Nullable String socketId, @Nullable T answer, @Nullable Throwable problem) {
		synchronized (this) {
			if (this.expired || this.finished || (socketId != null && !this.known.add(socketId))) {
				return;
			}
			this.answeredElsewhere++;
			if (problem != null) {
				this.invalid.put((socketId != null) ? socketId : "#" + this.answeredElsewhere, problem);
			}
			this.delivering++;
		}
		deliver(answer);
	}

	private void deliver(@Nullable T answer) {
		if (answer != null) {
			this.sink.next(answer);
		}
		synchronized (this) {
			this.delivering--;
			this.settled++;
		}
		finishIfOver();
	}

	private void finishIfOver() {
		synchronized (this) {
			if (this.finished || this.delivering > 0 || !isOver()) {
				return;
			}
			this.finished = true;
		}
		finish();
	}

	private boolean isOver() {
		if (this.expired) {
			return true;
		}
		if (!this.counted || !this.awaited.isEmpty()) {
			return false;
		}
		return (this.only != null && this.settled > 0)
				|| (!this.counting && this.answeredElsewhere + this.goneElsewhere >= this.expectedElsewhere);
	}

	/**
	 * End the collection, since the timeout has expired.
	 * @param isUnread whether the server does not read from the client of a socket now
	 */
	void expire(Predicate<String> isUnread) {
		Set<String> late = awaited().stream().filter(isUnread).collect(Collectors.toSet());
		synchronized (this) {
			this.expired = true;
			this.missing.addAll(this.awaited);
			late.removeIf((socketId) -> !this.missing.contains(socketId));
			this.unread = late;
			if (this.counting && this.missingNodes.count() == 0) {
				// The adapter of that node does not report which socket it was.
				this.missingNodes = new MissingNodes(1, 0, Set.of());
			}
		}
		finishIfOver();
	}

	private void finish() {
		AckTimeoutException failure = failure();
		if (failure == null) {
			this.sink.complete();
		}
		else {
			this.sink.error(failure);
		}
	}

	private synchronized @Nullable AckTimeoutException failure() {
		if (this.only != null) {
			return (this.settled > 0 && this.missing.isEmpty() && this.invalid.isEmpty()) ? null
					: failure((this.settled > 0) ? this.missing : Set.of(this.only), 0);
		}
		long elsewhere = Math.max(0, this.expectedElsewhere - this.answeredElsewhere);
		boolean complete = this.missing.isEmpty() && this.invalid.isEmpty() && elsewhere == 0 && !this.counting
				&& this.missingNodes.count() == 0;
		return complete ? null : failure(this.missing, elsewhere);
	}

	private AckTimeoutException failure(Set<String> missing, long elsewhere) {
		return new AckTimeoutException(this.event, missing, this.invalid, this.unread,
				(int) Math.min(elsewhere, Integer.MAX_VALUE), this.missingNodes);
	}

	/**
	 * The sockets of this node that have not answered yet.
	 * @return the sockets' ids
	 */
	synchronized Set<String> awaited() {
		return Set.copyOf(this.awaited);
	}

}
