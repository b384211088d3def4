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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens at each limit that a client can reach, on both transports: the reaction,
 * the counter, and that nobody else notices.
 */
class LimitsTests {

	private static final int MAX_MESSAGE = 20_000;

	private static final int CONNECTIONS = 20;

	private static TestServer server;

	private static Attacker neighbour;

	@BeforeAll
	static void start() {
		server = TestServer.start(Handlers.class,
				Map.of("socketio.max-http-buffer-size", MAX_MESSAGE + "B", "socketio.limits.connections",
						String.valueOf(CONNECTIONS), "socketio.limits.namespaces", "3",
						"socketio.limits.dynamic-namespaces", "2", "socketio.limits.rooms", "3",
						"socketio.limits.namespace-length", "30", "socketio.limits.event-name-length", "20",
						"socketio.limits.auth-size", "100B", "socketio.limits.nesting-depth", "8",
						"socketio.limits.attachments", "2"));
		neighbour = Wire.WEBSOCKET.connect(server.port());
		connect(neighbour);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void theNeighbourNoticedNothing() {
		neighbour.send("421[\"echo\",\"hello\"]");
		assertThat(neighbour.receive()).isEqualTo("431[\"hello\"]");
	}

	static Stream<Arguments> closing() {
		return Stream
			.of(attack(SocketIOCounter.ATTACHMENTS, "453-[\"echo\",{\"_placeholder\":true,\"num\":0}]"),
					attack(SocketIOCounter.ATTACHMENTS, "459999-[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "45999999999999-[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]",
							"42[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "451-[\"echo\",{\"_placeholder\":true,\"num\":7}]",
							"bAAAA"),
					attack(SocketIOCounter.MALFORMED_PACKET, "bAAAA"),
					attack(SocketIOCounter.MALFORMED_PACKET, "42" + "9".repeat(19) + "[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "42[\"echo\"" + ",1".repeat(100)),
					attack(SocketIOCounter.NAMESPACE_LENGTH, "40/" + "n".repeat(30) + ","),
					attack(SocketIOCounter.EVENT_NAME_LENGTH, "42[\"" + "e".repeat(21) + "\"]"),
					attack(SocketIOCounter.AUTH_SIZE, "40/other,{\"token\":\"" + "t".repeat(100) + "\"}"),
					attack(SocketIOCounter.NESTING_DEPTH, "42[\"echo\"," + "[".repeat(8) + "]".repeat(8) + "]"),
					attack(SocketIOCounter.NESTING_DEPTH, "42[\"echo\"," + "[".repeat(9_000)),
					attack(SocketIOCounter.PROTOCOL_VIOLATION, "40"),
					attack(SocketIOCounter.PROTOCOL_VIOLATION, "42/nowhere,[\"echo\"]"),
					attack(EngineCounter.MALFORMED_PACKET, "x"), attack(EngineCounter.PROTOCOL_VIOLATION, "2"))
			.flatMap(LimitsTests::onBothWires);
	}

	private static Object[] attack(Enum<?> counter, String... packets) {
		return new Object[] { counter, packets };
	}

	private static Stream<Arguments> onBothWires(Object[] attack) {
		return Stream.of(Wire.values()).map((wire) -> Arguments.of(wire, attack[0], attack[1]));
	}

	@ParameterizedTest
	@MethodSource("closing")
	void closes(Wire wire, Enum<?> counter, String[] packets) {
		long before = count(counter);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send(packets);
		assertThat(attacker.receive()).isNull();
		await().until(() -> count(counter) == before + 1);
	}

	static Stream<Arguments> refusing() {
		return Stream
			.of(attack(SocketIOCounter.UNKNOWN_NAMESPACE, "40/nowhere,",
					"44/nowhere,{\"message\":\"Invalid namespace\"}"),
					attack(SocketIOCounter.TOO_MANY_ROOMS, "421[\"join\",4]",
							"431[{\"title\":\"Internal Server Error\",\"status\":500}]"),
					attack(null, "421[\"echo\",{\"__proto__\":{\"admin\":true},\"constructor\":1}]",
							"431[{\"__proto__\":{\"admin\":true},\"constructor\":1}]"),
					attack(null, "421[\"echo\",\"a\\u0000b\"]", "431[\"a\\u0000b\"]"),
					attack(null, "42999999999999999999[\"echo\",1]", "43999999999999999999[1]"),
					attack(null, "43999999999999999999[1]", null), attack(null, "42[\"nobody handles this\"]", null))
			.flatMap(LimitsTests::onBothWires);
	}

	@ParameterizedTest
	@MethodSource("refusing")
	void refusesAndGoesOn(Wire wire, @Nullable Enum<?> counter, String[] exchange) {
		long before = (counter != null) ? count(counter) : 0;
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send(exchange[0]);
		if (exchange[1] != null) {
			assertThat(attacker.receive()).isEqualTo(exchange[1]);
		}
		assertThat((counter != null) ? count(counter) : 1).isEqualTo(before + 1);
		goesOn(attacker);
	}

	@ParameterizedTest
	@EnumSource
	void refusesNamespacesBeyondTheLimit(Wire wire) {
		long before = count(SocketIOCounter.TOO_MANY_NAMESPACES);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send("40/other,", "40/third,", "40/dynamic-1,");
		assertThat(attacker.receive()).startsWith("40/other,");
		assertThat(attacker.receive()).startsWith("40/third,");
		assertThat(attacker.receive()).isEqualTo("44/dynamic-1,{\"message\":\"Too many namespaces\"}");
		assertThat(count(SocketIOCounter.TOO_MANY_NAMESPACES)).isEqualTo(before + 1);
		goesOn(attacker);
	}

	@ParameterizedTest
	@EnumSource
	void survivesAFloodOfConnects(Wire wire) {
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		String[] flood = new String[1_000];
		for (int i = 0; i < flood.length; i++) {
			flood[i] = "40/no-" + i + ",";
		}
		attacker.send(flood);
		for (int i = 0; i < flood.length; i++) {
			assertThat(attacker.receive()).startsWith("44/no-" + i + ",");
		}
		goesOn(attacker);
	}

	@ParameterizedTest
	@EnumSource
	void makesOnlySoManyNamespacesByPatterns(Wire wire) {
		long before = count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES);
		Attacker attacker = wire.connect(server.port());
		attacker.send("40/dynamic-1,", "40/dynamic-2,", "40/dynamic-3,");
		assertThat(attacker.receive()).startsWith("40/dynamic-1,");
		assertThat(attacker.receive()).startsWith("40/dynamic-2,");
		assertThat(attacker.receive()).isEqualTo("44/dynamic-3,{\"message\":\"Too many namespaces\"}");
		assertThat(count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES)).isEqualTo(before + 1);
		attacker.send("1");
		await().until(() -> bean(SocketIOServer.class).statistics().sockets().getOrDefault("/dynamic-1", 0) == 0);
	}

	@ParameterizedTest
	@EnumSource
	void refusesMessagesThatAreTooLarge(Wire wire) {
		EngineCounter counter = (wire == Wire.POLLING) ? EngineCounter.BODY_TOO_LARGE : EngineCounter.MESSAGE_TOO_LARGE;
		long before = count(counter);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send("42[\"echo\",\"" + "x".repeat(MAX_MESSAGE) + "\"]");
		await().until(() -> count(counter) == before + 1);
	}

	@ParameterizedTest
	@EnumSource
	void limitsTheRateOfAHandler(Wire wire) {
		long before = count(SocketIOCounter.HANDLER_RATE);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send("421[\"limited\"]", "422[\"limited\"]", "42[\"limited\"]");
		assertThat(List.of(String.valueOf(attacker.receive()), String.valueOf(attacker.receive())))
			.containsExactlyInAnyOrder("431[\"done\"]",
					"432[{\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"Too many events\"}]");
		assertThat(count(SocketIOCounter.HANDLER_RATE)).isEqualTo(before + 2);
		goesOn(attacker);
	}

	@Test
	void refusesTextFramesThatAreNotUtf8() {
		long before = count(EngineCounter.INVALID_UTF8);
		Attacker attacker = Wire.WEBSOCKET.connect(server.port());
		connect(attacker);
		attacker.send(new byte[][] { notUtf8() });
		assertThat(attacker.receive()).isNull();
		await().until(() -> count(EngineCounter.INVALID_UTF8) == before + 1);
	}

	@Test
	void repairsBodiesThatAreNotUtf8() {
		Attacker attacker = Wire.POLLING.connect(server.port());
		connect(attacker);
		attacker.send(new byte[][] { notUtf8() });
		assertThat(attacker.receive()).isEqualTo("431[\"\uFFFD\"]");
		goesOn(attacker);
	}

	private static byte[] notUtf8() {
		byte[] packet = "421[\"echo\",\"?\"]".getBytes(StandardCharsets.UTF_8);
		packet[packet.length - 3] = (byte) 0xFF;
		return packet;
	}

	@Test
	void survivesAFloodOfHandshakes() throws IOException {
		long before = count(EngineCounter.TOO_MANY_CONNECTIONS);
		RawHttp.Response answer = handshake();
		for (int i = 0; i < CONNECTIONS && answer.status() == 200; i++) {
			answer = handshake();
		}
		assertThat(answer.status()).isEqualTo(503);
		try (RawWebSocket webSocket = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			assertThat(webSocket.isOpen()).isFalse();
		}
		assertThat(count(EngineCounter.TOO_MANY_CONNECTIONS)).isEqualTo(before + 2);
		bean(EngineServer.class).terminateAll();
		neighbour = Wire.WEBSOCKET.connect(server.port());
		connect(neighbour);
	}

	private static RawHttp.Response handshake() throws IOException {
		return PollingClient
			.await(RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling", Map.of(), new byte[0]));
	}

	private static void connect(Attacker attacker) {
		attacker.send("40");
		assertThat(attacker.receive()).startsWith("40{");
	}

	private static void goesOn(Attacker attacker) {
		attacker.send("427[\"echo\",7]");
		assertThat(attacker.receive()).isEqualTo("437[7]");
		attacker.send("1");
	}

	private static long count(Enum<?> counter) {
		return (counter instanceof EngineCounter engine) ? bean(EngineServer.class).statistics().count(engine)
				: bean(SocketIOServer.class).statistics().count((SocketIOCounter) counter);
	}

	private static <T> T bean(Class<T> type) {
		return server.bean(type);
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		Echo echo() {
			return new Echo();
		}

		@Bean
		Other other() {
			return new Other();
		}

		@Bean
		Third third() {
			return new Third();
		}

		@Bean
		Dynamic dynamic() {
			return new Dynamic();
		}

	}

	@SocketNamespace
	static class Echo {

		@OnEvent("echo")
		JsonNode echo(JsonNode value) {
			return value;
		}

		@OnEvent("join")
		void join(SocketIOSocket socket, int rooms) {
			for (int i = 0; i < rooms; i++) {
				socket.join("room-" + i);
			}
		}

		@OnEvent("limited")
		@RateLimit(permits = 1, per = "1h")
		String limited() {
			return "done";
		}

	}

	@SocketNamespace("/other")
	static class Other {

		@OnEvent("event")
		void event() {
		}

	}

	@SocketNamespace("/third")
	static class Third {

		@OnEvent("event")
		void event() {
		}

	}

	@SocketNamespace("/dynamic-{id}")
	static class Dynamic {

		@OnEvent("event")
		void event() {
		}

	}

}
