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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestWebServer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How much of a client's burst an event loop handles before it serves other clients,
 * regardless of what the client sends.
 */
class FairTurnsTests {

	private static final int EVENTS = 20_000;

	private static final int CONNECTS = 500;

	/**
	 * Between two looks at the other clients what waits may be taken in one turn, and
	 * what is read then in another.
	 */
	private static final int TURNS = 2;

	/** A CONNECT counts as many packets. */
	private static final int CONNECTS_OF_A_TURN = ReadingTurn.PACKETS / 16;

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final Turns turns = new Turns();

	private EngineTestServer server;

	@BeforeEach
	void start() {
		EngineServer engine = new EngineServer(EngineOptions.defaults(), this.io);
		this.server = EngineTestServer.start(TestWebServer.REACTOR_NETTY, "/socket.io", engine,
				EngineUpgradeStrategies.forServerInUse(engine.options().maxPayload()));
	}

	@AfterEach
	void stop() {
		this.turns.end();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void takesOnlySoManyEvents(Wire wire) {
		List<Integer> noted = new ArrayList<>();
		this.io.onConnection((socket) -> {
			socket.on("note", (event, ack) -> {
				noted.add(event.get(0, Integer.class));
				this.turns.add(1);
			});
			socket.on("end", (event, ack) -> ack.send());
		});
		Attacker client = connect(wire);
		send(client, IntStream.range(0, EVENTS).mapToObj((i) -> Packets.event("note", i)).toList());
		assertThat(client.receive()).isEqualTo(Packets.ack(0));
		assertThat(noted).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
		assertThat(this.turns.most()).isLessThanOrEqualTo(TURNS * ReadingTurn.PACKETS);
	}

	@ParameterizedTest
	@EnumSource
	void takesOnlySoManyBytes(Wire wire) {
		String text = "x".repeat(10_000);
		this.io.onConnection((socket) -> {
			socket.on("note", (event, ack) -> this.turns.add(event.get(0, String.class).length()));
			socket.on("end", (event, ack) -> ack.send());
		});
		Attacker client = connect(wire);
		send(client, IntStream.range(0, 90).mapToObj((i) -> Packets.event("note", text)).toList());
		assertThat(client.receive()).isEqualTo(Packets.ack(0));
		assertThat(this.turns.most()).isLessThan(TURNS * (ReadingTurn.BYTES + text.length()));
	}

	@ParameterizedTest
	@EnumSource
	void takesOnlySoManyConnects(Wire wire) {
		this.io.onConnection((socket) -> socket.on("end", (event, ack) -> ack.send()));
		this.io.of("/entered").onConnection((socket) -> this.turns.add(1));
		Attacker client = connect(wire);
		List<String> packets = new ArrayList<>();
		for (int i = 0; i < CONNECTS; i++) {
			packets.add(Packets.connect("/entered"));
			packets.add(Packets.disconnect("/entered"));
		}
		send(client, packets);
		for (int i = 0; i < CONNECTS; i++) {
			assertThat(client.receive()).startsWith(Packets.connected("/entered"));
		}
		assertThat(client.receive()).isEqualTo(Packets.ack(0));
		assertThat(this.turns.most()).isLessThanOrEqualTo(TURNS * CONNECTS_OF_A_TURN);
	}

	@Test
	void handlesAllThatAClientSentBeforeItWent() throws IOException {
		List<Integer> noted = new CopyOnWriteArrayList<>();
		this.io.onConnection((socket) -> socket.on("note", (event, ack) -> noted.add(event.get(0, Integer.class))));
		Attacker.WebSocket client = (Attacker.WebSocket) connect(Wire.WEBSOCKET);
		List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
		send(client, numbers.stream().map((i) -> Packets.event("note", i)).toList());
		client.raw().close();
		await().until(() -> this.io.statistics().connections() == 0);
		assertThat(noted).isEqualTo(numbers);
	}

	private Attacker connect(Wire wire) {
		Attacker client = wire.connect(this.server.port());
		client.send(Packets.CONNECT);
		assertThat(client.receive()).startsWith(Packets.CONNECTED);
		return client;
	}

	private static void send(Attacker client, List<String> packets) {
		List<String> all = new ArrayList<>(packets);
		all.add(Packets.event(0, "end"));
		client.send(all.toArray(String[]::new));
	}

	/**
	 * Counts on an event loop, and starts again when the loop has served all its clients.
	 */
	private static final class Turns {

		private volatile @Nullable EventExecutor eventLoop;

		private volatile int most;

		private volatile boolean ended;

		private int count;

		void add(int number) {
			if (this.eventLoop == null) {
				this.eventLoop = ThreadExecutorMap.currentExecutor();
				next();
			}
			this.count += number;
			this.most = Math.max(this.most, this.count);
		}

		private void next() {
			this.count = 0;
			EventExecutor current = this.eventLoop;
			if (current != null && !this.ended) {
				current.schedule(this::next, 0, TimeUnit.NANOSECONDS);
			}
		}

		int most() {
			return this.most;
		}

		void end() {
			this.ended = true;
		}

	}

}
