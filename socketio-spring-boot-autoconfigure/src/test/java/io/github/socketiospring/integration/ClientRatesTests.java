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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import io.github.socketiospring.engineio.web.HandshakeRefusedException;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How clients that exceed a rate are treated, on both transports.
 */
class ClientRatesTests {

	private static final String TOO_MANY = "[{\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"Too many events\","
			+ "\"socketioProblem\":true}]";

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final int BURST = 5;

	private static final int EVENTS = 60;

	@ParameterizedTest
	@EnumSource
	void dropsEventsBeyondTheRateOfASocket(Wire wire) {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.rate-limits.events-per-second", "1",
				"socketio.rate-limits.event-burst", String.valueOf(BURST)))) {
			Attacker attacker = connect(server, wire);
			Attacker neighbour = connect(server, wire);
			List<String> answers = flood(attacker);
			assertThat(answers).filteredOn((answer) -> answer.endsWith("[\"done\"]"))
				.hasSizeGreaterThanOrEqualTo(BURST);
			List<String> refused = answers.stream().filter((answer) -> answer.endsWith(TOO_MANY)).toList();
			assertThat(refused).isNotEmpty();
			assertThat(server.bean(SocketIOServer.class).statistics().count(SocketIOCounter.EVENT_RATE))
				.isEqualTo(refused.size());
			neighbour.send(Packets.event(1, "work"));
			assertThat(neighbour.receive()).isEqualTo(Packets.ack(1, "done"));
		}
	}

	private static Attacker connect(TestServer server, Wire wire) {
		Attacker attacker = wire.connect(server.port());
		attacker.send(Packets.CONNECT);
		assertThat(attacker.receive()).startsWith(Packets.CONNECTED);
		return attacker;
	}

	private static List<String> flood(Attacker attacker) {
		String[] events = new String[EVENTS];
		for (int i = 0; i < EVENTS; i++) {
			events[i] = Packets.event(i, "work");
		}
		attacker.send(events);
		List<String> answers = new ArrayList<>();
		while (answers.size() < EVENTS) {
			answers.add(String.valueOf(attacker.receive()));
		}
		return answers;
	}

	@ParameterizedTest
	@EnumSource
	void asksNobodyAboutAConnectionThatWasRefusedTooOften(Wire wire) {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("socketio.rate-limits.refused-connects-per-minute", "3"))) {
			Attacker attacker = connect(server, wire);
			List<String> answers = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				attacker.send(Packets.connect("/guarded") + "{\"password\":\"" + i + "\"}");
				answers.add(String.valueOf(attacker.receive()));
			}
			assertThat(answers.subList(0, 3)).containsOnly(Packets.refused("/guarded", "wrong"));
			long unasked = answers.stream()
				.filter(Packets.refused("/guarded", "Too many refused attempts")::equals)
				.count();
			assertThat(unasked).isPositive();
			assertThat(server.bean(Guarded.class).asked).hasValue((int) (10 - unasked));
			assertThat(server.bean(SocketIOServer.class).statistics().count(SocketIOCounter.REFUSED_TOO_OFTEN))
				.isEqualTo(unasked);
			attacker.send(Packets.connect("/open"));
			assertThat(attacker.receive()).as("in all namespaces together").startsWith(Packets.refused("/open"));
			attacker.send(Packets.event(1, "work"));
			assertThat(attacker.receive()).isEqualTo(Packets.ack(1, "done"));
			Attacker neighbour = connect(server, wire);
			neighbour.send(Packets.connect("/open"));
			assertThat(neighbour.receive()).startsWith(Packets.connected("/open"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void refusesHandshakesOfAnAddressThatAProxyNames(String forwardHeaders) throws IOException {
		try (TestServer server = start(forwardHeaders)) {
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(200);
			assertThat(webSocket(server, "203.0.113.1")).isTrue();
			RawHttp.Response refused = handshake(server, "203.0.113.1");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.text()).isEqualTo("{\"code\":4,\"message\":\"Too many connections from this address\"}");
			assertThat(webSocket(server, "203.0.113.1")).isFalse();
			assertRefused(server, 2);
			assertThat(handshake(server, "203.0.113.2").status()).isEqualTo(200);
			assertThat(webSocket(server, "203.0.113.3")).isTrue();
			assertRefused(server, 2);
		}
	}

	@Test
	void believesNoForwardedAddressUnlessToldSo() throws IOException {
		try (TestServer server = start("none")) {
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(200);
			assertThat(webSocket(server, "203.0.113.2")).isTrue();
			assertThat(handshake(server, "203.0.113.3").status()).isEqualTo(429);
			assertThat(webSocket(server, "203.0.113.4")).isFalse();
			assertRefused(server, 2);
		}
	}

	@Test
	void letsAnAddressHaveOnlySoManyConnections() throws IOException {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("socketio.limits.connections-per-address", "2", "server.forward-headers-strategy", "framework"));
				RawWebSocket first = connect(server, "203.0.113.1")) {
			assertThat(first.isOpen()).isTrue();
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(200);
			RawHttp.Response refused = handshake(server, "203.0.113.1");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.text()).isEqualTo("{\"code\":4,\"message\":\"Too many connections from this address\"}");
			assertThat(webSocket(server, "203.0.113.1")).isFalse();
			assertThat(server.bean(EngineServer.class).statistics().count(EngineCounter.ADDRESS_CONNECTIONS))
				.isEqualTo(2);
			assertThat(handshake(server, "203.0.113.2").status()).isEqualTo(200);
			first.close();
			await().until(() -> webSocket(server, "203.0.113.1"));
		}
	}

	@Test
	void countsHandshakesThatAreExaminedAmongTheConnectionsOfAnAddress() throws IOException {
		try (TestServer server = TestServer.start(ExaminedFixture.class, Map
			.of("socketio.limits.connections-per-address", "1", "server.forward-headers-strategy", "framework"))) {
			Examining examining = server.bean(Examining.class);
			RawHttp examined = RawHttp.send(server.port(), "GET", POLLING, Map.of("X-Forwarded-For", "203.0.113.1"),
					new byte[0]);
			await().until(() -> examining.asked.get() == 1);
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(429);
			assertThat(webSocket(server, "203.0.113.1")).isFalse();
			assertThat(examining.asked).hasValue(1);
			examining.verdict.tryEmitError(new HandshakeRefusedException("no"));
			assertThat(PollingClient.await(examined).status()).isEqualTo(403);
			examining.verdict = Sinks.one();
			examining.verdict.tryEmitEmpty();
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(200);
			assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(429);
		}
	}

	@Test
	void countsNoConnectionsOfAddressesByDefault() throws IOException {
		try (TestServer server = TestServer.start(Fixture.class, Map.of())) {
			for (int i = 0; i < 20; i++) {
				assertThat(handshake(server, "203.0.113.1").status()).isEqualTo(200);
			}
		}
	}

	private static RawWebSocket connect(TestServer server, String address) throws IOException {
		return RawWebSocket.connect(server.port(), Map.of("X-Forwarded-For", address));
	}

	private static TestServer start(String forwardHeaders) {
		return TestServer.start(Fixture.class, Map.of("socketio.rate-limits.connections-per-address", "2",
				"socketio.rate-limits.connection-period", "1h", "server.forward-headers-strategy", forwardHeaders));
	}

	private static RawHttp.Response handshake(TestServer server, String address) throws IOException {
		return PollingClient
			.await(RawHttp.send(server.port(), "GET", POLLING, Map.of("X-Forwarded-For", address), new byte[0]));
	}

	private static boolean webSocket(TestServer server, String address) throws IOException {
		try (RawWebSocket webSocket = connect(server, address)) {
			return webSocket.isOpen();
		}
	}

	private static void assertRefused(TestServer server, int count) {
		assertThat(server.bean(EngineServer.class).statistics().count(EngineCounter.CONNECTION_RATE)).isEqualTo(count);
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Working working() {
			return new Working();
		}

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

		@Bean
		Open open() {
			return new Open();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExaminedFixture extends Fixture {

		@Bean
		Examining examining() {
			return new Examining();
		}

	}

	/** Leaves the verdict on handshakes to the test. */
	static class Examining implements HandshakeInterceptor {

		private final AtomicInteger asked = new AtomicInteger();

		private volatile Sinks.One<Void> verdict = Sinks.one();

		@Override
		public Mono<Void> beforeHandshake(EngineHandshake handshake, HttpHeaders responseHeaders) {
			this.asked.incrementAndGet();
			return this.verdict.asMono();
		}

	}

	@SocketNamespace("/guarded")
	static class Guarded {

		private final AtomicInteger asked = new AtomicInteger();

		@OnConnect
		void check() {
			this.asked.incrementAndGet();
			throw new ConnectRefusedException("wrong");
		}

	}

	@SocketNamespace("/open")
	static class Open {

		@OnEvent("work")
		void work() {
		}

	}

	@SocketNamespace
	static class Working {

		@OnEvent("work")
		String work() {
			return "done";
		}

	}

}
