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

package io.github.socketiospring.engineio.transport;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testsupport.PostponedTurns;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What takes long is limited in a turn, and in the long run.
 */
class ReadingTurnTests {

	/** As a CONNECT. */
	private static final int WEIGHT = 16;

	private static final int FREE = 64;

	private final PostponedTurns turns = new PostponedTurns();

	/** Not zero, since a clock may be anywhere. */
	private long now = Long.MAX_VALUE - 5;

	private final ReadingTurn turn = new ReadingTurn(this.turns, new ReadingPace(() -> this.now));

	private void weigh(int number) {
		for (int i = 0; i < number; i++) {
			this.turn.weigh(WEIGHT);
		}
	}

	private long delay() {
		this.turn.next(() -> {
		});
		return TimeUnit.NANOSECONDS.toMillis(this.turns.delay());
	}

	private void pass(long millis) {
		this.now += TimeUnit.MILLISECONDS.toNanos(millis);
	}

	@Test
	void endsWithFourHeavyPackets() {
		weigh(3);
		assertThat(this.turn.read(1)).isTrue();
		weigh(1);
		assertThat(this.turn.read(1)).isFalse();
	}

	@Test
	void delaysNobodyWhoSendsALittle() {
		for (int i = 0; i < 1000; i++) {
			this.turn.read(100);
		}
		weigh(FREE);
		assertThat(delay()).isZero();
	}

	@Test
	void delaysTheTurnsOfWhoSendsMore() {
		weigh(FREE + 4);
		assertThat(delay()).isEqualTo(20);
		pass(20);
		assertThat(delay()).isZero();
		weigh(4);
		assertThat(delay()).isEqualTo(20);
	}

	@Test
	void givesBackWhatIsNotUsed() {
		weigh(FREE);
		pass(10_000);
		weigh(FREE);
		assertThat(delay()).isZero();
		weigh(4);
		assertThat(delay()).isEqualTo(20);
		pass(170);
		weigh(30);
		assertThat(delay()).isZero();
	}

	/** Whoever sends little at a time never fills a turn. */
	@Test
	void endsWithEachHeavyPacketOfWhoOwesTime() {
		weigh(FREE);
		this.turn.begin();
		for (int i = 0; i < 10; i++) {
			weigh(1);
			assertThat(this.turn.read(1)).isFalse();
			assertThat(delay()).isEqualTo(5);
			pass(5);
		}
		pass(5);
		weigh(1);
		assertThat(this.turn.read(1)).isTrue();
	}

	@Test
	void isDelayedForASecondAtMost() {
		weigh(100 * FREE);
		assertThat(delay()).isEqualTo(1000);
	}

	@Test
	void sharesThePaceOfItsClient() {
		ReadingPace pace = new ReadingPace(() -> this.now);
		for (int i = 0; i < FREE; i++) {
			new ReadingTurn(this.turns, pace).weigh(WEIGHT);
		}
		ReadingTurn last = new ReadingTurn(this.turns, pace);
		last.weigh(WEIGHT);
		assertThat(last.read(1)).isFalse();
	}

}
