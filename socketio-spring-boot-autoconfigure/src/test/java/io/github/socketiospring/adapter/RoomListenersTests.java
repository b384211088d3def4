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

package io.github.socketiospring.adapter;

import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoomListeners}.
 */
class RoomListenersTests {

	@Test
	void logsOneStackTraceForListenersThatFailAlikeInSeveralNamespaces() {
		RoomListener failing = new RoomListener() {

			@Override
			public void onJoinRoom(String room, String socketId) {
				throw new IllegalStateException("on purpose");
			}

		};
		try (CapturedLog captured = CapturedLog.of(RoomListener.class.getName())) {
			for (int i = 0; i < 3; i++) {
				RoomListeners listeners = new RoomListeners();
				listeners.add(failing);
				listeners.joined("room", "a", false);
				listeners.joined("room", "b", false);
			}
			assertThat(captured.lines()).filteredOn((line) -> line.startsWith("ERROR")).hasSize(1);
		}
	}

}
