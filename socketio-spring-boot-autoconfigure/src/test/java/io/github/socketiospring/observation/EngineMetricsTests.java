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

package io.github.socketiospring.observation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EngineMetrics}.
 */
class EngineMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Sinks.Many<EngineSession> sessions = Sinks.many().replay().all();

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), this::open);

	private EngineTestServer server;

	private EngineSessionHandler open(EngineSession session) {
		this.sessions.tryEmitNext(session);
		return new EngineSessionHandler() {

			@Override
			public void onMessage(EngineMessage message) {
				session.send(message);
			}

			@Override
			public void onClose(CloseReason reason) {
			}

		};
	}

	@BeforeEach
	void start() {
		new EngineMetrics(this.engine, this.registry).bind();
		this.server = EngineTestServer.start("/engine.io", this.engine);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	@Test
	void countsSessionsAndTheirEnds() throws Exception {
		RawWebSocket client = RawWebSocket.connect(this.server.port(), "/engine.io/?EIO=4&transport=websocket");
		assertThat(client.receiveText()).startsWith("0");
		assertThat(gauge("socketio.sessions", "transport", "websocket")).isOne();
		assertThat(gauge("socketio.sessions", "transport", "polling")).isZero();
		assertThat(count("socketio.sessions.opened", "transport", "websocket")).isOne();
		client.send("4hello");
		assertThat(client.receiveText()).isEqualTo("4hello");
		assertThat(this.registry.get("socketio.traffic.received").functionCounter().count()).isEqualTo(5);
		assertThat(this.registry.get("socketio.traffic.sent").functionCounter().count()).isGreaterThan(5);
		assertThat(gauge("socketio.memory", "kind", "sessions")).isPositive();
		client.close();
		await().untilAsserted(() -> assertThat(count("socketio.sessions.closed", "reason", "transport_close")).isOne());
		assertThat(gauge("socketio.sessions", "transport", "websocket")).isZero();
	}

	@Test
	void countsUpgrades() throws Exception {
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(gauge("socketio.sessions", "transport", "polling")).isOne();
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			webSocket.send(Packets.UPGRADE);
			await().untilAsserted(() -> assertThat(count("socketio.upgrades")).isOne());
			assertThat(gauge("socketio.sessions", "transport", "polling")).isZero();
			assertThat(gauge("socketio.sessions", "transport", "websocket")).isOne();
			assertThat(count("socketio.sessions.opened", "transport", "polling")).isOne();
			assertThat(count("socketio.sessions.opened", "transport", "websocket")).isZero();
		}
	}

	@Test
	void showsWhatWaitsToBeSent() {
		PollingClient.open(this.server.port(), "/engine.io/");
		EngineSession session = this.sessions.asFlux().blockFirst(Duration.ofSeconds(30));
		assertThat(session).isNotNull();
		session.send(EngineMessage.text("one".getBytes(StandardCharsets.UTF_8)));
		session.send(EngineMessage.text("two".getBytes(StandardCharsets.UTF_8)));
		assertThat(gauge("socketio.outbound.packets")).isEqualTo(2);
		assertThat(gauge("socketio.outbound.size")).isEqualTo(session.queuedBytes()).isPositive();
		session.terminate();
		assertThat(gauge("socketio.outbound.packets")).isZero();
		assertThat(gauge("socketio.outbound.size")).isZero();
	}

	@Test
	void countsIncidentsByReason() {
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		client.post("x");
		assertThat(this.registry.get("socketio.incidents")
			.tags("layer", "engine.io", "reason", "malformed_packet")
			.functionCounter()
			.count()).isOne();
	}

	@Test
	void showsTheLimitOfMemory() {
		assertThat(gauge("socketio.memory.limit")).isEqualTo(this.engine.memory().limit());
		assertThat(gauge("socketio.memory.used")).isZero();
	}

}
