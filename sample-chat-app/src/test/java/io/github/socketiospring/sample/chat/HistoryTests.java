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

package io.github.socketiospring.sample.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class HistoryTests {

	private final History history = new History(new ChatProperties(List.of(), 0, 3, Duration.ZERO, Map.of(), List.of()),
			mock());

	@Test
	void putsWhatComesLateBeforeWhatWasSaidLater() {
		remember(1, 3, 2);
		assertThat(this.history.of("#shed")).extracting(ChatMessage::text).containsExactly("1", "2", "3");
	}

	@Test
	void keepsTheLatest() {
		remember(2, 3, 4, 1);
		assertThat(this.history.of("#shed")).extracting(ChatMessage::text).containsExactly("2", "3", "4");
		remember(5);
		assertThat(this.history.of("#shed")).extracting(ChatMessage::text).containsExactly("3", "4", "5");
	}

	@Test
	void keepsTheOrderOfWhatWasSaidAtTheSameTime() {
		Instant at = Instant.EPOCH;
		this.history.remember(new ChatMessage("b", "ann", "#shed", "one", null, at));
		this.history.remember(new ChatMessage("a", "ann", "#shed", "other", null, at));
		assertThat(this.history.of("#shed")).extracting(ChatMessage::text).containsExactly("one", "other");
	}

	private void remember(int... seconds) {
		for (int second : seconds) {
			String text = String.valueOf(second);
			this.history.remember(new ChatMessage(text, "ann", "#shed", text, null, Instant.ofEpochSecond(second)));
		}
	}

}
