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

package io.github.socketiospring.robustness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.Wire;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Cheap attacks on time and memory, each beside clients that must not be affected.
 */
class AttackTests {

	private static final int MAX_MESSAGE = 1_000_000;

	private static final int FRAMES = TestProfile.choose(2_000, 20_000);

	private TestServer server;

	private Probe probe;

	private LoadClients clients;

	private Neighbour neighbour;

	@BeforeEach
	void start() {
		start("25s", "20s");
	}

	private void start(String pingInterval, String pingTimeout) {
		this.server = TestServer.start(Probe.class,
				Map.of("socketio.ping-interval", pingInterval, "socketio.ping-timeout", pingTimeout,
						"socketio.limits.outbound-size", "64MB", "socketio.per-message-deflate.enabled", "true",
						"logging.level.io.github.socketiospring", "ERROR"));
		this.probe = this.server.bean(Probe.class);
		this.clients = new LoadClients(this.server.port());
		this.neighbour = new Neighbour(this.clients.webSocket(), this.clients.polling());
	}

	@AfterEach
	void stop() {
		this.neighbour.isServed();
		this.clients.close();
		Tables.awaitEmpty(this.server);
		this.server.close();
	}

	@Test
	void slowBodiesEndWithTheHeartbeat() throws IOException {
		// Attackers that are to stay connected do not answer pings.
		stop();
		start("500ms", "4s");
		RawConnection[] connections = new RawConnection[50];
		for (int i = 0; i < connections.length; i++) {
			connections[i] = ClientState.HALF_A_POST.reach(this.server.port()).get(0);
		}
		Tables.awaitConnections(this.server, 2);
		for (RawConnection connection : connections) {
			connection.close();
		}
	}

	@Test
	void messagesInTinyFramesCostNoMoreThanOthers() throws Exception {
		try (RawWebSocket attacker = connect()) {
			attacker.frame(Wire.FIRST_OF_TEXT, "42[\"echo\",\"".getBytes(StandardCharsets.UTF_8));
			for (int i = 0; i < FRAMES; i++) {
				attacker.frame(Wire.MIDDLE, new byte[] { 'x' });
				attacker.frame(Wire.MIDDLE, new byte[0]);
			}
			this.neighbour.isServed();
			attacker.frame(Wire.LAST, "\"]".getBytes(StandardCharsets.UTF_8));
			this.neighbour.isServed();
			assertThat(attacker.closed()).isNotDone();
		}
	}

	@Test
	void controlFramesAreNotPiledUp() throws Exception {
		try (RawWebSocket attacker = connect()) {
			for (int i = 0; i < FRAMES; i++) {
				attacker.frame(Wire.PING, new byte[125]);
				attacker.frame(Wire.PONG, new byte[125]);
				attacker.send(Packets.PONG);
			}
			this.neighbour.isServed();
			assertThat(attacker.closed()).isNotDone();
			attacker.frame(Wire.CLOSE, new byte[0]);
			assertThat(attacker.closed()).succeedsWithin(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void aCompressionBombIsRefusedWhereItPassesTheLimit() throws Exception {
		byte[] bomb = bomb();
		try (RawWebSocket attacker = RawWebSocket.connect(this.server.port(),
				Map.of("Sec-WebSocket-Extensions", "permessage-deflate"))) {
			attacker.receiveText();
			assertThat(attacker.headers()).containsKey("sec-websocket-extensions");
			attacker.frame(Wire.COMPRESSED_TEXT, bomb);
			assertThat(attacker.closed()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(1009);
		}
	}

	@Test
	void answersThatAreNotReadEndTheirClient() throws Exception {
		try (RawWebSocket attacker = connect()) {
			attacker.suspendReading();
			String event = Packets.event(1, "echo", "x".repeat(100_000));
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				attacker.send(event);
				return this.probe.leftCount(DisconnectReason.TRANSPORT_ERROR) == 1;
			});
			attacker.resumeReading();
		}
		catch (IOException ex) {
			// It was cut while it sent.
			await().until(() -> this.probe.leftCount() == 1);
		}
	}

	/** Two hundred times the limit, in a fifth of it. */
	private static byte[] bomb() {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(new byte[200 * MAX_MESSAGE]);
		byte[] bomb = new byte[MAX_MESSAGE];
		int length = deflater.deflate(bomb, 0, bomb.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(bomb, length);
	}

	private RawWebSocket connect() throws IOException {
		RawWebSocket attacker = RawWebSocket.connect(this.server.port());
		attacker.receiveText();
		attacker.send(Packets.CONNECT);
		assertThat(attacker.receiveText()).startsWith(Packets.CONNECTED);
		return attacker;
	}

}
