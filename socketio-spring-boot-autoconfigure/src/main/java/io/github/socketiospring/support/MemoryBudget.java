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
 * All memory that clients make one server hold, and its limit. Each connection has a
 * {@link MemoryAccount}; what belongs to none of them is charged here.
 * <p>
 * Beyond the limit, nobody new is {@linkplain #isFull() let in}, and those who hold more
 * than their {@linkplain #fairShare() fair share} are asked to give it back, the heaviest
 * first, until four fifths of the limit are held. Who holds no more than that is never
 * asked.
 * <p>
 * May be used from any thread; nothing here blocks.
 *
 * @since 0.1.0
 */
public final class MemoryBudget {

	private static final int LEAST_SHARE = 64 * 1024;

	private static final int SHOWN = 10;

	/**
	 * How long those that were not to be closed are left alone while there is no room.
	 */
	private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

	private final long limit;

	private final int accountLimit;

	private final Executor executor;

	private final MemoryAccounts accounts = new MemoryAccounts();

	/** What belongs to no account, by kind. */
	private final AtomicLongArray unowned = new AtomicLongArray(MemoryKind.COUNT);

	private final AtomicLong used = new AtomicLong();

	private final AtomicBoolean relieving = new AtomicBoolean();

	/** How much was used when somebody looked last. */
	private volatile long relieved;

	/** When somebody looked last, in nanoseconds. */
	private volatile long relievedAt = System.nanoTime();

	/** How much has to be used before somebody looks who could give something back. */
	private volatile long alarm;

	/**
	 * Begin with nothing held.
	 * @param limit how many bytes may be held in all
	 * @param accountLimit how many bytes an account may hold without what waits to be
	 * sent, at most a GB
	 * @param executor runs what takes time with many accounts
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
	 * Open an account, which {@link MemoryAccount#close()} has to be called for.
	 * @param holder who holds what is charged
	 * @return an account of which nothing is held yet
	 */
	public MemoryAccount open(MemoryHolder holder) {
		MemoryAccount account = new MemoryAccount(this, holder);
		this.accounts.add(account);
		return account;
	}

	/**
	 * Count what is about to be held and belongs to no account.
	 * @param kind what it is for
	 * @param bytes how much, what objects cost included; less than zero is a release
	 */
	public void charge(MemoryKind kind, long bytes) {
		this.unowned.addAndGet(kind.ordinal(), bytes);
		add(bytes);
	}

	/**
	 * Count what is held no more and belonged to no account.
	 * @param kind what it was for
	 * @param bytes how much was charged
	 */
	public void release(MemoryKind kind, long bytes) {
		charge(kind, -bytes);
	}

	/**
	 * How much may be held.
	 * @return the number of bytes
	 */
	public long limit() {
		return this.limit;
	}

	/**
	 * How much one account may hold without what waits to be sent.
	 * @return the number of bytes
	 */
	public int accountLimit() {
		return this.accountLimit;
	}

	/**
	 * How much is held now of what is limited, each account rounded up by some KiB.
	 * @return the number of bytes, exactly zero when everything was released and all
	 * accounts have ended
	 */
	public long used() {
		return this.used.get();
	}

	/**
	 * How much is held now of a kind. Adds the accounts up.
	 * @param kind what the memory is used for
	 * @return the number of bytes
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
	 * Whether nobody new should be let in.
	 * @return {@code true} while the limit is reached
	 */
	public boolean isFull() {
		long now = this.used.get();
		if (now < this.limit) {
			return false;
		}
		// A client that took something then may have stopped since.
		if (now != this.relieved || System.nanoTime() - this.relievedAt >= LOOK_AGAIN) {
			relieveSoon();
		}
		return true;
	}

	/**
	 * What each open account may hold in any case.
	 * @return the limit by the number of accounts, at least 64 KB
	 */
	public long fairShare() {
		return Math.max(LEAST_SHARE, this.limit / Math.max(1, this.accounts.open()));
	}

	/**
	 * How many accounts there are.
	 * @return the number of those that have not ended
	 */
	public int accounts() {
		return this.accounts.size();
	}

	/**
	 * Those who hold most. Looks at all accounts.
	 * @param number how many, at least one
	 * @return at most as many, the heaviest first
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
	 * What is held now, and by whom. Looks at all accounts.
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
		// Below the limit, or it would be reached again at once.
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
			// What was asked for takes its time: it is asked for again when more came.
			this.alarm = Math.max(this.limit, this.relieved + this.limit / 64);
		}
		finally {
			this.relieving.set(false);
		}
	}

	private void relieve(List<MemoryAccount> all) {
		long share = fairShare();
		List<Candidate> candidates = new ArrayList<>();
		for (MemoryAccount account : all) {
			long weight = account.weight();
			if (weight > share && !account.isClosed()) {
				candidates.add(new Candidate(account, weight));
			}
		}
		candidates.sort(Comparator.comparingLong(Candidate::weight).reversed());
		long excess = this.used.get() - goal();
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
	 * @param weight what it answers for
	 */
	private record Candidate(MemoryAccount account, long weight) {

	}

}
