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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenBucket} and {@link Rate}.
 */
class TokenBucketTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final TokenBucket bucket = new TokenBucket(new Rate(10, Duration.ofSeconds(1), 3), -5);

	@Test
	void holdsABurst() {
		assertThat(takeAll(0)).isEqualTo(3);
		assertThat(takeAll(0)).isZero();
	}

	@Test
	void fillsAtItsRate() {
		takeAll(0);
		assertThat(takeAll(SECOND / 10 - 1)).isZero();
		assertThat(takeAll(SECOND / 10)).isOne();
		assertThat(takeAll(3 * SECOND / 10)).isEqualTo(2);
	}

	@Test
	void holdsNoMoreThanItsBurst() {
		assertThat(takeAll(1000 * SECOND)).isEqualTo(3);
		assertThat(takeAll(2000 * SECOND)).isEqualTo(3);
	}

	@Test
	void refusalsCostNothing() {
		takeAll(0);
		for (int i = 0; i < 100; i++) {
			this.bucket.take(0);
		}
		assertThat(takeAll(SECOND / 10)).isOne();
	}

	@Test
	void isFullOnceAllThatWasTakenCameBack() {
		assertThat(this.bucket.isFull(0)).isTrue();
		takeAll(0);
		assertThat(this.bucket.isFull(3 * SECOND / 10 - 1)).isFalse();
		assertThat(this.bucket.isFull(3 * SECOND / 10)).isTrue();
	}

	@Test
	void survivesAClockThatIsSetBack() {
		takeAll(1000 * SECOND);
		assertThat(takeAll(0)).isZero();
		assertThat(takeAll(3 * SECOND / 10)).isEqualTo(3);
	}

	@Test
	void refusesRatesThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ofSeconds(1), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ofDays(2)));
	}

	private int takeAll(long now) {
		int taken = 0;
		while (this.bucket.take(now)) {
			taken++;
		}
		return taken;
	}

}
