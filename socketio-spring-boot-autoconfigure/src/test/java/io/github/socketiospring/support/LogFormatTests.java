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
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogFormatTests {

	@Test
	void leavesPlainTextAlone() {
		String text = "größer, 漢字, 😀";
		assertThat(LogFormat.value(text)).isSameAs(text);
		assertThat(LogFormat.message(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource({ "10, \\n", "13, \\r", "9, \\t", "0, \\u0000", "27, \\u001b", "127, \\u007f", "133, \\u0085",
			"8232, \\u2028", "8233, \\u2029", "8238, \\u202e", "65279, \\ufeff" })
	void escapesWhatMovesBreaksOrReversesTheLine(int character, String escaped) {
		assertThat(LogFormat.value("a" + (char) character + "b")).isEqualTo("a" + escaped + "b");
	}

	@Test
	void boundsTheLength() {
		assertThat(LogFormat.value("a".repeat(101))).isEqualTo("a".repeat(100) + "…");
		assertThat(LogFormat.value("a".repeat(100))).hasSize(100);
		assertThat(LogFormat.value("\n".repeat(1000))).isEqualTo("\\n".repeat(100) + "…");
		assertThat(LogFormat.message("a".repeat(501))).isEqualTo("a".repeat(500) + "…");
	}

	@Test
	void doesNotCutSurrogatePairs() {
		assertThat(LogFormat.value("a".repeat(99) + "😀")).isEqualTo("a".repeat(99) + "…");
	}

	@Test
	void showsNothingForNoValue() {
		assertThat(LogFormat.value(null)).isEmpty();
		assertThat(LogFormat.message(null)).isEqualTo("null");
	}

}
