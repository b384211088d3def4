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

package io.github.socketiospring.admin;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdminSessions}.
 */
class AdminSessionsTests {

	private static final Principal ANN = () -> "ann";

	private final SetClock clock = new SetClock();

	private final AdminSessions sessions = new AdminSessions(Duration.ofHours(1), this.clock);

	@Test
	void belongToWhoLoggedIn() {
		String first = this.sessions.open(ANN);
		assertThat(this.sessions.open(() -> "bob")).isNotEqualTo(first);
		assertThat(this.sessions.find(first)).isSameAs(ANN);
		assertThat(this.sessions.find("")).isNull();
	}

	@Test
	void end() {
		String id = this.sessions.open(ANN);
		this.clock.now = Instant.EPOCH.plus(Duration.ofMinutes(59));
		assertThat(this.sessions.find(id)).isSameAs(ANN);
		this.clock.now = Instant.EPOCH.plus(Duration.ofHours(1));
		assertThat(this.sessions.find(id)).isNull();
	}

	@Test
	void areLimited() {
		String oldest = this.sessions.open(ANN);
		String second = this.sessions.open(ANN);
		IntStream.range(0, 999).forEach((i) -> this.sessions.open(ANN));
		assertThat(this.sessions.find(oldest)).isNull();
		assertThat(this.sessions.find(second)).isSameAs(ANN);
	}

	/**
	 * A clock that a test sets.
	 */
	private static final class SetClock extends Clock {

		private Instant now = Instant.EPOCH;

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
