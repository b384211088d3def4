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

import java.util.stream.IntStream;

import io.github.socketiospring.engineio.EngineCounter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Counters}.
 */
class CountersTests {

	private final Counters<EngineCounter> counters = new Counters<>(EngineCounter.class);

	@Test
	void beginsAtZero() {
		assertThat(EngineCounter.values()).allSatisfy((counter) -> assertThat(this.counters.count(counter)).isZero());
	}

	@Test
	void losesNothingThatSeveralThreadsCount() {
		IntStream.range(0, 10_000).parallel().forEach((i) -> this.counters.increment(EngineCounter.SLOW_CLIENT));
		assertThat(this.counters.count(EngineCounter.SLOW_CLIENT)).isEqualTo(10_000);
		assertThat(this.counters.count(EngineCounter.PING_TIMEOUT)).isZero();
	}

}
