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

package io.github.socketiospring.testsupport;

import java.time.Duration;

import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryHolder;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Unlimited memory for tests without a server, and the check that a server holds no
 * memory after its last client has gone.
 */
public final class TestMemory implements MemoryHolder {

	private TestMemory() {
	}

	/**
	 * An account with its own budget.
	 * @return an account with room for all charges of a test
	 */
	public static MemoryAccount account() {
		return account(budget());
	}

	/**
	 * An account of a budget.
	 * @param budget the budget
	 * @return an account that is never closed
	 */
	public static MemoryAccount account(MemoryBudget budget) {
		return budget.open(new TestMemory());
	}

	/**
	 * A budget without a limit.
	 * @return the budget
	 */
	public static MemoryBudget budget() {
		return new MemoryBudget(Long.MAX_VALUE, Integer.MAX_VALUE, Runnable::run);
	}

	/**
	 * Wait until a server holds nothing. What was charged and not released, or released
	 * twice, is found by this.
	 * @param budget the server's budget, after its last connection was ended
	 */
	public static void awaitNothingHeld(MemoryBudget budget) {
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(
					() -> assertThat(budget.report().kinds()).as("held by %s", budget.report().heaviest()).isEmpty());
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(budget.accounts()).isZero());
		assertThat(budget.used()).isZero();
	}

	@Override
	public String name() {
		return "test";
	}

	@Override
	public @Nullable String address() {
		return null;
	}

	@Override
	public boolean isTaking() {
		return true;
	}

	@Override
	public void giveBack(Excess excess, long held) {
		throw new AssertionError("There is room for everything");
	}

}
