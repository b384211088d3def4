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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that use more memory than is allowed, for one of them or for all together.
 */
class MemoryBoundTests {

	private static final int LIMIT = 8_000_000;

	private static final int CONNECTION_LIMIT = 4_000_000;

	private static final int ATTACKERS = 40;

	private static final int MESSAGE = 900_000;

	/** More than the network buffers. */
	private static final int ANSWER = 4_000_000;

	private final List<RawWebSocket> attackers = new ArrayList<>();

	private TestServer server;

	private EngineServer engine;

	private Attacker neighbour;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Echo.class, Map.of("socketio.limits.memory", LIMIT + "B",
				"socketio.limits.connection-memory", CONNECTION_LIMIT + "B"));
		this.engine = this.server.bean(EngineServer.class);
		this.neighbour = neighbour();
	}

	@AfterEach
	void stop() throws IOException {
		for (RawWebSocket attacker : this.attackers) {
			attacker.close();
		}
		this.server.close();
	}

	@Test
	void thoseWhoHoldMostAreClosedAndNobodyElse() throws IOException {
		for (int i = 0; i < ATTACKERS; i++) {
			RawWebSocket attacker = attacker();
			long before = this.engine.memory().used();
			// A message that does not end.
			attacker.frame(Wire.FIRST_OF_BINARY, new byte[MESSAGE]);
			await().until(() -> this.engine.memory().used() > before + MESSAGE / 2
					|| this.engine.statistics().count(EngineCounter.SERVER_MEMORY) > 0);
			assertServed(this.neighbour);
		}
		await().until(() -> this.engine.memory().used() <= LIMIT);
		assertThat(this.engine.statistics().count(EngineCounter.SERVER_MEMORY)).isPositive();
		assertServed(this.neighbour);
		assertServed(neighbour());
	}

	@Test
	void whoHoldsTooMuchIsClosedAndNobodyElse() throws IOException {
		RawWebSocket attacker = attacker();
		// A packet without its last attachment.
		attacker
			.send(Packets.binaryEvent(10, "hoard", IntStream.range(0, 10).mapToObj(Packets::placeholder).toArray()));
		// What was read and is not decoded yet counts as well.
		for (int i = 0; i < CONNECTION_LIMIT / MESSAGE / 2; i++) {
			attacker.send(new byte[MESSAGE]);
		}
		assertServed(this.neighbour);
		assertThat(this.engine.sessionCount()).isEqualTo(2);
		for (int i = 0; i < CONNECTION_LIMIT / MESSAGE; i++) {
			sendUnlessClosed(attacker);
		}
		await().until(() -> this.engine.sessionCount() == 1);
		assertThat(this.engine.statistics().count(EngineCounter.SESSION_MEMORY)).isOne();
		assertServed(this.neighbour);
	}

	@Test
	void whoReadsNoAnswersToPollsKeepsNobodyOut() throws Exception {
		List<RawConnection> polls = new ArrayList<>();
		try {
			for (int i = 0; this.engine.statistics().count(EngineCounter.SERVER_MEMORY) == 0; i++) {
				assertThat(i).isLessThan(ATTACKERS);
				await().until(() -> !this.engine.memory().isFull());
				polls.add(unreadPoll());
			}
			assertServed(neighbour());
			assertServed(this.neighbour);
		}
		finally {
			for (RawConnection poll : polls) {
				poll.close();
			}
		}
	}

	private RawConnection unreadPoll() throws Exception {
		String handshake = request("GET", "", "");
		String sid = Packets.sid(handshake);
		request("POST", "&sid=" + sid, Packets.CONNECT);
		request("GET", "&sid=" + sid, "");
		long before = this.engine.memory().used();
		RawConnection poll = RawConnection.narrow(this.server.port(), 4096).poll("&sid=" + sid);
		request("POST", "&sid=" + sid, Packets.event("pour", ANSWER));
		await().until(() -> this.engine.memory().used() > before + ANSWER / 2
				|| this.engine.statistics().count(EngineCounter.SERVER_MEMORY) > 0);
		return poll;
	}

	private String request(String method, String query, String body) throws Exception {
		return RawHttp
			.send(this.server.port(), method, "/socket.io/?EIO=4&transport=polling" + query, Map.of(),
					body.getBytes(StandardCharsets.UTF_8))
			.response()
			.get()
			.text();
	}

	private RawWebSocket attacker() throws IOException {
		await().until(() -> !this.engine.memory().isFull());
		RawWebSocket attacker = RawWebSocket.connect(this.server.port());
		attacker.receiveText();
		attacker.send(Packets.CONNECT);
		attacker.receiveText();
		this.attackers.add(attacker);
		return attacker;
	}

	private Attacker neighbour() {
		Attacker client = Attacker.Wire.WEBSOCKET.connect(this.server.port());
		client.send(Packets.CONNECT);
		assertThat(client.receive()).startsWith(Packets.CONNECTED);
		return client;
	}

	private static void sendUnlessClosed(RawWebSocket attacker) {
		try {
			attacker.send(new byte[MESSAGE]);
		}
		catch (IOException ex) {
			// The server had enough of it.
		}
	}

	private static void assertServed(Attacker client) {
		client.send(Packets.event(1, "echo", "hello"));
		assertThat(client.receive()).isEqualTo(Packets.ack(1, "hello"));
	}

	@SocketNamespace
	static class Echo {

		@OnEvent("echo")
		@NonBlocking
		String echo(String value) {
			return value;
		}

		@OnEvent("pour")
		@NonBlocking
		void pour(int size, SocketIOSocket socket) {
			socket.emit("news", "x".repeat(size));
		}

	}

}
