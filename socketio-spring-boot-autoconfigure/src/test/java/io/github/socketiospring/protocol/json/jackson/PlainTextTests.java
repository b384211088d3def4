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

package io.github.socketiospring.protocol.json.jackson;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainText}.
 */
class PlainTextTests {

	/** Every place in a word, and some behind the last whole one. */
	private static final int LENGTH = 43;

	@Test
	void everyByteAtEveryPlaceEndsItOrNot() {
		for (int value = 0; value < 256; value++) {
			boolean plain = isPlain(value);
			for (int place = 0; place < LENGTH; place++) {
				byte[] bytes = "x".repeat(LENGTH).getBytes(StandardCharsets.US_ASCII);
				bytes[place] = (byte) value;
				assertThat(PlainText.endOfAscii(bytes, 0, LENGTH)).as("%d at %d", value, place)
					.isEqualTo(plain ? LENGTH : place);
				assertThat(PlainText.endOfAscii(bytes, place, LENGTH)).isEqualTo(plain ? LENGTH : place);
				assertThat(PlainText.endOfAscii(bytes, 0, place)).isEqualTo(place);
			}
		}
	}

	@Test
	void neighboursDoNotDisturbEachOther() {
		byte[] bytes = "x".repeat(16).getBytes(StandardCharsets.US_ASCII);
		for (int first = 0; first < 256; first++) {
			for (int second = 0; second < 256; second++) {
				bytes[3] = (byte) first;
				bytes[4] = (byte) second;
				int end = PlainText.endOfAscii(bytes, 0, bytes.length);
				if (isPlain(first)) {
					assertThat(end).as("%d %d", first, second).isEqualTo(isPlain(second) ? bytes.length : 4);
				}
				else {
					assertThat(end).as("%d %d", first, second).isEqualTo(3);
				}
			}
		}
	}

	@Test
	void everyCharacterBehindAnotherScriptIsPlainOrNot() {
		for (char value = 0; value < 0x80; value++) {
			for (int place = 0; place < LENGTH; place++) {
				String text = "a\u00E9" + "x".repeat(place) + value + "x".repeat(LENGTH - place);
				assertThat(PlainText.of(text)).as("%d at %d", (int) value, place)
					.isEqualTo(isPlain(value) ? text.getBytes(StandardCharsets.UTF_8) : null);
			}
		}
	}

	private static boolean isPlain(int value) {
		return value >= ' ' && value < 0x80 && value != '"' && value != '\\';
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?", "plain", "Is it? It is, is it not? Yes?", "é€😀 and more?", "\u007F\u2028",
			"long enough for two words, é and? then 😀, in one string? Yes." })
	void isTakenAsItIs(String text) {
		assertThat(PlainText.of(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a \"word\" of it", "C:\\directory", "two\nlines of it", "\0", "half a pair: \uD83D",
			"? and the other half: \uDE00?", "\uDE00\uD83D", "long enough for a word, and then \t",
			"long enough for two words, é and then \"", "long enough for two words, é? and half a pair: \uD83D" })
	void isNotTakenAsItIs(String text) {
		assertThat(PlainText.of(text)).isNull();
	}

}
