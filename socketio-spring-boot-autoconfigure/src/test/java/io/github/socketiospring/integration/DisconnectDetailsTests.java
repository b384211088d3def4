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
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The details of a disconnect that handlers receive in addition to the reason.
 */
class DisconnectDetailsTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Fixture.class, Map.of("socketio.max-http-buffer-size", "1000B"));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		server.bean(Log.class).told.clear();
	}

	@Test
	void tellThatAMessageWasTooLarge() throws Exception {
		try (RawWebSocket client = connect()) {
			client.send("4" + "x".repeat(1000));
			assertTold("transport error", "1000");
		}
	}

	@Test
	void tellThatAPollWasAbandoned() throws Exception {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		client.awaitPoll();
		try (PendingRequest poll = client.poll()) {
			client.post(Packets.event("hello"));
		}
		assertTold("transport error", "abandoned a poll");
	}

	@Test
	void tellWhatIsWrongWithAPacket() throws Exception {
		try (RawWebSocket client = connect()) {
			client.send("42{\"not\":\"an array\"}");
			assertTold("forced close", "array");
		}
	}

	@Test
	void tellWhatAClientMustNotDo() throws Exception {
		try (RawWebSocket client = connect()) {
			client.send(Packets.CONNECT);
			assertTold("forced close", "must not send CONNECT for namespace / now");
		}
	}

	@Test
	void addNothingToAnOrdinaryDisconnect() throws Exception {
		try (RawWebSocket client = connect()) {
			client.send(Packets.DISCONNECT);
			assertTold("client namespace disconnect", "null");
		}
	}

	private static RawWebSocket connect() throws IOException {
		RawWebSocket client = RawWebSocket.connect(server.port());
		assertThat(client.receiveText()).startsWith("0{");
		client.send(Packets.CONNECT);
		assertThat(client.receiveText()).startsWith(Packets.CONNECTED);
		return client;
	}

	private static void assertTold(String reason, String description) throws InterruptedException {
		for (String who : new String[] { "leaving listener", "leaving method", "gone listener", "gone method" }) {
			String told = server.bean(Log.class).told.poll(10, TimeUnit.SECONDS);
			assertThat(told).startsWith(who + ": " + reason + ", ").contains(description);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Log.class)
	static class Fixture {

	}

	@SocketNamespace
	static class Log {

		private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

		@OnConnect
		void connected(SocketIOSocket socket) {
			socket.onDisconnecting((reason, details) -> tell("leaving listener", reason, details));
			socket.onDisconnect((reason, details) -> tell("gone listener", reason, details));
		}

		@OnDisconnecting
		void leaving(DisconnectReason reason, DisconnectDetails details) {
			tell("leaving method", reason, details);
		}

		@OnDisconnect
		void gone(DisconnectDetails details, DisconnectReason reason) {
			tell("gone method", reason, details);
		}

		private void tell(String who, DisconnectReason reason, DisconnectDetails details) {
			assertThat(details.reason()).isEqualTo(reason);
			this.told.add(who + ": " + reason.value() + ", " + details.description());
		}

	}

}
