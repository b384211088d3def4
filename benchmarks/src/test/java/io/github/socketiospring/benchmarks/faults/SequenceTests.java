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

package io.github.socketiospring.benchmarks.faults;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceTests {

	private final Sequence sequence = new Sequence();

	@Test
	void nothingIsLostWhenNumbersFollowEachOther() {
		for (int i = 5; i < 10; i++) {
			this.sequence.arrived(i, 1000 * i, 1000 * i + 200);
		}
		assertThat(this.sequence.arrived()).isEqualTo(5);
		assertThat(this.sequence.lost()).isZero();
		assertThat(this.sequence.late()).isZero();
		assertThat(this.sequence.longest()).isEqualTo(200);
	}

	@Test
	void numbersThatAreLeftOutAreLost() {
		this.sequence.arrived(0, 0, 1);
		this.sequence.arrived(4, 0, 1);
		assertThat(this.sequence.lost()).isEqualTo(3);
	}

	@Test
	void numbersOutOfTurnCount() {
		this.sequence.arrived(0, 0, 1);
		this.sequence.arrived(0, 0, 1);
		assertThat(this.sequence.lost()).isPositive();
	}

	@Test
	void newsAreLateAfterMoreThan50Milliseconds() {
		this.sequence.arrived(0, 0, 50_000);
		assertThat(this.sequence.late()).isZero();
		this.sequence.arrived(1, 0, 50_001);
		assertThat(this.sequence.late()).isOne();
		assertThat(this.sequence.longest()).isEqualTo(50_001);
	}

	@Test
	void isHeardWithTheFirstNewsThatWereSentInTime() {
		this.sequence.arrived(0, 10, 11);
		assertThat(this.sequence.heard()).isEqualTo(11);
		this.sequence.await(20);
		this.sequence.arrived(1, 19, 30);
		assertThat(this.sequence.isHeard()).isFalse();
		this.sequence.arrived(2, 20, 31);
		this.sequence.arrived(3, 32, 33);
		assertThat(this.sequence.heard()).isEqualTo(31);
		this.sequence.await(40);
		assertThat(this.sequence.isHeard()).isFalse();
	}

	@Test
	void aResetKeepsThePlaceInTheSequence() {
		this.sequence.arrived(0, 0, 60_000);
		this.sequence.arrived(3, 0, 60_000);
		this.sequence.reset();
		assertThat(this.sequence.arrived() + this.sequence.lost() + this.sequence.late()).isZero();
		this.sequence.arrived(5, 0, 1);
		assertThat(this.sequence.lost()).isOne();
	}

}
