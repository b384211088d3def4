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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecoveryMemory}.
 */
class RecoveryMemoryTests {

	private final RecoveryMemory memory = new RecoveryMemory(10);

	private final List<String> forgotten = new ArrayList<>();

	private Thing keep(String name, long cost) {
		Thing thing = new Thing(name, cost);
		this.memory.reserve(thing);
		this.memory.add(thing);
		return thing;
	}

	@Test
	void forgetsTheOldestUntilTheRestFits() {
		keep("a", 4);
		keep("b", 4);
		keep("c", 2);
		this.memory.shrink();
		assertThat(this.forgotten).isEmpty();
		assertThat(this.memory.bytes()).isEqualTo(10);
		keep("d", 5);
		this.memory.shrink();
		assertThat(this.forgotten).containsExactly("a", "b");
		assertThat(this.memory.bytes()).isEqualTo(7);
	}

	@Test
	void makesRoomBeforeItAdds() {
		keep("a", 4);
		keep("b", 6);
		Thing next = new Thing("c", 3);
		this.memory.reserve(next);
		assertThat(this.forgotten).containsExactly("a");
		assertThat(this.memory.bytes()).isEqualTo(9);
		this.memory.add(next);
		assertThat(this.memory.bytes()).isEqualTo(9);
	}

	@Test
	void givesBackWhatIsReservedInVain() {
		keep("a", 4);
		Thing next = new Thing("b", 3);
		this.memory.reserve(next);
		this.memory.cancel(next);
		assertThat(this.memory.bytes()).isEqualTo(4);
		assertThat(this.forgotten).isEmpty();
	}

	@Test
	void forgetsEverythingForWhatIsTooLarge() {
		keep("a", 1);
		keep("b", 11);
		this.memory.shrink();
		assertThat(this.forgotten).containsExactly("a", "b");
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void takesWhatIsRemovedOutWhereverItIs() {
		Thing first = keep("a", 1);
		Thing middle = keep("b", 1);
		Thing last = keep("c", 1);
		keep("d", 1);
		this.memory.remove(middle);
		this.memory.remove(middle);
		this.memory.remove(first);
		assertThat(this.memory.bytes()).isEqualTo(2);
		this.memory.remove(last);
		keep("e", 10);
		this.memory.shrink();
		assertThat(this.forgotten).containsExactly("d");
		assertThat(this.memory.bytes()).isEqualTo(10);
	}

	@Test
	void keepsNothingOnceItIsClosed() {
		keep("a", 1);
		this.memory.close();
		assertThat(this.forgotten).containsExactly("a");
		keep("b", 1);
		this.memory.shrink();
		assertThat(this.forgotten).containsExactly("a", "b");
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void countsInTheBudgetWhatIsKept() {
		MemoryBudget budget = new MemoryBudget(1000, 1000, Runnable::run);
		keep("a", 4);
		this.memory.countIn(budget);
		Thing other = keep("b", 5);
		assertThat(budget.used(MemoryKind.RECOVERY)).isEqualTo(9);
		this.memory.remove(other);
		assertThat(budget.used(MemoryKind.RECOVERY)).isEqualTo(4);
		keep("c", 11);
		this.memory.shrink();
		assertThat(budget.used()).isZero();
	}

	/**
	 * An entry that is kept.
	 */
	private final class Thing extends Kept {

		private final String name;

		Thing(String name, long cost) {
			super(cost);
			this.name = name;
		}

		@Override
		void forget() {
			RecoveryMemoryTests.this.forgotten.add(this.name);
			RecoveryMemoryTests.this.memory.remove(this);
		}

	}

}
