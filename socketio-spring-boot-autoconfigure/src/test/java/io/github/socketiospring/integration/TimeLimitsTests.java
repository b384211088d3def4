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

package io.github.socketiospring.integration;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each time limit that a client can exceed, on both transports: the reaction, the reason
 * and the counter.
 */
class TimeLimitsTests {

	/** By default one of them, where it makes no difference to what is tested. */
	static Stream<Wire> wires() {
		return TestProfile.choose(Stream.of(Wire.values()), (wire) -> wire == Wire.WEBSOCKET);
	}

	@ParameterizedTest
	@EnumSource
	void endsConnectionsThatJoinNoNamespace(Wire wire) {
		try (TestServer server = start("socketio.connect-timeout", "50ms")) {
			Attacker attacker = wire.connect(server.port());
			awaitEnd(attacker);
			assertThat(server.bean(SocketIOServer.class).statistics().count(SocketIOCounter.CONNECT_TIMEOUT)).isOne();
			assertThat(endOfOnlySession(server)).isEqualTo(CloseReason.FORCED_CLOSE);
			await().until(() -> server.bean(SocketIOServer.class).statistics().connections() == 0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void endsSessionsThatDoNotAnswerPings(Wire wire) {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("socketio.ping-interval", "50ms", "socketio.ping-timeout", "50ms"))) {
			Attacker attacker = wire.connect(server.port());
			awaitEnd(attacker);
			assertThat(server.bean(EngineServer.class).statistics().count(EngineCounter.PING_TIMEOUT)).isOne();
			assertThat(endOfOnlySession(server)).isEqualTo(CloseReason.PING_TIMEOUT);
			await().until(() -> server.bean(EngineServer.class).statistics().sessions() == 0);
		}
	}

	/** What is sent is more than the network holds, and less than may wait. */
	@ParameterizedTest
	@EnumSource
	void endsSessionsWhoseClientsDoNotRead(Wire wire) {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("socketio.limits.slow-after", "50ms", "socketio.limits.outbound-size", "64MB"))) {
			Attacker attacker = wire.connect(server.port());
			attacker.send(Packets.CONNECT);
			assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
			attacker.suspendReading();
			for (int i = 0; i < 40; i++) {
				server.bean(SocketIOServer.class).emit("large", "x".repeat(1024 * 1024));
			}
			assertThat(endOfOnlySession(server)).isEqualTo(CloseReason.TRANSPORT_ERROR);
			assertThat(server.bean(EngineServer.class).statistics().count(EngineCounter.SLOW_CLIENT)).isOne();
			assertThat(server.bean(EngineServer.class).statistics().count(EngineCounter.OUTBOUND_OVERFLOW)).isZero();
			attacker.resumeReading();
		}
	}

	@Test
	void endsUpgradesThatAreNotCompletedAndGoesOnByPolling() throws Exception {
		try (TestServer server = start("socketio.upgrade-timeout", "50ms")) {
			PollingClient client = PollingClient.open(server.port(), "/socket.io/");
			try (RawWebSocket candidate = client.webSocket()) {
				candidate.send(Packets.PROBE);
				assertThat(candidate.closed()).succeedsWithin(10, TimeUnit.SECONDS);
			}
			await()
				.until(() -> server.bean(EngineServer.class).statistics().count(EngineCounter.UPGRADE_ABANDONED) == 1);
			Attacker attacker = new Attacker.Polling(client);
			attacker.send(Packets.CONNECT);
			assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void awaitsNoAcknowledgementForEver(Wire wire) {
		try (TestServer server = start("socketio.acks.timeout", "50ms")) {
			Attacker attacker = wire.connect(server.port());
			attacker.send(Packets.CONNECT);
			assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
			attacker.send(Packets.event(1, "ask"));
			assertThat(attacker.receive()).contains("[\"question\"]");
			assertThat(attacker.receive()).isEqualTo(Packets.ack(1, "no answer"));
			await().until(() -> server.bean(SocketIOServer.class).statistics().pendingAcks() == 0);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void endsWhatIsDoneForClientsThatHaveGone(Wire wire) throws Exception {
		try (TestServer server = start("socketio.handlers.completion-timeout", "50ms")) {
			for (String event : List.of("stream", "hang", "block")) {
				Attacker attacker = wire.connect(server.port());
				attacker.send(Packets.CONNECT);
				assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
				attacker.send(Packets.event(event), Packets.event(1, "echo"));
				assertThat(server.bean(Hanging.class).calls.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
				attacker.send(Packets.DISCONNECT);
				assertThat(server.bean(Hanging.class).calls.poll(10, TimeUnit.SECONDS)).isEqualTo("left");
			}
			server.bean(Hanging.class).release.countDown();
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void letsHandlersTakeNoMoreThanTheirTime(Wire wire) {
		try (TestServer server = start("socketio.handlers.timeout", "50ms")) {
			Attacker attacker = wire.connect(server.port());
			attacker.send(Packets.CONNECT);
			assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
			attacker.send(Packets.event(1, "hang"), Packets.event(2, "echo"));
			assertThat(attacker.receive()).startsWith(Packets.acknowledged(1)).contains("\"status\":504");
			assertThat(attacker.receive()).isEqualTo(Packets.ack(2, "echo"));
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void letsBlockingHandlersTakeNoMoreThanTheTimeOfTheirAnnotation(Wire wire) {
		try (TestServer server = start("socketio.handlers.timeout", "1m")) {
			Attacker attacker = wire.connect(server.port());
			attacker.send(Packets.CONNECT);
			assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
			attacker.send(Packets.event(1, "block briefly"), Packets.event(2, "echo"));
			assertThat(attacker.receive()).startsWith(Packets.acknowledged(1)).contains("\"status\":504");
			assertThat(attacker.receive()).isEqualTo(Packets.ack(2, "echo"));
			server.bean(Hanging.class).release.countDown();
		}
	}

	private static TestServer start(String property, String value) {
		return TestServer.start(Fixture.class, Map.of(property, value));
	}

	/** Only heartbeats come before. */
	private static void awaitEnd(Attacker attacker) {
		String packet = attacker.receive();
		while (packet != null) {
			assertThat(packet).isEqualTo(Packets.PING);
			packet = attacker.receive();
		}
	}

	private static CloseReason endOfOnlySession(TestServer server) {
		Map<String, CloseReason> ends = server.bean(Ends.class).reasons;
		await().until(() -> ends.size() == 1);
		return Objects.requireNonNull(ends.values().iterator().next());
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Ends ends() {
			return new Ends();
		}

		@Bean
		Hanging hanging() {
			return new Hanging();
		}

		@Bean
		Asking asking() {
			return new Asking();
		}

	}

	static class Ends implements EngineListener {

		private final Map<String, CloseReason> reasons = new ConcurrentHashMap<>();

		@Override
		public void onClose(EngineSession session, CloseReason reason) {
			this.reasons.put(session.id(), reason);
		}

	}

	@SocketNamespace
	static class Hanging {

		private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		private final CountDownLatch release = new CountDownLatch(1);

		@OnEvent("stream")
		Flux<Long> stream() {
			this.calls.add("stream");
			return Flux.never();
		}

		@OnEvent("hang")
		Mono<String> hang() {
			this.calls.add("hang");
			return Mono.never();
		}

		@OnEvent("block")
		void block() throws InterruptedException {
			this.calls.add("block");
			this.release.await();
		}

		@OnEvent(names = "block briefly", timeout = "50ms")
		void blockBriefly() throws InterruptedException {
			this.release.await();
		}

		@OnEvent(names = "echo", timeout = "1m")
		String echo() {
			return "echo";
		}

		@OnDisconnect
		void left() {
			this.calls.add("left");
		}

	}

	@SocketNamespace
	static class Asking {

		@OnEvent("ask")
		Mono<String> ask(SocketIOSocket socket) {
			return socket.emitWithAck("question", String.class);
		}

		@SocketExceptionHandler
		String noAnswer(AckTimeoutException ex) {
			return "no answer";
		}

	}

}
