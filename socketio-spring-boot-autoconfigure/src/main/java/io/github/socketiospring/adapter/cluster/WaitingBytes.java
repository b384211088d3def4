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
 * The bytes of the frames that wait in all lanes of a node, as a part of the server's
 * memory. Thread-safe.
 */
final class WaitingBytes {

	private final AtomicLong bytes = new AtomicLong();

	private volatile @Nullable MemoryBudget budget;

	/**
	 * Charge them to a budget, too.
	 * @param budget the server's budget
	 * @throws IllegalStateException if frames wait already
	 */
	void countIn(MemoryBudget budget) {
		Assert.state(this.bytes.get() == 0, "Messages of other nodes wait already: the budget is set too late");
		this.budget = budget;
	}

	/**
	 * A frame waits, or no longer.
	 * @param change its bytes, negative when it was handled
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
