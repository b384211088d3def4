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
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EmbeddedWebSocket;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.fuzz.SessionRequest;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import io.github.socketiospring.testsupport.TestWebServer;
import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection of a client that violated the WebSocket protocol (RFC 6455, section
 * 7.1.7).
 */
class FailedWebSocketTests {

	private static final String TARGET = "/engine.io/?EIO=4&transport=websocket";

	/**
	 * A continuation of nothing, a reserved bit, an unknown opcode, text that is not
	 * UTF-8.
	 */
	private static final List<String> VIOLATIONS = List.of("808100000000 00", "C18100000000 34", "838100000000 34",
			"818200000000 34FF");

	private static final int MAX_PAYLOAD = 100;

	private final EngineServer engine = new EngineServer(EngineOptions.builder().maxPayload(MAX_PAYLOAD).build(),
			RecordingHandler.silent(), new TestTimer(), () -> "session");

	private final List<EmbeddedWebSocket> opened = new ArrayList<>();

	@ParameterizedTest
	@FieldSource("VIOLATIONS")
	void endsAtOnce(String frame) {
		EmbeddedWebSocket webSocket = connect();
		webSocket.sendBytes(HexFormat.of().parseHex(frame.replace(" ", "")));
		webSocket.run();
		assertThat(webSocket.isOpen()).isFalse();
	}

	@Test
	void endsAtOnceAfterTooLargeAMessage() {
		EmbeddedWebSocket webSocket = connect();
		webSocket.sendFrame(0x01, new byte[MAX_PAYLOAD]);
		webSocket.sendFrame(0x80, new byte[1]);
		webSocket.run();
		assertThat(webSocket.isOpen()).isFalse();
	}

	@Test
	void waitsForTheCloseFrameOfAnother() {
		EmbeddedWebSocket webSocket = connect();
		this.engine.close();
		webSocket.run();
		assertThat(webSocket.isOpen()).isTrue();
		webSocket.advance(Duration.ofSeconds(3));
		assertThat(webSocket.isOpen()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void endsAtOnceOnEveryServer(TestWebServer webServer) throws IOException {
		EngineServer several = new EngineServer(this.engine.options(), RecordingHandler.silent());
		try (EngineTestServer server = EngineTestServer.start(webServer, "/engine.io", several,
				EngineUpgradeStrategies.forServerInUse(MAX_PAYLOAD))) {
			for (String frame : VIOLATIONS) {
				try (RawConnection connection = new RawConnection(server.port())) {
					connection.say(Wire.webSocketRequest(TARGET, "localhost:" + server.port(), Map.of()));
					connection.takeUpgrade().take(Packets.OPEN);
					connection.say(HexFormat.of().parseHex(frame.replace(" ", "")));
					connection.hearAll();
				}
				catch (SocketException ex) {
					// A reset ends the connection too.
				}
			}
		}
	}

	/** A reset would take the close frame away from a client that has not read it. */
	@Test
	void isReadableToTheEndByAClientThatSentMore() throws IOException {
		try (EngineTestServer server = EngineTestServer.start("/engine.io/", this.engine);
				RawConnection connection = new RawConnection(server.port())) {
			connection.say(Wire.webSocketRequest(TARGET, "localhost:" + server.port(), Map.of()));
			connection.takeUpgrade().take(Packets.OPEN);
			connection.say(Wire.frame(Wire.LAST, 0, new byte[1]));
			for (int i = 0; i < 100; i++) {
				connection.say(Wire.frame(Wire.BINARY, 0, new byte[1000]));
			}
			RawConnection.Frame last = connection.takeFrame();
			assertThat(last.head()).isEqualTo(Wire.CLOSE);
			assertThat(last.closeStatus()).isEqualTo(1002);
			assertThat(connection.hearAll()).isEmpty();
		}
	}

	private EmbeddedWebSocket connect() {
		EngineWebHandler handler = EngineWebHandler.builder(this.engine, (exchange, accepted) -> {
			this.opened
				.add(EmbeddedWebSocket.open((EngineWebSocketHandler) accepted, UnpooledByteBufAllocator.DEFAULT));
			return Mono.never();
		}).build();
		new SessionRequest(handler::handle,
				MockServerHttpRequest.get("http://localhost" + TARGET)
					.header("Connection", "Upgrade")
					.header("Upgrade", "websocket")
					.header("Sec-WebSocket-Version", "13")
					.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
					.build());
		EmbeddedWebSocket webSocket = this.opened.get(0);
		webSocket.run();
		assertThat(webSocket.take()).hasSize(1);
		return webSocket;
	}

}
