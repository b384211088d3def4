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

package io.github.socketiospring.support;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/**
 * The memory that the server uses for one connection, in bytes by kind. Memory is charged
 * before it is used and released afterwards by the same number, from any thread and
 * without locks. Small changes only affect the account's own counters: the
 * {@link MemoryBudget} is updated in steps of some KiB, rounded up.
 * <p>
 * An account ends when it was closed <em>and</em> its last charge is released: a handler
 * that is still running uses memory even if its client has left.
 *
 * @since 0.1.0
 * @see MemoryBudget#open(MemoryHolder)
 */
public final class MemoryAccount {

	static final int STEP = 4096;

	private static final VarHandle HELD = MethodHandles.arrayElementVarHandle(long[].class);

	private static final VarHandle SETTLED;

	private static final VarHandle CLOSED;

	static {
		try {
			SETTLED = MethodHandles.lookup().findVarHandle(MemoryAccount.class, "settled", long.class);
			CLOSED = MethodHandles.lookup().findVarHandle(MemoryAccount.class, "closed", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final MemoryBudget budget;

	private final MemoryHolder holder;

	private final long[] held = new long[MemoryKind.COUNT];

	/** The number of bytes that were reported to the budget. */
	private volatile long settled;

	private volatile boolean closed;

	/** The index of this account in {@link MemoryAccounts}. */
	int index = -1;

	MemoryAccount(MemoryBudget budget, MemoryHolder holder) {
		this.budget = budget;
		this.holder = holder;
	}

	/**
	 * Count memory that is about to be used. It is always counted, even after the account
	 * was closed or if the limit is exceeded, and has to be released.
	 * @param kind what the memory is used for
	 * @param bytes the number of bytes including the overhead of objects; a negative
	 * number is a release
	 * @return {@code false} if the account exceeds its own limit. Its holder was asked to
	 * release memory; a caller that does not need the memory should release it at once
	 */
	public boolean charge(MemoryKind kind, long bytes) {
		HELD.getAndAdd(this.held, kind.ordinal(), bytes);
		settle();
		updateClosed();
		return kind.ordinal() >= MemoryKind.OWN || isWithinLimit();
	}

	private boolean isWithinLimit() {
		long own = sum(MemoryKind.OWN);
		if (own <= this.budget.accountLimit()) {
			return true;
		}
		if (!this.closed) {
			this.holder.giveBack(MemoryHolder.Excess.OF_ACCOUNT, own);
		}
		return false;
	}

	/**
	 * Count memory that is no longer used.
	 * @param kind what the memory was used for
	 * @param bytes the number of bytes that were charged
	 */
	public void release(MemoryKind kind, long bytes) {
		HELD.getAndAdd(this.held, kind.ordinal(), -bytes);
		settle();
		updateClosed();
	}

	private void updateClosed() {
		if (this.closed) {
			this.budget.update(this);
		}
	}

	/**
	 * Close the account when its connection ends. Nothing more should be charged, and
	 * from now on releases update the budget at once. Further calls have no effect.
	 */
	public void close() {
		if (CLOSED.compareAndSet(this, false, true)) {
			settle();
			this.budget.closed(this);
		}
	}

	/**
	 * Whether the account was closed.
	 * @return {@code true} after {@link #close()}
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return the memory in use.
	 * @return the number of bytes of all kinds
	 */
	public long held() {
		return sum(MemoryKind.COUNT);
	}

	/**
	 * Return the memory in use of one kind.
	 * @param kind what the memory is used for
	 * @return the current number of bytes
	 */
	public long held(MemoryKind kind) {
		return (long) HELD.getVolatile(this.held, kind.ordinal());
	}

	/**
	 * Return the memory that is compared with the fair share when the budget is exceeded.
	 * @return the number of bytes, without packets that wait for a client that reads
	 */
	long weight() {
		return this.holder.isTaking() ? sum(MemoryKind.OWN) : weightWithPackets();
	}

	/**
	 * Return the memory that is compared with the fair share when the budget is exceeded
	 * by far.
	 * @return the number of bytes, with all packets that wait to be sent
	 */
	long weightWithPackets() {
		return sum(MemoryKind.COMMON) + held(MemoryKind.OUTBOUND);
	}

	MemoryHolder holder() {
		return this.holder;
	}

	MemoryUse use() {
		Map<MemoryKind, Long> kinds = new EnumMap<>(MemoryKind.class);
		long sum = 0;
		for (MemoryKind kind : MemoryKind.values()) {
			long bytes = held(kind);
			if (bytes != 0) {
				kinds.put(kind, bytes);
				sum += bytes;
			}
		}
		return new MemoryUse(this.holder.name(), this.holder.address(), sum, kinds);
	}

	private long sum(int kinds) {
		long sum = 0;
		for (int i = 0; i < kinds; i++) {
			sum += (long) HELD.getVolatile(this.held, i);
		}
		return sum;
	}

	private void settle() {
		long before = this.settled;
		long after = settlement(before, 2 * STEP);
		// Also after success: other threads that failed here rely on this one.
		while (after != before) {
			if (SETTLED.compareAndSet(this, before, after)) {
				this.budget.add(after - before);
			}
			before = this.settled;
			after = settlement(before, 2 * STEP);
		}
	}

	/**
	 * Release the bytes that were reported to the budget by rounding up.
	 */
	void trim() {
		long before = this.settled;
		long after = settlement(before, STEP);
		if (after < before && SETTLED.compareAndSet(this, before, after)) {
			this.budget.add(after - before);
			settle();
		}
	}

	private long settlement(long before, int slack) {
		// In this order, so that no charge made before the account was closed is missed.
		boolean exact = this.closed;
		long common = sum(MemoryKind.COMMON);
		if (exact) {
			return common;
		}
		return (common > before || before - common >= slack) ? (common + STEP - 1) / STEP * STEP : before;
	}

}
