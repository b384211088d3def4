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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cases of the official test suite for Socket.IO protocol revision 5, with the
 * application that the suite expects: it tells each socket its {@code auth} payload,
 * echoes {@code message} and acknowledges {@code message-with-ack}. The cases that
 * concern Engine.IO are in {@code EngineIOProtocolTests}. Packets are written as text, as
 * in the suite.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO protocol</a>
 */
class SocketIOProtocolTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String ID = "\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}";

	private static EngineTestServer server;

	private RawWebSocket client;

	@BeforeAll
	static void startServer() {
		SocketIOServer io = SocketIOServers.builder()
			.options(SocketIOOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
			.build();
		serve(io.of("/"));
		serve(io.of("/custom"));
		server = EngineTestServer.start("/socket.io", new EngineServer(EngineOptions.defaults(), io));
	}

	private static void serve(Namespace namespace) {
		namespace.onConnection((socket) -> {
			socket.emit("auth", socket.handshake().auth());
			socket.on("message", (arguments, ack) -> socket.emit("message-back", all(arguments)));
			socket.on("message-with-ack", (arguments, ack) -> ack.send(all(arguments)));
		});
	}

	private static Object[] all(EventData arguments) {
		List<Object> all = new ArrayList<>();
		for (int i = 0; i < arguments.size(); i++) {
			all.add(arguments.get(i));
		}
		return all.toArray();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void openWebSocket() throws Exception {
		this.client = RawWebSocket.connect(server.port());
		assertThat(receive()).startsWith("0{");
	}

	@AfterEach
	void closeWebSocket() throws IOException {
		this.client.close();
	}

	// Connection to a namespace

	@Test
	void allowsConnectionToTheMainNamespace() throws Exception {
		this.client.send("40");
		assertThat(receive()).matches("40" + ID);
		assertThat(receive()).isEqualTo("42[\"auth\",{}]");
	}

	@Test
	void allowsConnectionToTheMainNamespaceWithAPayload() throws Exception {
		this.client.send("40{\"token\":\"123\"}");
		assertThat(receive()).matches("40" + ID);
		assertThat(receive()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
	}

	@Test
	void allowsConnectionToACustomNamespace() throws Exception {
		this.client.send("40/custom,");
		assertThat(receive()).matches("40/custom," + ID);
		assertThat(receive()).isEqualTo("42/custom,[\"auth\",{}]");
	}

	@Test
	void allowsConnectionToACustomNamespaceWithAPayload() throws Exception {
		this.client.send("40/custom,{\"token\":\"abc\"}");
		assertThat(receive()).matches("40/custom," + ID);
		assertThat(receive()).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
	}

	@Test
	void refusesConnectionToAnUnknownNamespace() throws Exception {
		this.client.send("40/random");
		assertThat(receive()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
	}

	@Test
	void closesConnectionAfterAnInvalidHandshake() throws Exception {
		this.client.send("4abc");
		assertThat(this.client.closed()).succeedsWithin(PATIENCE);
	}

	@Test
	void closesConnectionWithoutAHandshakeInTime() {
		assertThat(this.client.closed()).succeedsWithin(PATIENCE);
	}

	// Disconnection from a namespace

	@Test
	void disconnectsFromTheMainNamespace() throws Exception {
		connect("40");
		this.client.send("41");
		// Its place can be taken again, and the connection was kept for that.
		connect("40");
	}

	@Test
	void disconnectsFromACustomNamespace() throws Exception {
		connect("40");
		connect("40/custom,");
		this.client.send("41/custom,");
		this.client.send("42[\"message\",\"still here\"]");
		assertThat(receive()).isEqualTo("42[\"message-back\",\"still here\"]");
	}

	// Messages

	@Test
	void exchangesAPlainTextPacket() throws Exception {
		connect("40");
		this.client.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
		assertThat(receive()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
	}

	@Test
	void exchangesAPlainTextPacketWithAcknowledgement() throws Exception {
		connect("40");
		this.client.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
		assertThat(receive()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
	}

	@Test
	void exchangesABinaryPacket() throws Exception {
		connect("40");
		this.client.send("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		this.client.send(new byte[] { 1, 2, 3 });
		this.client.send(new byte[] { 4, 5, 6 });
		assertThat(receive())
			.isEqualTo("452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		assertThat(receiveBinary()).containsExactly(1, 2, 3);
		assertThat(receiveBinary()).containsExactly(4, 5, 6);
	}

	@Test
	void exchangesABinaryPacketWithAcknowledgement() throws Exception {
		connect("40");
		this.client
			.send("452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		this.client.send(new byte[] { 1, 2, 3 });
		this.client.send(new byte[] { 4, 5, 6 });
		assertThat(receive()).isEqualTo("462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		assertThat(receiveBinary()).containsExactly(1, 2, 3);
		assertThat(receiveBinary()).containsExactly(4, 5, 6);
	}

	@Test
	void closesConnectionAfterAnUnknownPacketType() throws Exception {
		connect("40");
		this.client.send("4abc");
		assertThat(this.client.closed()).succeedsWithin(PATIENCE);
	}

	@Test
	void closesConnectionAfterAnInvalidPayload() throws Exception {
		connect("40");
		this.client.send("42{}");
		assertThat(this.client.closed()).succeedsWithin(PATIENCE);
	}

	@Test
	void closesConnectionAfterAnInvalidAcknowledgementId() throws Exception {
		connect("40");
		this.client.send("42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
		assertThat(this.client.closed()).succeedsWithin(PATIENCE);
	}

	private void connect(String packet) throws Exception {
		this.client.send(packet);
		assertThat(receive()).matches(packet + ID);
		assertThat(receive()).contains("[\"auth\"");
	}

	private String receive() throws InterruptedException {
		RawWebSocket.Message message = this.client.receive(PATIENCE);
		assertThat(message).isNotNull();
		return message.text();
	}

	private byte[] receiveBinary() throws InterruptedException {
		RawWebSocket.Message message = this.client.receive(PATIENCE);
		assertThat(message).isNotNull();
		return message.bytes();
	}

}
