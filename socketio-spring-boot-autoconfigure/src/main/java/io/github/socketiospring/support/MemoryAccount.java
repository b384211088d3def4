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
 * What one connection makes the server hold, in bytes by kind. It is charged before
 * something is held and released afterwards by the same number, from any thread and
 * without locks: a counter of its own is all that changes. The {@link MemoryBudget}
 * learns of it in steps of some KiB, rounded up, so small things that come and go touch
 * nothing that connections share.
 * <p>
 * An account ends when it was closed <em>and</em> its last charge is released: a handler
 * that still works holds what it holds, whether or not its client is there.
 *
 * @since 0.1.0
 * @see MemoryBudget#open(MemoryHolder)
 */
public final class MemoryAccount {

	static final int STEP = 4096;

	private static final VarHandle HELD = MethodHandles.arrayElementVarHandle(int[].class);

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

	private final int[] held = new int[MemoryKind.COUNT];

	/** What the budget knows of. */
	private volatile long settled;

	private volatile boolean closed;

	/** Its place among all accounts, for the one who keeps them. */
	int index = -1;

	MemoryAccount(MemoryBudget budget, MemoryHolder holder) {
		this.budget = budget;
		this.holder = holder;
	}

	/**
	 * Count what is about to be held. It is always counted, also when the account was
	 * closed, and has to be released in any case.
	 * @param kind what it is for
	 * @param bytes how much, what objects cost included; less than zero is a release
	 * @return {@code false} when the account is above its own bound, in which case its
	 * holder was asked to give back what it holds: who can do without holding more had
	 * better release it at once
	 */
	public boolean charge(MemoryKind kind, int bytes) {
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
	 * Count what is held no more.
	 * @param kind what it was for
	 * @param bytes how much was charged
	 */
	public void release(MemoryKind kind, int bytes) {
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
	 * The connection is gone: nothing new is to be charged, and what is released from now
	 * on is settled at once. Does nothing when it was called before.
	 */
	public void close() {
		if (CLOSED.compareAndSet(this, false, true)) {
			settle();
			this.budget.closed(this);
		}
	}

	/**
	 * Whether the connection is gone.
	 * @return {@code true} after {@link #close()}
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * What is held now.
	 * @return the number of bytes of all kinds
	 */
	public long held() {
		return sum(MemoryKind.COUNT);
	}

	/**
	 * What is held now of a kind.
	 * @param kind what the memory is used for
	 * @return the number of bytes
	 */
	public long held(MemoryKind kind) {
		return (int) HELD.getVolatile(this.held, kind.ordinal());
	}

	/**
	 * What this account answers for when too much is held in all.
	 * @return the number of bytes, without what waits to be sent to a client that takes
	 * it
	 */
	long weight() {
		return this.holder.isTaking() ? sum(MemoryKind.OWN) : sum(MemoryKind.COMMON) + held(MemoryKind.OUTBOUND);
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
			sum += (int) HELD.getVolatile(this.held, i);
		}
		return sum;
	}

	private void settle() {
		long before = this.settled;
		long after = settlement(before, 2 * STEP);
		// Also after success: what other threads changed meanwhile, they may have left.
		while (after != before) {
			if (SETTLED.compareAndSet(this, before, after)) {
				this.budget.add(after - before);
			}
			before = this.settled;
			after = settlement(before, 2 * STEP);
		}
	}

	/**
	 * Give the budget back what was rounded up.
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
		// In this order: what was charged before the account is closed must not be
		// missed.
		boolean exact = this.closed;
		long common = sum(MemoryKind.COMMON);
		if (exact) {
			return common;
		}
		return (common > before || before - common >= slack) ? (common + STEP - 1) / STEP * STEP : before;
	}

}
