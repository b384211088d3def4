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

package io.github.socketiospring.engineio.packet;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8}.
 */
class Utf8Tests {

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "é€😀" })
	void acceptsAndKeepsText(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(Utf8.isWellFormed(bytes)).isTrue();
		assertThat(Utf8.repair(bytes)).isSameAs(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "c3", "e282", "c0af", "eda080", "f4908080", "61e28262" })
	void findsAndReplacesWhatIsNoText(String hex) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		assertThat(Utf8.isWellFormed(bytes)).isFalse();
		assertThat(Utf8.isWellFormed(Utf8.repair(bytes))).isTrue();
	}

	@Test
	void replacesNothingElse() {
		byte[] bytes = HexFormat.of().parseHex("61ff62");
		assertThat(new String(Utf8.repair(bytes), StandardCharsets.UTF_8)).isEqualTo("a\uFFFDb");
	}

	@Test
	void findsWhatIsNoTextAtEveryPlace() {
		for (int place = 0; place < 20; place++) {
			byte[] bytes = "x".repeat(20).getBytes(StandardCharsets.US_ASCII);
			assertThat(Utf8.isWellFormed(bytes)).isTrue();
			bytes[place] = (byte) 0x80;
			assertThat(Utf8.isWellFormed(bytes)).as("at %d", place).isFalse();
		}
	}

}
