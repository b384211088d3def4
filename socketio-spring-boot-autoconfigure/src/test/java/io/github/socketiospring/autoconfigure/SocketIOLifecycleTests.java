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

package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.HandshakePermit;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.polling.PollingFormat;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SocketIOLifecycleTests {

	private final SocketIOServer server = SocketIOServers.builder().build();

	private final TestTimer timer = new TestTimer();

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), this.server, this.timer,
			Ids::random);

	private final List<TestTransport> transports = new ArrayList<>();

	private SocketIOLifecycle lifecycle(Duration budget) {
		return new SocketIOLifecycle(this.engine, this.server, new SocketIOProperties.Shutdown(budget, 2));
	}

	private void open(boolean writable) {
		open((session) -> {
			TestTransport transport = new TestTransport(session, writable);
			this.transports.add(transport);
			return transport;
		});
	}

	private <T extends Transport> T open(Function<TransportListener, T> transports) {
		EngineHandshake handshake = new EngineHandshake("/socket.io/?EIO=4", Map.of(), Map.of(), null, false,
				Instant.EPOCH, null, Context.empty());
		HandshakePermit permit = this.engine.entry().admit();
		permit.accept(EngineRevision.V4, handshake);
		return permit.open(transports);
	}

	private static void stop(SocketIOLifecycle lifecycle) throws InterruptedException {
		CountDownLatch stopped = new CountDownLatch(1);
		lifecycle.stop(stopped::countDown);
		assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void acceptsHandshakesWhileItRuns() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofSeconds(5));
		assertThat(lifecycle.isRunning()).isFalse();
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		assertThat(this.engine.isAccepting()).isTrue();
		stop(lifecycle);
		assertThat(lifecycle.isRunning()).isFalse();
		assertThat(this.engine.isAccepting()).isFalse();
		lifecycle.start();
		assertThat(this.engine.isAccepting()).isTrue();
	}

	@Test
	void endsTheSetUpOfNamesThatStandByThemselves() {
		List<String> log = new ArrayList<>();
		this.server.of(Pattern.compile("/room-.")).onConnection((socket) -> log.add("pattern"));
		this.server.of("/room-1").onConnection((socket) -> log.add("before"));
		lifecycle(Duration.ofSeconds(5)).start();
		this.server.of("/room-2").onConnection((socket) -> log.add("after"));
		TestEngineSession session = TestEngineSession.open(this.server);
		session.connect("/room-1");
		session.connect("/room-2");
		assertThat(log).containsExactly("before", "pattern", "after");
	}

	@Test
	void refusesHandshakesAtOnce() {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofMinutes(1));
		lifecycle.start();
		open(false);
		lifecycle.stop();
		assertThat(this.engine.isAccepting()).isFalse();
		assertThat(lifecycle.isRunning()).isTrue();
		this.engine.terminateAll();
	}

	@Test
	void closesConnections() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofSeconds(10));
		lifecycle.start();
		for (int i = 0; i < 5; i++) {
			open(true);
		}
		assertThat(this.engine.sessionCount()).isEqualTo(5);
		stop(lifecycle);
		assertThat(this.engine.sessionCount()).isZero();
		assertThat(this.transports).hasSize(5).allSatisfy((transport) -> assertThat(transport.log).startsWith("close"));
	}

	@Test
	void cutsWhatIsLeftWhenTheBudgetIsUsedUp() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofMillis(20));
		lifecycle.start();
		open(false);
		stop(lifecycle);
		assertThat(this.engine.sessionCount()).isZero();
		assertThat(this.transports.get(0).log).containsExactly("terminate");
	}

	@Test
	void doesNotWaitForAClientThatPolledAndVanished() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofHours(1));
		lifecycle.start();
		PollingTransport transport = openPolling();
		transport.poll(Runnable::run).subscribe();
		transport.answered();
		this.timer.advance(Duration.ofSeconds(3));
		try (CapturedLog log = CapturedLog.of(SocketIOLifecycle.class.getName())) {
			stop(lifecycle);
			assertThat(log.lines()).noneMatch((line) -> line.startsWith("WARN"));
		}
		assertThat(this.engine.sessionCount()).isZero();
	}

	@Test
	void waitsForAClientThatIsAboutToPoll() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ofHours(1));
		lifecycle.start();
		PollingTransport transport = openPolling();
		transport.poll(Runnable::run).subscribe();
		transport.answered();
		CountDownLatch stopped = new CountDownLatch(1);
		lifecycle.stop(stopped::countDown);
		assertThat(this.engine.sessionCount()).isOne();
		assertThat(stopped.getCount()).isOne();
		List<String> answers = new ArrayList<>();
		transport.poll(Runnable::run).subscribe((answer) -> answers.add(answer.toString()));
		assertThat(answers).hasSize(1);
		assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private PollingTransport openPolling() {
		return open((session) -> new PollingTransport(session, this.timer, 1000, PollingFormat.REVISION_4));
	}

	@Test
	void needsNoBudgetWithoutConnections() throws InterruptedException {
		SocketIOLifecycle lifecycle = lifecycle(Duration.ZERO);
		lifecycle.start();
		stop(lifecycle);
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void endsBeforeTheWebServerDoes() {
		assertThat(lifecycle(Duration.ZERO).getPhase())
			.isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	@Test
	void goesOnWhileContextIsPaused() {
		assertThat(lifecycle(Duration.ZERO).isPauseable()).isFalse();
	}

	/**
	 * A transport whose client reads everything, or nothing.
	 */
	private static final class TestTransport implements Transport {

		private final List<String> log = new ArrayList<>();

		private final TransportListener session;

		private final boolean writable;

		TestTransport(TransportListener session, boolean writable) {
			this.session = session;
			this.writable = writable;
		}

		@Override
		public TransportType type() {
			return TransportType.WEBSOCKET;
		}

		@Override
		public boolean isWritable() {
			return this.writable;
		}

		@Override
		public void requestWrite() {
			while (this.writable && this.session.nextPacket(this) != null) {
				// The client reads it.
			}
		}

		@Override
		public void suspendReading(boolean suspended) {
		}

		@Override
		public void close() {
			this.log.add("close");
			this.session.onClose(this);
		}

		@Override
		public void terminate(Farewell farewell) {
			this.log.add("terminate");
		}

	}

}
