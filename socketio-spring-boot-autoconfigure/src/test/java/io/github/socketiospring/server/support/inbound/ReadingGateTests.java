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

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.outbound.ClientErrors;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.server.support.outbound.UserSockets;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingGateTests {

	private final TestEngineSession session = TestEngineSession.open((opened) -> null);

	private final ServerContext context = context();

	private final ReadingGate gate = new ReadingGate(this.session, this.context);

	private static ServerContext context() {
		return context(new TestOptions().backlogSize(1000).build());
	}

	private static ServerContext context(SocketIOOptions options) {
		return new ServerContext(options, new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults()),
				JsonMapper.shared(),
				new ClientErrors((error, locale) -> ErrorStatus.of(error), (error, locale) -> "failed"),
				(context, principal) -> context, List.of(), Schedulers.parallel(),
				new Counters<>(SocketIOCounter.class), new ErrorLog(), new LongAdder(), Set.of(),
				new SocketIOListeners(List.of(), new ErrorLog()), new UserSockets(0), null, Runnable::run);
	}

	/**
	 * The limits of a connection that sends nothing.
	 */
	static EventLimits limits(int concurrency) {
		return new EventLimits(TestEngineSession.open((opened) -> null),
				context(new TestOptions().concurrency(concurrency).build()));
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
		assertThat(this.context.waitingBytes().sum()).isZero();
		assertThat(this.context.counters().count(SocketIOCounter.READING_SUSPENDED)).isOne();
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
		assertThat(this.context.waitingBytes().sum()).isZero();
		assertThat(this.session.reading()).startsWith("suspend", "resume").endsWith("resume");
	}

}
