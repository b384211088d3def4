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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemoryLimit}.
 */
class MemoryLimitTests {

	@Test
	void isASize() {
		assertThat(MemoryLimit.valueOf(" 64KB ").bytes()).isEqualTo(64 * 1024);
	}

	@Test
	void isAShareOfTheLargestHeap() {
		assertThat(MemoryLimit.valueOf("100%").bytes()).isBetween(Runtime.getRuntime().maxMemory() - 100,
				Runtime.getRuntime().maxMemory());
		assertThat(MemoryLimit.valueOf("30 %")).isEqualTo(MemoryLimit.ofHeap(30));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0%", "101%", "x%", "%", "0", "-1MB", "many", "1.5%" })
	void isNothingElse(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> MemoryLimit.valueOf(text));
	}

}
