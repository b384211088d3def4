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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.TestWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sends a large burst and reads all the time, with listeners that answer on
 * the event loop. Neither this client nor the receivers of its events are treated as
 * clients that do not read.
 */
class BurstTests {

	private static final int EVENTS = 20_000;

	private final SocketIOServer io = SocketIOServers.builder().build();

	private int spins;

	private EngineServer engine = new EngineServer(EngineOptions.defaults(), this.io);

	private EngineTestServer server;

	@AfterEach
	void nobodyWasClosed() {
		assertThat(List.of(EngineCounter.SLOW_CLIENT, EngineCounter.OUTBOUND_OVERFLOW))
			.allSatisfy((counter) -> assertThat(this.engine.statistics().count(counter)).isZero());
		this.server.close();
	}

	/** By default both wires on one server. */
	static Stream<Arguments> places() {
		return TestProfile
			.choose(Stream.of(TestWebServer.values()), (webServer) -> webServer == TestWebServer.REACTOR_NETTY)
			.flatMap((webServer) -> Stream.of(Wire.values()).map((wire) -> Arguments.of(webServer, wire)));
	}

	@ParameterizedTest
	@MethodSource("places")
	void isAnswered(TestWebServer webServer, Wire wire) {
		isAnsweredBy(webServer, wire);
	}

	@Test
	void isAnsweredByAnEventLoopBeforeAllOfItIsRead() {
		this.engine = new EngineServer(EngineOptions.builder().maxOutboundBytes(128 * 1024).build(), this.io);
		isAnsweredBy(TestWebServer.REACTOR_NETTY, Wire.WEBSOCKET);
	}

	private void isAnsweredBy(TestWebServer webServer, Wire wire) {
		this.io.onConnection((socket) -> socket.on("ask", (event, ack) -> ack.send(event.get(0, Integer.class))));
		start(webServer);
		Attacker client = connect(wire);
		client.send(IntStream.range(0, EVENTS).mapToObj((i) -> Packets.event(i, "ask", i)).toArray(String[]::new));
		for (int i = 0; i < EVENTS; i++) {
			assertThat(client.receive()).isEqualTo(Packets.ack(i, i));
		}
	}

	@ParameterizedTest
	@MethodSource("places")
	void isPassedOnToBystanders(TestWebServer webServer, Wire wire) {
		this.io.onConnection(
				(socket) -> socket.on("say", (event, ack) -> this.io.emit("said", event.get(0, Integer.class))));
		start(webServer);
		Attacker client = connect(wire);
		List<Attacker> bystanders = Stream.of(Wire.values())
			.flatMap((other) -> Stream.of(other, other))
			.map(this::connect)
			.toList();
		client.send(IntStream.range(0, EVENTS).mapToObj((i) -> Packets.event("say", i)).toArray(String[]::new));
		for (int i = 0; i < EVENTS; i++) {
			assertThat(client.receive()).isEqualTo(Packets.event("said", i));
		}
		for (Attacker bystander : bystanders) {
			for (int i = 0; i < EVENTS; i++) {
				assertThat(bystander.receive()).isEqualTo(Packets.event("said", i));
			}
		}
	}

	/**
	 * The event loop waits for the thread that sends, so that nothing is written in the
	 * meantime.
	 */
	@ParameterizedTest
	@EnumSource
	void arrivesFromAThreadThatMustNotWrite(Wire wire) {
		int events = 5000;
		this.engine = new EngineServer(EngineOptions.builder().maxOutboundBytes(128 * 1024).build(), this.io);
		this.io.onConnection((socket) -> socket.on("ask", (event, ack) -> {
			Thread sender = new Thread(() -> IntStream.range(0, events).forEach((i) -> socket.emit("said", i)));
			sender.start();
			// Neither blocks nor yields, which other tests watch for.
			while (sender.isAlive()) {
				this.spins++;
			}
		}));
		start(TestWebServer.REACTOR_NETTY);
		Attacker client = connect(wire);
		client.send(Packets.event("ask"));
		for (int i = 0; i < events; i++) {
			assertThat(client.receive()).isEqualTo(Packets.event("said", i));
		}
		assertThat(this.engine.statistics().count(EngineCounter.OUTBOUND_OVERFLOW)).isZero();
	}

	private void start(TestWebServer webServer) {
		this.server = EngineTestServer.start(webServer, "/socket.io", this.engine,
				EngineUpgradeStrategies.forServerInUse(this.engine.options().maxPayload()));
	}

	private Attacker connect(Wire wire) {
		Attacker client = wire.connect(this.server.port());
		client.send(Packets.CONNECT);
		assertThat(client.receive()).startsWith(Packets.CONNECTED);
		return client;
	}

}
