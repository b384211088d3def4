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

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The effect of {@code compress(false)} on the wire.
 */
class CompressFlagTests {

	private static final String LONG = "hello ".repeat(500);

	private static TestServer plain;

	private static TestServer recovering;

	@BeforeAll
	static void start() {
		plain = TestServer.start(Nothing.class, Map.of("socketio.per-message-deflate.enabled", "true"));
		recovering = TestServer.start(Nothing.class, Map.of("socketio.per-message-deflate.enabled", "true",
				"socketio.connection-state-recovery.enabled", "true"));
	}

	@AfterAll
	static void stop() {
		plain.close();
		recovering.close();
	}

	static Stream<Arguments> senders() {
		Map<String, Sender> senders = Map.of("socket",
				(server, socket, compress) -> socket.compress(compress).emit("picture", LONG), "volatile",
				(server, socket, compress) -> socket.compress(compress).asVolatile().emit("picture", LONG),
				"acknowledged",
				(server, socket, compress) -> socket.compress(compress)
					.emitWithAck("picture", String.class, LONG)
					.onErrorComplete()
					.subscribe(),
				"room",
				(server, socket,
						compress) -> socket.namespace().to(socket.id()).compress(compress).emit("picture", LONG),
				"namespace", (server, socket, compress) -> socket.namespace().compress(compress).emit("picture", LONG),
				"template", (server, socket,
						compress) -> server.bean(SocketIOOperations.class).compress(compress).emit("picture", LONG));
		return senders.entrySet()
			.stream()
			.flatMap((sender) -> Stream.of(false, true)
				.map((recovery) -> Arguments.argumentSet(sender.getKey() + ", recovery " + recovery, sender.getValue(),
						recovery)));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void leavesWebSocketMessagesAlone(Sender sender, boolean recovery) throws Exception {
		TestServer server = recovery ? recovering : plain;
		try (RawWebSocket client = RawWebSocket.connect(server.port(),
				Map.of("Sec-WebSocket-Extensions", "permessage-deflate"))) {
			EngineSession session = server.bean(EngineServer.class).session(Packets.sid(client.receiveText()));
			client.send(Packets.CONNECT);
			SocketIOSocket socket = socket(server, client.receiveText());
			awaitWritable(session);
			sender.send(server, socket, false);
			RawWebSocket.Message alone = client.receive(Duration.ofSeconds(10));
			assertThat(alone.compressed()).isFalse();
			assertThat(alone.text()).contains(LONG);
			awaitWritable(session);
			sender.send(server, socket, true);
			RawWebSocket.Message packed = client.receive(Duration.ofSeconds(10));
			assertThat(packed.compressed()).isTrue();
			assertThat(packed.bytes()).hasSizeLessThan(500);
		}
	}

	@ParameterizedTest
	@MethodSource("senders")
	void leavesAnswersToPollsAlone(Sender sender, boolean recovery) {
		TestServer server = recovery ? recovering : plain;
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		EngineSession session = server.bean(EngineServer.class).session(client.sid());
		client.post(Packets.CONNECT);
		SocketIOSocket socket = socket(server, client.awaitPoll().text());
		PendingRequest poll = client.poll(Map.of("Accept-Encoding", "gzip"));
		awaitWritable(session);
		sender.send(server, socket, false);
		RawHttp.Response alone = PollingClient.await(poll);
		assertThat(alone.headers()).doesNotContainKey("content-encoding");
		assertThat(alone.text()).contains(LONG);
		poll = client.poll(Map.of("Accept-Encoding", "gzip"));
		awaitWritable(session);
		sender.send(server, socket, true);
		assertThat(PollingClient.await(poll).headers()).containsEntry("content-encoding", "gzip");
		session.terminate();
	}

	/** Only then does a volatile event leave. */
	private static void awaitWritable(EngineSession session) {
		await().pollDelay(Duration.ZERO).until(session::isWritable);
	}

	private static SocketIOSocket socket(TestServer server, String connected) {
		return server.bean(SocketIOServer.class).of("/").socket(Packets.sid(connected));
	}

	/**
	 * A way to send an event.
	 */
	interface Sender {

		void send(TestServer server, SocketIOSocket socket, boolean compress);

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
