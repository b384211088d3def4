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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FuzzInput}.
 */
class FuzzInputTests {

	@Test
	void choosesZeroWhenNothingIsLeft() {
		FuzzInput input = new FuzzInput(new byte[] { 5 });
		assertThat(input.nextInt(4)).isOne();
		assertThat(input.isEmpty()).isTrue();
		assertThat(input.nextLong()).isZero();
		assertThat(input.nextOf("a", "b")).isEqualTo("a");
		assertThat(input.nextBytes(10)).isEmpty();
		assertThat(input.nextUtf16(10)).isEmpty();
	}

	@Test
	void staysBelowTheBound() {
		Property.holds((input) -> {
			assertThat(input.nextInt(3)).isBetween(0, 2);
			assertThat(input.nextInt(100_000)).isBetween(0, 99_999);
		});
	}

	@Test
	void makesWellFormedTextAndOther() {
		boolean[] broken = new boolean[1];
		Property.holds((input) -> {
			String text = input.nextText(50);
			assertThat(reencoded(text)).isEqualTo(text);
			String utf16 = input.nextUtf16(50);
			broken[0] |= !reencoded(utf16).equals(utf16);
		});
		assertThat(broken[0]).isTrue();
	}

	private static String reencoded(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
