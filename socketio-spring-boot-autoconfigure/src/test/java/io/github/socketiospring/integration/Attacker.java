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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends anything, over one of the transports. Packets are those of
 * Engine.IO in their text form.
 */
interface Attacker {

	/**
	 * Send packets as they are written, all at once.
	 * @param packets the packets
	 */
	void send(byte[]... packets);

	/**
	 * The next packet, without heartbeats.
	 * @return the packet, {@code null} if the session has ended
	 */
	@Nullable String receive();

	/**
	 * Stop reading, until the same thread calls {@link #resumeReading()}.
	 */
	void suspendReading();

	/**
	 * Read again.
	 */
	void resumeReading();

	default void send(String... packets) {
		byte[][] bytes = new byte[packets.length][];
		for (int i = 0; i < packets.length; i++) {
			bytes[i] = packets[i].getBytes(StandardCharsets.UTF_8);
		}
		send(bytes);
	}

	/**
	 * The transports.
	 */
	enum Wire {

		POLLING {

			@Override
			Attacker connect(int port) {
				return new Polling(PollingClient.open(port, "/socket.io/"));
			}

		},

		WEBSOCKET {

			@Override
			Attacker connect(int port) {
				try {
					RawWebSocket raw = RawWebSocket.connect(port);
					raw.receiveText();
					return new WebSocket(raw);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

		};

		abstract Attacker connect(int port);

	}

	/**
	 * By WebSocket.
	 *
	 * @param raw the WebSocket
	 */
	record WebSocket(RawWebSocket raw) implements Attacker {

		@Override
		public void send(byte[]... packets) {
			try {
				this.raw.sendPackets(packets);
			}
			catch (IOException ex) {
				// The server has closed the connection.
			}
		}

		@Override
		public @Nullable String receive() {
			return this.raw.receivePacket();
		}

		@Override
		public void suspendReading() {
			this.raw.suspendReading();
		}

		@Override
		public void resumeReading() {
			this.raw.resumeReading();
		}

	}

	/**
	 * By HTTP long-polling.
	 *
	 * @param raw the session
	 * @param received packets that were received and not requested yet
	 */
	record Polling(PollingClient raw, Queue<String> received) implements Attacker {

		Polling(PollingClient raw) {
			this(raw, new ArrayDeque<>());
		}

		@Override
		public void send(byte[]... packets) {
			this.raw.postPackets(packets);
		}

		@Override
		public @Nullable String receive() {
			if (this.received.isEmpty()) {
				RawHttp.Response answer = this.raw.awaitPoll();
				this.received.addAll((answer.status() == 200) ? PollingClient.packets(answer) : List.of(Packets.CLOSE));
			}
			String packet = this.received.remove();
			if (packet.equals(Packets.NOOP)) {
				return receive();
			}
			return packet.equals(Packets.CLOSE) ? null : packet;
		}

		/** Nothing arrives without a poll. */
		@Override
		public void suspendReading() {
		}

		@Override
		public void resumeReading() {
		}

	}

}
