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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that make the server remember a lot for connection state recovery: large
 * broadcasts, and sockets in many rooms that lose their connection.
 */
@FullRunOnly("measures the heap")
class RememberedBytesTests {

	private static final int LIMIT = 4_000_000;

	private static final String TARGET = Wire.target("websocket", "");

	private TestServer server;

	private SocketIOServer io;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Chat.class, Map.of("socketio.connection-state-recovery.enabled", "true",
				"socketio.connection-state-recovery.max-size", LIMIT + "B", "socketio.limits.rooms", "1000"));
		this.io = this.server.bean(SocketIOServer.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void ofBroadcasts() throws Exception {
		Client early = new Client();
		Client late = new Client();
		String seenEarly = early.say("hello");
		assertThat(late.receiveEvent()).contains("hello");
		early.lose();
		Heap before = Heap.measure();
		String text = "x".repeat(100_000);
		String seen = "";
		long most = 0;
		for (int i = 0; i < 200; i++) {
			seen = late.say(i + text);
			most = Math.max(most, this.io.statistics().recoveryBytes());
		}
		Heap with = Heap.measure();
		Observations.note("20 MB of broadcasts with %d bytes to be remembered: at most %d bytes, heap %d to %d", LIMIT,
				most, before.used(), with.used());
		assertThat(this.server.bean(EngineServer.class).memory().used(MemoryKind.RECOVERY))
			.isEqualTo(this.io.statistics().recoveryBytes());
		assertThat(most).isBetween(LIMIT * 9L / 10, (long) LIMIT);
		assertThat(with.used() - before.used()).isLessThan(2L * LIMIT);
		late.lose();
		this.io.emit("said", "last");
		Client lateAgain = new Client(late, seen);
		assertThat(lateAgain.id).isEqualTo(late.id);
		assertThat(lateAgain.receiveEvent()).contains("last");
		assertThat(new Client(early, seenEarly).id).as("not recovered with a hole").isNotEqualTo(early.id);
	}

	@Test
	void ofSocketsInManyRooms() throws Exception {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			Client client = new Client();
			client.socket.send(Packets.event(1, "join", 500, "r".repeat(200)));
			assertThat(client.socket.receiveText()).startsWith(Packets.acknowledged(1));
			clients.add(client);
		}
		SocketIOStatistics statistics = this.io.statistics();
		String seenByFirst = clients.get(0).say("hello");
		Client last = clients.remove(39);
		assertThat(last.receiveEvent()).contains("hello");
		for (Client client : clients) {
			client.lose();
			assertThat(statistics.recoveryBytes()).isLessThanOrEqualTo(LIMIT);
		}
		String seenByLast = last.say("hello again");
		last.lose();
		int remembered = statistics.recoverableSockets();
		Observations.note("40 lost sockets in 500 rooms with names of 200 characters: %d are remembered, %d bytes",
				remembered, statistics.recoveryBytes());
		assertThat(remembered).isBetween(2, 39);
		assertThat(new Client(clients.get(0), seenByFirst).id).isNotEqualTo(clients.get(0).id);
		assertThat(new Client(last, seenByLast).id).isEqualTo(last.id);
	}

	/**
	 * Passes on what is said, and lets clients choose rooms.
	 */
	static class Chat {

		@Bean
		SocketIOConfigurer chat() {
			return (namespaces) -> namespaces.onConnection((socket) -> {
				socket.on("say", (event, ack) -> namespaces.emit("said", event.get(0, String.class)));
				socket.on("join", (event, ack) -> {
					for (int i = 0; i < event.get(0, Integer.class); i++) {
						socket.join(i + event.get(1, String.class));
					}
					ack.send();
				});
			});
		}

	}

	/**
	 * A client that can be lost, and come back.
	 */
	private final class Client {

		private final RawWebSocket socket = RawWebSocket.connect(RememberedBytesTests.this.server.port(), TARGET);

		private final String id;

		private final String privateId;

		Client() throws IOException {
			this(Packets.CONNECT);
		}

		Client(Client before, String offset) throws IOException {
			this(Packets.recover(before.privateId, offset));
		}

		private Client(String connect) throws IOException {
			assertThat(this.socket.receiveText()).startsWith("0{");
			this.socket.send(connect);
			String connected = this.socket.receiveText();
			this.id = Packets.sid(connected);
			this.privateId = Packets.pid(connected);
		}

		/**
		 * Say something to everybody.
		 * @return the offset of the event that comes back
		 */
		String say(String text) throws IOException {
			this.socket.send(Packets.event("say", text));
			return Packets.offset(receiveEvent());
		}

		String receiveEvent() {
			String packet = this.socket.receiveText();
			return packet.equals(Packets.PING) ? receiveEvent() : packet;
		}

		void lose() throws IOException {
			this.socket.close();
			RecoveryAdapter adapter = (RecoveryAdapter) RememberedBytesTests.this.io.of("/").adapter();
			await().until(() -> adapter.isSaved(this.id));
		}

	}

}
