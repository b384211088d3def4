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

package io.github.socketiospring.adapter;

import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The memory that the namespaces of one server use for recovery: events and lost sockets,
 * including the overhead of objects. Beyond the limit the oldest are removed, regardless
 * of their namespace. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RecoveryMemory implements AutoCloseable {

	/** The default limit: 64 MB. */
	public static final long DEFAULT_LIMIT = 64 * 1024 * 1024;

	private final long limit;

	private @Nullable Kept eldest;

	private @Nullable Kept youngest;

	private long bytes;

	private @Nullable MemoryBudget budget;

	private boolean closed;

	/**
	 * Create an empty memory.
	 * @param limit the maximum number of bytes, greater than zero
	 */
	public RecoveryMemory(long limit) {
		Assert.isTrue(limit > 0, "'limit' must be greater than zero");
		this.limit = limit;
	}

	/**
	 * Charge the memory to a budget as well, each event once for all its receivers.
	 * @param budget the budget of the server
	 */
	public synchronized void countIn(MemoryBudget budget) {
		this.budget = budget;
		budget.charge(MemoryKind.RECOVERY, this.bytes);
	}

	private void count(long change) {
		this.bytes += change;
		if (this.budget != null) {
			this.budget.charge(MemoryKind.RECOVERY, change);
		}
	}

	/**
	 * The memory in use.
	 * @return an estimated number of bytes
	 */
	public synchronized long bytes() {
		return this.bytes;
	}

	/**
	 * Count an element that will be {@linkplain #add added}, and remove the oldest ones
	 * until it fits, so that the limit holds also while it is added. Takes locks of the
	 * owners, so the caller must hold none.
	 * @param kept an event or a lost socket
	 */
	void reserve(Kept kept) {
		synchronized (this) {
			count(kept.cost());
		}
		shrink();
	}

	/**
	 * Give back a reservation that is not used.
	 * @param kept an element that was not added
	 */
	synchronized void cancel(Kept kept) {
		count(-kept.cost());
	}

	/**
	 * Add an element as the youngest one.
	 * @param kept an event or a lost socket with a reservation
	 */
	synchronized void add(Kept kept) {
		Kept previous = this.youngest;
		kept.before = previous;
		kept.linked = true;
		if (previous != null) {
			previous.after = kept;
		}
		else {
			this.eldest = kept;
		}
		this.youngest = kept;
	}

	/**
	 * Remove an element. Does nothing if it was removed before.
	 * @param kept an event or a lost socket
	 */
	synchronized void remove(Kept kept) {
		if (!kept.linked) {
			return;
		}
		Kept older = kept.before;
		Kept younger = kept.after;
		if (older != null) {
			older.after = younger;
		}
		else {
			this.eldest = younger;
		}
		if (younger != null) {
			younger.before = older;
		}
		else {
			this.youngest = older;
		}
		kept.before = null;
		kept.after = null;
		kept.linked = false;
		count(-kept.cost());
	}

	/**
	 * Remove the oldest elements until the rest is within the limit. Takes locks of the
	 * owners, so the caller must hold none.
	 */
	void shrink() {
		for (Kept surplus = surplus(); surplus != null; surplus = surplus()) {
			surplus.forget();
		}
	}

	private synchronized @Nullable Kept surplus() {
		return (this.closed || this.bytes > this.limit) ? this.eldest : null;
	}

	/**
	 * Forget everything, and keep nothing from now on: the server has ended, and no
	 * client can come back to it. Further calls have no effect.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		shrink();
	}

}
