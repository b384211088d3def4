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

package io.github.socketiospring.server.support.life;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseTests {

	private final List<String> log = new ArrayList<>();

	private final Lease lease = new Lease(new Diagnostics((error, locale) -> ErrorStatus.of(error),
			(error, locale) -> "failed", new Counters<>(SocketIOCounter.class), new ErrorLog()));

	@Test
	void givesBackInReverseOrder() {
		this.lease.note(() -> this.log.add("first"));
		this.lease.note(() -> this.log.add("second"));
		assertThat(this.log).isEmpty();
		this.lease.release();
		assertThat(this.log).containsExactly("second", "first");
	}

	@Test
	void givesBackOnce() {
		this.lease.note(() -> this.log.add("first"));
		this.lease.release();
		this.lease.release();
		assertThat(this.log).containsExactly("first");
	}

	@Test
	void givesBackAtOnceWhatIsTakenTooLate() {
		this.lease.release();
		this.lease.note(() -> this.log.add("late"));
		assertThat(this.log).containsExactly("late");
	}

	@Test
	void givesTheOthersBackWhenOneFails() {
		this.lease.note(() -> this.log.add("first"));
		this.lease.note(() -> {
			throw new IllegalStateException("on purpose");
		});
		this.lease.note(() -> this.log.add("third"));
		this.lease.release();
		assertThat(this.log).containsExactly("third", "first");
	}

	@Test
	void logsOneStackTraceForResourcesThatFailAlike() {
		for (int i = 0; i < 5; i++) {
			this.lease.note(() -> {
				throw new IllegalStateException("on purpose");
			});
		}
		try (CapturedLog captured = CapturedLog.of(Lease.class.getName())) {
			this.lease.release();
			assertThat(captured.lines()).filteredOn((line) -> line.startsWith("ERROR")).hasSize(1);
		}
	}

	@Test
	void givesNothingBackForANoteThatWasStruckOut() {
		Lease.Note first = this.lease.note(() -> this.log.add("first"));
		Lease.Note second = this.lease.note(() -> this.log.add("second"));
		this.lease.note(() -> this.log.add("third"));
		this.lease.strike(second);
		this.lease.strike(second);
		this.lease.release();
		assertThat(this.log).containsExactly("third", "first");
		this.lease.strike(first);
	}

}
