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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that reads one packet after the other, answers the heartbeat, and changes from
 * polling to WebSocket or is cut when a test says so.
 */
public final class SwitchingClient {

	private static final String PATH = "/socket.io/";

	private final Deque<String> packets = new ArrayDeque<>();

	private final @Nullable PollingClient polling;

	private @Nullable RawWebSocket webSocket;

	private SwitchingClient(@Nullable PollingClient polling, @Nullable RawWebSocket webSocket) {
		this.polling = polling;
		this.webSocket = webSocket;
	}

	/**
	 * Open a session by polling.
	 * @param port the server's port
	 * @return the client
	 */
	public static SwitchingClient polling(int port) {
		return new SwitchingClient(PollingClient.open(port, PATH), null);
	}

	/**
	 * Open a session by WebSocket.
	 * @param port the server's port
	 * @return the client
	 * @throws IOException if there is no answer
	 */
	public static SwitchingClient webSocket(int port) throws IOException {
		RawWebSocket webSocket = RawWebSocket.connect(port);
		assertThat(webSocket.receivePacket()).startsWith(Packets.OPEN);
		return new SwitchingClient(null, webSocket);
	}

	/**
	 * Whether the client polls.
	 * @return whether it has not changed to WebSocket
	 */
	public boolean isPolling() {
		return this.webSocket == null;
	}

	/**
	 * Send Engine.IO packets in the text form of polling.
	 * @param packets the packets
	 * @throws IOException if the connection is closed
	 */
	public void send(String... packets) throws IOException {
		byte[][] bytes = Stream.of(packets)
			.map((packet) -> packet.getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		if (this.webSocket != null) {
			this.webSocket.sendPackets(bytes);
		}
		else {
			assertThat(this.polling.postPackets(bytes).status()).isEqualTo(200);
		}
	}

	/**
	 * The next message, which must come.
	 * @return a Socket.IO packet, or an attachment as {@code b} and Base64
	 * @throws IOException if the connection is closed
	 */
	public String next() throws IOException {
		while (true) {
			String packet = nextOfEngine();
			switch (packet.charAt(0)) {
				case '2' -> send(Packets.PONG);
				case '4' -> {
					return packet.substring(1);
				}
				case 'b' -> {
					return packet;
				}
				default -> assertThat(packet).isEqualTo(Packets.NOOP);
			}
		}
	}

	private String nextOfEngine() {
		while (this.packets.isEmpty()) {
			if (this.webSocket != null) {
				String packet = this.webSocket.receivePacket();
				assertThat(packet).isNotNull();
				return packet;
			}
			this.packets.addAll(PollingClient.packets(this.polling.awaitPoll()));
		}
		return this.packets.remove();
	}

	/**
	 * Change from polling to WebSocket.
	 * @throws IOException if the connection is closed
	 */
	public void upgrade() throws IOException {
		PendingRequest poll = this.polling.poll();
		RawWebSocket upgraded = probe();
		this.packets.addAll(PollingClient.packets(PollingClient.await(poll)));
		upgraded.send(Packets.UPGRADE);
		this.webSocket = upgraded;
	}

	/**
	 * Begin to change from polling to WebSocket, and vanish before that is done.
	 * @throws IOException if the connection is closed
	 */
	public void vanishInUpgrade() throws IOException {
		PendingRequest poll = this.polling.poll();
		RawWebSocket upgraded = probe();
		poll.close();
		upgraded.close();
	}

	private RawWebSocket probe() throws IOException {
		RawWebSocket upgraded = this.polling.webSocket();
		upgraded.send(Packets.PROBE);
		assertThat(upgraded.receivePacket()).isEqualTo(Packets.PROBE_ANSWER);
		return upgraded;
	}

	/**
	 * End the connection without a word, while a poll is held if the client polls.
	 * @throws IOException if that fails
	 */
	public void vanish() throws IOException {
		if (this.webSocket != null) {
			this.webSocket.close();
		}
		else {
			this.polling.poll().close();
		}
	}

}
