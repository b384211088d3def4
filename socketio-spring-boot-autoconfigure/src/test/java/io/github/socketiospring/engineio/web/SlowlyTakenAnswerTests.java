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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.Wire;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that reads the answer to a poll slowly, on a connection that may end with it.
 * The end of the connection does not end the session.
 */
class SlowlyTakenAnswerTests {

	private static final int BUFFER = 16 * 1024;

	private static final int ANSWER = 4 * 1024 * 1024;

	/** More than the network takes from servers whose buffers cannot be limited. */
	private static final int LONG_ANSWER = 4 * ANSWER;

	private final RecordingHandler application = RecordingHandler.silent();

	private final EngineServer engine = new EngineServer(EngineOptions.builder().maxOutboundBytes(2 * ANSWER).build(),
			this.application);

	private EngineTestServer server;

	@BeforeEach
	void openSession() {
		this.server = EngineTestServer.start("/engine.io",
				EngineWebHandler
					.builder(this.engine, new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(ANSWER)))
					.middleware(List.of((exchange, chain) -> {
						sendLittleAtOnce(exchange);
						return chain.filter(exchange);
					}))
					.build());
		PollingClient.open(this.server.port(), "/engine.io/");
	}

	@AfterEach
	void stop() {
		this.engine.terminateAll();
		this.server.close();
	}

	private static void sendLittleAtOnce(ServerWebExchange exchange) {
		HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
		response
			.withConnection((connection) -> connection.channel().config().setOption(ChannelOption.SO_SNDBUF, BUFFER));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1\r\nConnection: keep-alive", "HTTP/1.1\r\nConnection: close", "HTTP/1.0",
			"HTTP/1.0\r\nConnection: keep-alive", "HTTP/1.0\r\nConnection: close" })
	void isFollowedByTheNext(String ending) throws IOException {
		send(new byte[ANSWER]);
		try (RawConnection connection = poll(ending)) {
			take(connection);
		}
		send("next".getBytes(StandardCharsets.US_ASCII));
		RawHttp.Response next = RawHttp
			.send(this.server.port(), "GET", target(this.application.session().id()), Map.of(), new byte[0])
			.response()
			.join();
		assertThat(next.text()).isEqualTo("4next");
		assertThat(this.engine.sessionCount()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1\r\nConnection: keep-alive", "HTTP/1.1\r\nConnection: close", "HTTP/1.0" })
	void isFollowedByTheNextThroughAProxy(String ending) throws IOException {
		send(new byte[ANSWER]);
		try (NarrowProxy proxy = new NarrowProxy(this.server.port(), BUFFER);
				RawConnection connection = poll(proxy.port(), ending)) {
			take(connection);
		}
		send("next".getBytes(StandardCharsets.US_ASCII));
		try (NarrowProxy proxy = new NarrowProxy(this.server.port(), BUFFER);
				RawConnection connection = poll(proxy.port(), "HTTP/1.0")) {
			assertThat(connection.takeResponse(200).text()).isEqualTo("4next");
		}
		assertThat(this.engine.sessionCount()).isOne();
	}

	static Stream<Arguments> otherServers() {
		return Stream.of(WebSocketPath.TOMCAT, WebSocketPath.JETTY)
			.flatMap((server) -> Stream
				.of("HTTP/1.1\r\nConnection: keep-alive", "HTTP/1.1\r\nConnection: close", "HTTP/1.0")
				.map((ending) -> Arguments.of(server, ending)));
	}

	@ParameterizedTest
	@MethodSource("otherServers")
	void isFollowedByTheNextOnOtherServers(WebSocketPath path, String ending) throws IOException {
		RecordingHandler recording = RecordingHandler.silent();
		EngineServer other = new EngineServer(EngineOptions.builder().maxOutboundBytes(2 * LONG_ANSWER).build(),
				recording);
		try (EngineTestServer running = path.start(other)) {
			PollingClient client = PollingClient.open(running.port(), WebSocketPath.MOUNTED_AT);
			recording.session().send(EngineMessage.text(new byte[LONG_ANSWER]));
			try (RawConnection connection = poll(running.port(), client.sid(), ending)) {
				assertThat(connection.takeHead().status()).isEqualTo(200);
				takeSlowly(connection, 1 + LONG_ANSWER);
			}
			recording.session().send(EngineMessage.text("next"));
			assertThat(client.awaitPoll().text()).isEqualTo("4next");
			assertThat(other.sessionCount()).isOne();
			other.terminateAll();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void webSocketIsClosedBehindTheLastByte(boolean proxied) throws IOException {
		try (NarrowProxy proxy = new NarrowProxy(this.server.port(), BUFFER);
				RawConnection connection = RawConnection.narrow(proxied ? proxy.port() : this.server.port(), BUFFER)
					.say(Wire.webSocketRequest("/engine.io/?EIO=4&transport=websocket", "localhost", Map.of()))) {
			connection.takeUpgrade().take(Packets.OPEN);
			EngineSession session = this.application.session();
			assertThat(session.transport()).isEqualTo("websocket");
			send(new byte[ANSWER]);
			session.close();
			// The head of the frame has ten bytes.
			assertThat(connection.in().readNBytes(11)).startsWith(Wire.TEXT, 127).endsWith('4');
			takeSlowly(connection, ANSWER);
			assertThat(connection.in().read()).isEqualTo(Wire.CLOSE);
		}
		this.application.awaitEvent("close forced close");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1\r\nConnection: keep-alive", "HTTP/1.1\r\nConnection: close", "HTTP/1.0" })
	void endsTheSessionWhenItIsBrokenOff(String ending) throws IOException {
		send(new byte[ANSWER]);
		try (RawConnection connection = poll(ending)) {
			connection.in().readNBytes(BUFFER);
			// The server waits until the client has read the rest.
			this.server.awaitRequests(2);
			connection.reset();
		}
		this.application.awaitEvent("close transport error");
	}

	private void send(byte[] text) {
		this.application.session().send(EngineMessage.text(text));
	}

	private RawConnection poll(String ending) throws IOException {
		return poll(this.server.port(), ending);
	}

	private RawConnection poll(int port, String ending) throws IOException {
		return poll(port, this.application.session().id(), ending);
	}

	private static RawConnection poll(int port, String sid, String ending) throws IOException {
		return RawConnection.narrow(port, BUFFER)
			.say("GET " + target(sid) + " " + ending + "\r\nHost: localhost\r\n\r\n");
	}

	private static String target(String sid) {
		return "/engine.io/?EIO=4&transport=polling&sid=" + sid;
	}

	private static void take(RawConnection connection) throws IOException {
		assertThat(connection.takeHead().status()).isEqualTo(200);
		takeSlowly(connection, 1 + ANSWER);
	}

	private static void takeSlowly(RawConnection connection, int count) throws IOException {
		int taken = 0;
		byte[] bit = new byte[BUFFER / 4];
		while (taken < count) {
			int read = connection.in().read(bit, 0, Math.min(bit.length, count - taken));
			assertThat(read).isPositive();
			taken += read;
		}
	}

}
