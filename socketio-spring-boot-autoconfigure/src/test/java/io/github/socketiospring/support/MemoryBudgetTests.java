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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryBudget} and {@link MemoryAccount}.
 */
class MemoryBudgetTests {

	private static final int MB = 1024 * 1024;

	private final MemoryBudget budget = new MemoryBudget(10 * MB, 4 * MB, Runnable::run);

	private final List<String> asked = new ArrayList<>();

	@Test
	void whatIsReleasedIsGone() {
		MemoryAccount account = open("a");
		account.charge(MemoryKind.EVENTS, 100_000);
		account.charge(MemoryKind.BODIES, 5000);
		assertThat(account.held()).isEqualTo(105_000);
		assertThat(this.budget.used()).isBetween(105_000L, 105_000L + MemoryAccount.STEP);
		assertThat(this.budget.used(MemoryKind.BODIES)).isEqualTo(5000);
		account.release(MemoryKind.EVENTS, 100_000);
		account.release(MemoryKind.BODIES, 5000);
		account.close();
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.accounts()).isZero();
	}

	@Test
	void countsMoreThanAnIntegerHolds() {
		MemoryAccount account = open("a");
		for (int i = 0; i < 3; i++) {
			account.charge(MemoryKind.OUTBOUND, 1 << 30);
		}
		account.charge(MemoryKind.ANSWERS, 3L << 30);
		assertThat(account.held(MemoryKind.OUTBOUND)).isEqualTo(3L << 30);
		assertThat(this.budget.used()).isGreaterThanOrEqualTo(3L << 30);
		account.release(MemoryKind.OUTBOUND, 3L << 30);
		account.release(MemoryKind.ANSWERS, 3L << 30);
		account.close();
		assertThat(this.budget.used()).isZero();
		assertThat(MemoryCost.ofBytes(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void accountEndsWithItsLastCharge() {
		MemoryAccount account = open("a");
		account.charge(MemoryKind.EVENTS, 10);
		account.close();
		account.close();
		assertThat(this.budget.used()).isEqualTo(10);
		assertThat(this.budget.accounts()).isOne();
		assertThat(this.budget.heaviest(10)).extracting(MemoryUse::name).containsExactly("a");
		account.charge(MemoryKind.RECOVERY, 5);
		account.release(MemoryKind.EVENTS, 10);
		assertThat(this.budget.used()).isEqualTo(5);
		account.release(MemoryKind.RECOVERY, 5);
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.accounts()).isZero();
	}

	@Test
	void smallThingsThatComeAndGoChangeNothingThatIsShared() {
		MemoryAccount account = open("a");
		account.charge(MemoryKind.SESSIONS, 6000);
		account.charge(MemoryKind.EVENTS, MemoryAccount.STEP);
		long used = this.budget.used();
		for (int i = 0; i < 10; i++) {
			account.release(MemoryKind.EVENTS, MemoryAccount.STEP);
			assertThat(this.budget.used()).isEqualTo(used);
			account.charge(MemoryKind.EVENTS, MemoryAccount.STEP);
			assertThat(this.budget.used()).isEqualTo(used);
		}
	}

	@Test
	void whatWaitsForManyCountsInFullForEachAndNotForTheServer() {
		MemoryAccount account = open("a");
		account.charge(MemoryKind.OUTBOUND, 8 * MB);
		assertThat(account.held()).isEqualTo(8 * MB);
		assertThat(this.budget.used()).isZero();
		this.budget.charge(MemoryKind.OUTBOUND, 3);
		assertThat(this.budget.used()).isEqualTo(3);
		assertThat(this.budget.used(MemoryKind.OUTBOUND)).isEqualTo(3);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void accountAboveItsOwnLimitIsAskedToGiveBack() {
		MemoryAccount account = open("a");
		assertThat(account.charge(MemoryKind.EVENTS, 4 * MB)).isTrue();
		assertThat(account.charge(MemoryKind.FRAGMENTS, 1)).isFalse();
		assertThat(this.asked).containsExactly("a OF_ACCOUNT");
	}

	@Test
	void whatIsSentCountsNotTowardsTheLimitOfAnAccount() {
		MemoryAccount account = open("a");
		assertThat(account.charge(MemoryKind.ANSWERS, 5 * MB)).isTrue();
		assertThat(account.charge(MemoryKind.EVENTS, 4 * MB)).isTrue();
		assertThat(this.asked).isEmpty();
		assertThat(this.budget.used()).isEqualTo(9 * MB);
	}

	@Test
	void beyondTheLimitTheHeaviestIsAskedFirst() {
		for (int i = 0; i < 10; i++) {
			open("small " + i).charge(MemoryKind.EVENTS, MB / 2);
		}
		open("heavy").charge(MemoryKind.EVENTS, 2 * MB);
		open("heavier").charge(MemoryKind.EVENTS, 5 * MB / 2);
		assertThat(this.asked).isEmpty();
		assertThat(this.budget.isFull()).isFalse();
		open("last").charge(MemoryKind.EVENTS, MB);
		assertThat(this.asked).containsExactly("heavier OF_SERVER");
		assertThat(this.budget.isFull()).isTrue();
	}

	@Test
	void whatFitsAFairShareIsTaken() {
		for (int i = 0; i < 10; i++) {
			open("a").charge(MemoryKind.EVENTS, MB);
		}
		this.budget.charge(MemoryKind.NAMES, 1);
		assertThat(this.asked).isEmpty();
		assertThat(this.budget.isFull()).isTrue();
	}

	@Test
	void manySmallAccountsAreAskedOnceTheLimitIsExceededByFar() {
		for (int i = 0; i < 200; i++) {
			open("a").charge(MemoryKind.EVENTS, 60 * 1024);
		}
		assertThat(this.budget.used()).isBetween(11L * MB, 12L * MB);
		assertThat(this.asked).isEmpty();
		for (int i = 0; i < 50; i++) {
			open("a").charge(MemoryKind.EVENTS, 60 * 1024);
		}
		assertThat(this.asked).isNotEmpty();
	}

	@Test
	void whoTakesWhatIsSentIsNotAskedForIt() {
		MemoryAccount taking = this.budget.open(new Holder("taking", true));
		taking.charge(MemoryKind.OUTBOUND, 8 * MB);
		MemoryAccount leaving = open("leaving");
		leaving.charge(MemoryKind.OUTBOUND, 7 * MB);
		this.budget.charge(MemoryKind.OUTBOUND, 15 * MB);
		assertThat(this.asked).containsExactly("leaving OF_SERVER");
	}

	@Test
	void whoTakesWhatIsSentIsAskedOnceTheLimitIsExceededByHalf() {
		for (int i = 0; i < 3; i++) {
			MemoryAccount account = this.budget.open(new Holder("taking " + i, true));
			account.charge(MemoryKind.OUTBOUND, (5 + i) * MB);
			this.budget.charge(MemoryKind.OUTBOUND, 5 * MB);
		}
		assertThat(this.asked).isEmpty();
		this.budget.charge(MemoryKind.OUTBOUND, MB / 2);
		assertThat(this.asked).containsExactly("taking 2 OF_SERVER", "taking 1 OF_SERVER");
	}

	@Test
	void stateOfCompressionIsShownButNotLimited() {
		open("a").charge(MemoryKind.COMPRESSION, 11 * MB);
		assertThat(this.asked).isEmpty();
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.report().kinds()).containsOnly(Map.entry(MemoryKind.COMPRESSION, 11L * MB));
	}

	@Test
	void theHeaviestAreShownByKind() {
		open("a").charge(MemoryKind.EVENTS, 10);
		MemoryAccount account = open("b");
		account.charge(MemoryKind.EVENTS, 20);
		account.charge(MemoryKind.NAMES, 1);
		open("c");
		assertThat(this.budget.heaviest(10)).containsExactly(
				new MemoryUse("b", "10.0.0.1", 21, Map.of(MemoryKind.EVENTS, 20L, MemoryKind.NAMES, 1L)),
				new MemoryUse("a", "10.0.0.1", 10, Map.of(MemoryKind.EVENTS, 10L)));
		assertThat(this.budget.heaviest(1)).hasSize(1);
	}

	@Test
	void manyThreadsLeaveNothingBehind() throws InterruptedException {
		MemoryAccount account = open("a");
		CountDownLatch begin = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int size = 1000 + 5000 * i;
			Thread thread = new Thread(() -> {
				await(begin);
				for (int n = 0; n < 50_000; n++) {
					account.charge(MemoryKind.EVENTS, size);
					account.release(MemoryKind.EVENTS, size);
					if (n == 25_000) {
						account.close();
					}
				}
			});
			thread.start();
			threads.add(thread);
		}
		begin.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(account.held()).isZero();
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.accounts()).isZero();
	}

	@Test
	void manyAccountsComeAndGoInAnyOrder() {
		List<MemoryAccount> accounts = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			MemoryAccount account = open("a" + i);
			account.charge(MemoryKind.SESSIONS, i);
			accounts.add(account);
		}
		assertThat(this.budget.accounts()).isEqualTo(1000);
		for (int i = 0; i < 1000; i++) {
			accounts.get(i * 7 % 1000).close();
		}
		assertThat(this.budget.accounts()).isEqualTo(999);
		for (int i = 0; i < 1000; i++) {
			accounts.get(i * 3 % 1000).release(MemoryKind.SESSIONS, i * 3 % 1000);
		}
		assertThat(this.budget.accounts()).isZero();
		assertThat(this.budget.used()).isZero();
	}

	private MemoryAccount open(String name) {
		return this.budget.open(new Holder(name, false));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private final class Holder implements MemoryHolder {

		private final String name;

		private final boolean taking;

		Holder(String name, boolean taking) {
			this.name = name;
			this.taking = taking;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public @Nullable String address() {
			return "10.0.0.1";
		}

		@Override
		public boolean isTaking() {
			return this.taking;
		}

		@Override
		public void giveBack(Excess excess, long held) {
			MemoryBudgetTests.this.asked.add(this.name + " " + excess);
		}

	}

}
