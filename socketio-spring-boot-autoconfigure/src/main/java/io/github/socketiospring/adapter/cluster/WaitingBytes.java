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

import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Counts the bytes of the frames that wait in all lanes of a node, and charges them to
 * the server's memory budget. Thread-safe.
 */
final class WaitingBytes {

	private final AtomicLong bytes = new AtomicLong();

	private volatile @Nullable MemoryBudget budget;

	/**
	 * Also charge the bytes to a budget.
	 * @param budget the server's memory budget
	 * @throws IllegalStateException if frames are already waiting
	 */
	void countIn(MemoryBudget budget) {
		Assert.state(this.bytes.get() == 0, "Messages of other nodes wait already: the budget is set too late");
		this.budget = budget;
	}

	/**
	 * Record that a frame waits or no longer waits.
	 * @param change the bytes of the frame, negative when it was handled
	 */
	void charge(long change) {
		this.bytes.addAndGet(change);
		MemoryBudget present = this.budget;
		if (present != null) {
			present.charge(MemoryKind.CLUSTER, change);
		}
	}

	long get() {
		return this.bytes.get();
	}

}
