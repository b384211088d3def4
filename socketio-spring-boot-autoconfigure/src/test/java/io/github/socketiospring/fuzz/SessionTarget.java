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

package io.github.socketiospring.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients and an application that do anything in any order. The server never fails
 * internally, clients receive events in order, and no resources are left after the
 * clients have gone.
 */
final class SessionTarget implements FuzzTarget {

	private static final int MAX_CLIENTS = 4;

	private static final Duration UNTIL_ALL_IS_OVER = Duration.ofMinutes(3);

	@Override
	public void run(FuzzInput input) {
		try (ErrorLog log = ErrorLog.watch()) {
			Run run = new Run(input);
			while (!input.isEmpty()) {
				run.step();
			}
			run.end();
			assertThat(log.problems()).isEmpty();
		}
	}

	/**
	 * The actions of one input.
	 */
	private static final class Run {

		private static final String[] NAMESPACES = { SessionServer.ROOT, SessionServer.SLOW, SessionServer.CLOSED,
				SessionServer.CHILD, "/child-2?slow=1", "/nowhere" };

		private final FuzzInput input;

		private final SessionServer server;

		private final List<SessionClient> clients = new ArrayList<>();

		private final int ending;

		Run(FuzzInput input) {
			this.input = input;
			int settings = input.nextByte();
			this.server = new SessionServer((settings & 1) != 0, (settings & 0x40) != 0);
			this.ending = (settings >> 1) % 3;
		}

		void step() {
			int operation = this.input.nextByte();
			if (operation % 20 == 0 && this.clients.size() < MAX_CLIENTS) {
				open();
			}
			else if (operation % 20 == 1) {
				this.server.advance(Duration.ofMillis(this.input.nextInt(256) * 200L));
			}
			else if (operation % 20 == 2) {
				this.server.act(this.input);
			}
			else if (!this.clients.isEmpty()) {
				// The upper bits select the client.
				act(operation % 20, this.clients.get((operation / 20) % this.clients.size()));
			}
			this.clients.forEach(SessionClient::receive);
		}

		private void open() {
			int protocol = this.input.nextBoolean() ? 3 : 4;
			boolean base64 = this.input.nextBoolean();
			int how = this.input.nextByte();
			if ((how & 2) == 0 || this.clients.isEmpty()) {
				this.clients.add(new SessionClient(this.server, protocol, base64));
			}
			SessionClient client = this.clients.get(this.clients.size() - 1);
			client.begin();
			if ((how & 1) != 0) {
				client.webSocket();
			}
			else {
				client.poll();
			}
		}

		private void act(int operation, SessionClient client) {
			switch (operation) {
				case 0, 3 -> client.poll();
				case 4 -> client.webSocket();
				case 5 -> client.abortPoll();
				case 6 -> client.loseWebSocket();
				case 7 -> client.connect(this.input.nextBoolean(), namespace());
				case 8 -> client.sendPacket(event());
				case 9 -> client.sendPacket(Packet.ack(namespace(), this.input.nextInt(8), this.input.nextBytes(4)));
				case 10 -> client.sendPacket(new Packet(PacketType.DISCONNECT, namespace(), Packet.NO_ID, null));
				case 11 -> client.send(List.of(enginePacket(), enginePacket()));
				case 12 -> client.upgrade(EnginePacket.text(EnginePacketType.PING, "probe"));
				case 13 -> client.upgrade(EnginePacket.text(EnginePacketType.UPGRADE, ""));
				case 14 -> client.post(this.input.nextBytes(60), this.input.nextBoolean());
				case 15 -> client.postSlowly(this.input.nextBytes(20));
				case 16 -> client.endSlowPost(this.input.nextBoolean());
				case 17 -> client.sendFrame(this.input.nextByte(), this.input.nextBytes(60));
				case 18 -> client.sendBytes(this.input.nextBytes(60));
				default -> client.reading(this.input.nextBoolean());
			}
		}

		private String namespace() {
			return this.input.nextOf(NAMESPACES);
		}

		private Packet event() {
			long id = this.input.nextBoolean() ? this.input.nextByte() : Packet.NO_ID;
			String event = this.input.nextOf("echo", "bye", "unknown");
			Object[] arguments = this.input
				.nextList(3,
						() -> this.input.nextBoolean() ? this.input.nextBytes(10) : List.of(this.input.nextUtf16(10)))
				.toArray();
			return Packet.event(namespace(), id, event, arguments);
		}

		private EnginePacket enginePacket() {
			EnginePacketType type = this.input.nextOf(EnginePacketType.values());
			byte[] data = this.input.nextText(20).replace('\u001E', ' ').getBytes(StandardCharsets.UTF_8);
			return new EnginePacket(type, type == EnginePacketType.MESSAGE && this.input.nextBoolean(), data);
		}

		void end() {
			switch (this.ending) {
				case 0 -> {
					this.server.stop();
					this.clients.forEach(SessionClient::receive);
				}
				case 1 -> this.clients.forEach(SessionClient::vanish);
				default -> this.server.disconnectAll();
			}
			this.clients.forEach((client) -> client.endSlowPost(false));
			this.server.advance(UNTIL_ALL_IS_OVER);
			this.clients.forEach((client) -> {
				client.receive();
				assertThat(client.isWaiting()).as("request without an answer").isFalse();
			});
			this.server.assertEmpty();
		}

	}

}
