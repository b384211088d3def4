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

package io.github.socketiospring.fuzz;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Property}, with properties that hold and some that do not.
 */
class PropertyTests {

	@Test
	void triesManyInputs() {
		List<Integer> lengths = new ArrayList<>();
		Property.holds((input) -> lengths.add(input.rest().length));
		assertThat(lengths).hasSizeGreaterThan(100).doesNotContain(0);
		assertThat(lengths.stream().distinct()).hasSizeGreaterThan(50);
	}

	@Test
	void saysHowToRepeatWhatFailed() {
		List<String> messages = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> Property.holds((input) -> assertThat(input.nextByte()).isNotEqualTo(7), 42))
				.satisfies((ex) -> messages.add(ex.getMessage()));
		}
		assertThat(messages.get(0)).contains("-Dfuzz.seed=42", "\\x07").isEqualTo(messages.get(1));
	}

}
