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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * A transport on a server, by which a client of the contract suite connects.
 */
enum Carrier {

	POLLING(WebSocketPath.CHANNEL), POLLING_BY_H2C(WebSocketPath.BESIDE_H2C), POLLING_BY_H2(WebSocketPath.BESIDE_H2),
	POLLING_ON_TOMCAT(WebSocketPath.TOMCAT), POLLING_ON_JETTY(WebSocketPath.JETTY),

	CHANNEL(WebSocketPath.CHANNEL), SESSION(WebSocketPath.SESSION), TOMCAT(WebSocketPath.TOMCAT),
	JETTY(WebSocketPath.JETTY);

	private final WebSocketPath path;

	Carrier(WebSocketPath path) {
		this.path = path;
	}

	boolean isPolling() {
		return name().startsWith("POLLING");
	}

	boolean noticesAbandonedPolls() {
		return this.path.noticesAbandonedPolls();
	}

	EngineTestServer start(EngineServer engine) {
		return this.path.start(engine);
	}

	Client connect(EngineTestServer server) throws IOException {
		if (isPolling()) {
			return new Polling(PollingClient.open(server.connections(), WebSocketPath.MOUNTED_AT));
		}
		RawWebSocket webSocket = RawWebSocket.connect(server.port(),
				WebSocketPath.MOUNTED_AT + "?EIO=4&transport=websocket");
		webSocket.receiveText();
		return new WebSocket(webSocket);
	}

	/**
	 * A client, which sends and receives packets in the text form of polling.
	 */
	interface Client {

		void send(String packet);

		/**
		 * The next packet.
		 * @return the packet, or {@code null} if the session has ended
		 */
		@Nullable String receive();

		void suspendReading();

		void resumeReading();

		void vanish() throws IOException;

	}

	/**
	 * A client with a WebSocket.
	 */
	record WebSocket(RawWebSocket raw) implements Client {

		@Override
		public void send(String packet) {
			try {
				this.raw.sendPackets(packet.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
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

		@Override
		public void vanish() throws IOException {
			this.raw.close();
		}

	}

	/**
	 * A client that polls.
	 */
	static final class Polling implements Client {

		private static final String END = HexFormat.of().formatHex(new byte[] { 0 });

		private final PollingClient raw;

		private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();

		private @Nullable PendingRequest poll;

		private boolean reading;

		Polling(PollingClient raw) {
			this.raw = raw;
			resumeReading();
		}

		private synchronized void next() {
			if (this.reading && this.poll == null) {
				PendingRequest request = this.raw.poll();
				this.poll = request;
				request.response().whenComplete((response, ex) -> answered(response));
			}
		}

		private void answered(RawHttp.@Nullable Response response) {
			synchronized (this) {
				this.poll = null;
			}
			if (response == null || response.status() != 200) {
				this.packets.add(END);
				return;
			}
			List<String> received = PollingClient.packets(response);
			this.packets.addAll(received);
			if (received.get(received.size() - 1).equals(Packets.CLOSE)) {
				return;
			}
			next();
		}

		@Override
		public void send(String packet) {
			this.raw.post(packet);
		}

		@Override
		public @Nullable String receive() {
			try {
				String packet = this.packets.poll(10, TimeUnit.SECONDS);
				if (packet == null) {
					throw new AssertionError("Nothing came");
				}
				return (packet.equals(Packets.CLOSE) || packet.equals(END)) ? null : packet;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public synchronized void suspendReading() {
			this.reading = false;
		}

		@Override
		public synchronized void resumeReading() {
			this.reading = true;
			next();
		}

		@Override
		public synchronized void vanish() throws IOException {
			PendingRequest held = this.poll;
			this.reading = false;
			if (held != null) {
				held.close();
			}
		}

	}

}
