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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import org.springframework.util.Assert;

/**
 * All memory that one server uses for clients, and its limit. Each connection has a
 * {@link MemoryAccount}; memory that belongs to no connection is charged here.
 * <p>
 * At the limit, new clients are {@linkplain #isFull() refused}, and accounts that use
 * more than their {@linkplain #fairShare() fair share} are asked to release memory, the
 * largest first, until four fifths of the limit are used. An account within its share is
 * never asked. Packets that wait for a client that reads count only once the limit is
 * exceeded by half.
 * <p>
 * Thread-safe; no method blocks.
 *
 * @since 0.1.0
 */
public final class MemoryBudget {

	private static final int LEAST_SHARE = 64 * 1024;

	private static final int SHOWN = 10;

	/**
	 * How long to wait before the accounts are examined again if they could not release
	 * enough.
	 */
	private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

	private final long limit;

	private final int accountLimit;

	private final Executor executor;

	private final MemoryAccounts accounts = new MemoryAccounts();

	/** Bytes that belong to no account, by kind. */
	private final AtomicLongArray unowned = new AtomicLongArray(MemoryKind.COUNT);

	private final AtomicLong used = new AtomicLong();

	private final AtomicBoolean relieving = new AtomicBoolean();

	/** How much was used when the accounts were last examined. */
	private volatile long relieved;

	/** When the accounts were last examined, in nanoseconds. */
	private volatile long relievedAt = System.nanoTime();

	/** How much has to be used before the accounts are examined. */
	private volatile long alarm;

	/**
	 * Create an unused budget.
	 * @param limit how many bytes may be used in all
	 * @param accountLimit how many bytes an account may use without packets that wait to
	 * be sent, at most 1 GB
	 * @param executor runs the examination of all accounts, which takes time if there are
	 * many
	 */
	public MemoryBudget(long limit, long accountLimit, Executor executor) {
		Assert.isTrue(limit > 0, "'limit' must be greater than zero");
		Assert.isTrue(accountLimit > 0, "'accountLimit' must be greater than zero");
		Assert.notNull(executor, "'executor' must not be null");
		this.limit = limit;
		this.accountLimit = (int) Math.min(accountLimit, 1 << 30);
		this.executor = executor;
		this.alarm = limit;
	}

	/**
	 * Open an account. The caller has to {@linkplain MemoryAccount#close() close} it.
	 * @param holder the user of the memory, which may be asked to release it
	 * @return an account without charges
	 */
	public MemoryAccount open(MemoryHolder holder) {
		MemoryAccount account = new MemoryAccount(this, holder);
		this.accounts.add(account);
		return account;
	}

	/**
	 * Count memory that is about to be used and belongs to no account.
	 * @param kind what the memory is used for
	 * @param bytes the number of bytes including the overhead of objects; a negative
	 * number is a release
	 */
	public void charge(MemoryKind kind, long bytes) {
		this.unowned.addAndGet(kind.ordinal(), bytes);
		add(bytes);
	}

	/**
	 * Count memory that is no longer used and belonged to no account.
	 * @param kind what the memory was used for
	 * @param bytes the number of bytes that were charged
	 */
	public void release(MemoryKind kind, long bytes) {
		charge(kind, -bytes);
	}

	/**
	 * Return the limit of the server.
	 * @return a number of bytes
	 */
	public long limit() {
		return this.limit;
	}

	/**
	 * Return the limit of one account, which does not apply to packets that wait to be
	 * sent.
	 * @return a number of bytes
	 */
	public int accountLimit() {
		return this.accountLimit;
	}

	/**
	 * Return the memory in use that counts towards the limit. Each account is rounded up
	 * by some KiB.
	 * @return the number of bytes, exactly zero when everything was released and all
	 * accounts have ended
	 */
	public long used() {
		return this.used.get();
	}

	/**
	 * Return the memory in use of one kind. Visits all accounts.
	 * @param kind what the memory is used for
	 * @return the current number of bytes
	 */
	public long used(MemoryKind kind) {
		return used(kind, this.accounts.all());
	}

	private long used(MemoryKind kind, List<MemoryAccount> all) {
		long sum = this.unowned.get(kind.ordinal());
		if (kind != MemoryKind.OUTBOUND) {
			for (MemoryAccount account : all) {
				sum += account.held(kind);
			}
		}
		return sum;
	}

	/**
	 * Whether new clients should be refused.
	 * @return {@code true} while the limit is reached
	 */
	public boolean isFull() {
		long now = this.used.get();
		if (now < this.limit) {
			return false;
		}
		// A client that read something at that time may have stopped since.
		if (now != this.relieved || System.nanoTime() - this.relievedAt >= LOOK_AGAIN) {
			relieveSoon();
		}
		return true;
	}

	/**
	 * Return the memory that each account may use until the limit is exceeded by far.
	 * @return the limit divided by the number of accounts, at least 64 KB
	 */
	public long fairShare() {
		return Math.max(LEAST_SHARE, plainShare());
	}

	// With very many accounts, the sum of the minimum shares exceeds the limit.
	private long plainShare() {
		return this.limit / Math.max(1, this.accounts.open());
	}

	/**
	 * Return the number of accounts.
	 * @return the number of accounts that have not ended
	 */
	public int accounts() {
		return this.accounts.size();
	}

	/**
	 * Find the accounts that use most memory. Visits all accounts.
	 * @param number the maximum number of results, at least one
	 * @return at most as many, the largest first
	 */
	public List<MemoryUse> heaviest(int number) {
		return heaviest(this.accounts.all(), number);
	}

	private static List<MemoryUse> heaviest(List<MemoryAccount> all, int number) {
		PriorityQueue<Candidate> heaviest = new PriorityQueue<>(Comparator.comparingLong(Candidate::weight));
		for (MemoryAccount account : all) {
			long held = account.held();
			if (held > 0 && (heaviest.size() < number || held > heaviest.element().weight())) {
				heaviest.add(new Candidate(account, held));
				if (heaviest.size() > number) {
					heaviest.remove();
				}
			}
		}
		return heaviest.stream()
			.map((candidate) -> candidate.account().use())
			.sorted(Comparator.comparingLong(MemoryUse::bytes).reversed())
			.toList();
	}

	/**
	 * Report the memory in use, and by which accounts. Visits all accounts.
	 * @return a snapshot, not consistent while clients are active
	 */
	public MemoryReport report() {
		List<MemoryAccount> all = this.accounts.all();
		Map<MemoryKind, Long> kinds = new EnumMap<>(MemoryKind.class);
		for (MemoryKind kind : MemoryKind.values()) {
			long bytes = used(kind, all);
			if (bytes != 0) {
				kinds.put(kind, bytes);
			}
		}
		long used = used();
		MemoryReport.State state = MemoryReport.State.ROOM;
		if (used > goal()) {
			state = (used >= this.limit) ? MemoryReport.State.FULL : MemoryReport.State.TIGHT;
		}
		return new MemoryReport(state, this.limit, used, kinds, heaviest(all, SHOWN));
	}

	private long goal() {
		// Below the limit, since otherwise it would be reached again at once.
		return this.limit / 5 * 4;
	}

	void update(MemoryAccount account) {
		this.accounts.update(account);
	}

	void closed(MemoryAccount account) {
		this.accounts.closed(account);
	}

	void add(long change) {
		long now = this.used.addAndGet(change);
		if (change > 0) {
			if (now > this.alarm) {
				relieveSoon();
			}
		}
		else if (now < this.limit && this.alarm != this.limit) {
			this.alarm = this.limit;
		}
	}

	private void relieveSoon() {
		if (this.relieving.compareAndSet(false, true)) {
			this.executor.execute(this::relieve);
		}
	}

	private void relieve() {
		try {
			List<MemoryAccount> all = this.accounts.all();
			all.forEach(MemoryAccount::trim);
			if (this.used.get() > this.limit) {
				relieve(all);
			}
			this.relieved = this.used.get();
			this.relievedAt = System.nanoTime();
			// Releasing memory takes time: holders are asked again only after more was
			// charged.
			this.alarm = Math.max(this.limit, this.relieved + this.limit / 64);
		}
		finally {
			this.relieving.set(false);
		}
	}

	private void relieve(List<MemoryAccount> all) {
		long used = this.used.get();
		long share = (used > this.limit + this.limit / 4) ? plainShare() : fairShare();
		// Packets for clients that read may fill the heap too. Then it is better to lose
		// a few clients than all.
		boolean critical = used > this.limit + this.limit / 2;
		List<Candidate> candidates = new ArrayList<>();
		for (MemoryAccount account : all) {
			long weight = critical ? account.weightWithPackets() : account.weight();
			if (weight > share && !account.isClosed()) {
				candidates.add(new Candidate(account, weight));
			}
		}
		candidates.sort(Comparator.comparingLong(Candidate::weight).reversed());
		long excess = used - goal();
		for (Candidate candidate : candidates) {
			if (excess <= 0) {
				break;
			}
			candidate.account().holder().giveBack(MemoryHolder.Excess.OF_SERVER, candidate.weight());
			excess -= candidate.weight();
		}
	}

	/**
	 * An account above its fair share.
	 *
	 * @param account the account of an open connection
	 * @param weight the bytes that are compared with the share
	 */
	private record Candidate(MemoryAccount account, long weight) {

	}

}
