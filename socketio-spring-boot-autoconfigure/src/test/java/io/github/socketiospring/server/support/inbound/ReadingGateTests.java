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

package io.github.socketiospring.server.support.inbound;

import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingGateTests {

	private final TestEngineSession session = TestEngineSession.open((opened) -> null);

	private final Counters<SocketIOCounter> counters = new Counters<>(SocketIOCounter.class);

	private final LongAdder waitingBytes = new LongAdder();

	private final ReadingGate gate = new ReadingGate(this.session, 1000, this.waitingBytes, diagnostics(this.counters));

	private static Diagnostics diagnostics(Counters<SocketIOCounter> counters) {
		return new Diagnostics((error, locale) -> ErrorStatus.of(error), (error, locale) -> "failed", counters,
				new ErrorLog());
	}

	/**
	 * The limits of a connection that sends nothing.
	 */
	static EventLimits limits(int concurrency) {
		return new EventLimits(TestEngineSession.open((opened) -> null),
				new TestOptions().concurrency(concurrency).build(), new LongAdder(), Schedulers.parallel(),
				diagnostics(new Counters<>(SocketIOCounter.class)));
	}

	@Test
	void closesAboveTheLimitAndOpensAtHalfOfIt() {
		this.gate.add(800);
		assertThat(this.session.reading()).isEmpty();
		this.gate.add(300);
		assertThat(this.session.reading()).containsExactly("suspend");
		assertThat(this.session.isReadingSuspended()).isTrue();
		this.gate.add(100);
		this.gate.remove(800);
		assertThat(this.session.reading()).containsExactly("suspend");
		this.gate.remove(100);
		assertThat(this.session.reading()).containsExactly("suspend", "resume");
		assertThat(this.session.isReadingSuspended()).isFalse();
		this.gate.remove(300);
		assertThat(this.waitingBytes.sum()).isZero();
		assertThat(this.counters.count(SocketIOCounter.READING_SUSPENDED)).isOne();
	}

	@Test
	void countsWhatAnEventTakesBesideItsArguments() {
		for (int i = 0; i < 6; i++) {
			this.gate.add(0);
		}
		assertThat(this.session.reading()).containsExactly("suspend");
	}

	@Test
	void isOpenInTheEndWhateverTheThreads() {
		Race.run(4, (number) -> {
			for (int i = 0; i < 20_000; i++) {
				this.gate.add(number);
				this.gate.add(1000);
				this.gate.remove(1000);
				this.gate.remove(number);
			}
		});
		assertThat(this.session.isReadingSuspended()).isFalse();
		assertThat(this.waitingBytes.sum()).isZero();
		assertThat(this.session.reading()).startsWith("suspend", "resume").endsWith("resume");
	}

}
