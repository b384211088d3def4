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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
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
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each limit that a client can reach, on both transports: the reaction, the counter, and
 * that other clients are not affected.
 */
class LimitsTests {

	private static final int MAX_MESSAGE = 20_000;

	private static final int CONNECTIONS = 20;

	private static final int ROOMS = 1_000;

	private static final String FAILED = Packets.ack(1, Packets.json("{\"title\":\"Conflict\",\"status\":409,"
			+ "\"detail\":\"A limit of this socket is reached\",\"socketioProblem\":true}"));

	private static TestServer server;

	private static Attacker neighbour;

	@BeforeAll
	static void start() {
		server = TestServer.start(Handlers.class, Map.ofEntries(
				entry("socketio.max-http-buffer-size", MAX_MESSAGE + "B"),
				entry("socketio.limits.connections", String.valueOf(CONNECTIONS)),
				entry("socketio.limits.namespaces", "3"), entry("socketio.limits.dynamic-namespaces", "4"),
				entry("socketio.limits.rooms", String.valueOf(ROOMS)), entry("socketio.limits.namespace-length", "30"),
				entry("socketio.limits.room-name-length", "40"), entry("socketio.limits.event-name-length", "20"),
				entry("socketio.limits.auth-size", "100B"), entry("socketio.limits.nesting-depth", "8"),
				entry("socketio.limits.attachments", "2"), entry("socketio.limits.outbound-size", "4MB"),
				entry("socketio.acks.limit", "3"), entry("socketio.handlers.backlog-size", "500B"),
				// No client here answers pings.
				entry("socketio.ping-interval", "1h")));
		neighbour = Wire.WEBSOCKET.connect(server.port());
		connect(neighbour);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void theNeighbourNoticedNothing() {
		neighbour.send(Packets.event(1, "echo", "hello"));
		assertThat(neighbour.receive()).isEqualTo(Packets.ack(1, "hello"));
	}

	/** Malformed packets are written as text. */
	static Stream<Arguments> closing() {
		return Stream
			.of(attack(SocketIOCounter.ATTACHMENTS, "453-[\"echo\",{\"_placeholder\":true,\"num\":0}]"),
					attack(SocketIOCounter.ATTACHMENTS, "459999-[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "45999999999999-[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, Packets.binaryEvent(1, "echo", Packets.placeholder(0)),
							Packets.event("echo")),
					attack(SocketIOCounter.MALFORMED_PACKET, "451-[\"echo\",{\"_placeholder\":true,\"num\":7}]",
							"bAAAA"),
					attack(SocketIOCounter.MALFORMED_PACKET, "bAAAA"),
					attack(SocketIOCounter.MALFORMED_PACKET, "42" + "9".repeat(19) + "[\"echo\"]"),
					attack(SocketIOCounter.MALFORMED_PACKET, "42[\"echo\"" + ",1".repeat(100)),
					attack(SocketIOCounter.NAMESPACE_LENGTH, Packets.connect("/" + "n".repeat(30))),
					attack(SocketIOCounter.EVENT_NAME_LENGTH, Packets.event("e".repeat(21))),
					attack(SocketIOCounter.AUTH_SIZE,
							Packets.connect("/other") + "{\"token\":\"" + "t".repeat(100) + "\"}"),
					attack(SocketIOCounter.NESTING_DEPTH,
							Packets.event("echo", Packets.json("[".repeat(8) + "]".repeat(8)))),
					attack(SocketIOCounter.NESTING_DEPTH, "42[\"echo\"," + "[".repeat(9_000)),
					attack(SocketIOCounter.PROTOCOL_VIOLATION, Packets.CONNECT),
					attack(SocketIOCounter.PROTOCOL_VIOLATION, Packets.in("/nowhere", Packets.event("echo"))),
					attack(EngineCounter.MALFORMED_PACKET, "x"), attack(EngineCounter.PROTOCOL_VIOLATION, Packets.PING))
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
		String id = connect(attacker);
		attacker.send(packets);
		assertThat(attacker.receive()).isNull();
		await().until(() -> count(counter) == before + 1);
		assertThat(reason(id)).isEqualTo(expectedReason(wire, counter));
	}

	private static DisconnectReason expectedReason(Wire wire, Enum<?> counter) {
		if (counter == SocketIOCounter.PROTOCOL_VIOLATION && wire == Wire.POLLING) {
			return DisconnectReason.FORCED_SERVER_CLOSE;
		}
		if (counter == EngineCounter.MALFORMED_PACKET) {
			return DisconnectReason.PARSE_ERROR;
		}
		return (counter instanceof EngineCounter) ? DisconnectReason.TRANSPORT_ERROR : DisconnectReason.FORCED_CLOSE;
	}

	/** The reason for which a socket left, as its handler received it. */
	private static DisconnectReason reason(String id) {
		return await().until(() -> bean(Echo.class).left.get(id), Objects::nonNull);
	}

	/** Packets are written as text if escapes or ids beyond {@code long} matter. */
	static Stream<Arguments> refusing() {
		Packets.Json prototype = Packets.json("{\"__proto__\":{\"admin\":true},\"constructor\":1}");
		return Stream.of(
				attack(SocketIOCounter.UNKNOWN_NAMESPACE, Packets.connect("/nowhere"),
						Packets.refused("/nowhere", "Invalid namespace")),
				attack(SocketIOCounter.TOO_MANY_ROOMS, Packets.event(1, "join", 5 * ROOMS), FAILED),
				attack(SocketIOCounter.TOO_MANY_ROOMS, Packets.event(1, "join named", "r".repeat(41)), FAILED),
				attack(null, Packets.event(1, "echo", prototype), Packets.ack(1, prototype)),
				attack(null, "421[\"echo\",\"a\\u0000b\"]", "431[\"a\\u0000b\"]"),
				attack(null, "421[\"echo\",\"\\ud800\"]", "431[\"\\uD800\"]"), attack(null, "42[\"\\udc00\"]", null),
				attack(null, "42999999999999999999[\"echo\",1]", "43999999999999999999[1]"),
				attack(null, "43999999999999999999[1]", null), attack(null, Packets.event("nobody handles this"), null))
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
		attacker.send(Packets.connect("/other"), Packets.connect("/third"), Packets.connect("/dynamic-1"));
		assertThat(attacker.receive()).startsWith(Packets.connected("/other"));
		assertThat(attacker.receive()).startsWith(Packets.connected("/third"));
		assertThat(attacker.receive()).isEqualTo(Packets.refused("/dynamic-1", "Too many namespaces"));
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
			flood[i] = Packets.connect("/no-" + i);
		}
		attacker.send(flood);
		for (int i = 0; i < flood.length; i++) {
			assertThat(attacker.receive()).startsWith(Packets.refused("/no-" + i));
		}
		goesOn(attacker);
	}

	@ParameterizedTest
	@EnumSource
	void makesOnlySoManyNamespacesByPatterns(Wire wire) {
		long before = count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES);
		Attacker attacker = wire.connect(server.port());
		Attacker second = wire.connect(server.port());
		Attacker third = wire.connect(server.port());
		Attacker late = wire.connect(server.port());
		assertThat(enter(attacker, "/dynamic-1")).isTrue();
		assertThat(enter(attacker, "/dynamic-2")).isTrue();
		assertThat(enter(attacker, "/dynamic-3")).as("more than its share, now that half are taken").isFalse();
		assertThat(enter(second, "/dynamic-1")).as("there already").isTrue();
		assertThat(enter(second, "/dynamic-3")).isTrue();
		assertThat(enter(second, "/dynamic-4")).isFalse();
		assertThat(enter(third, "/dynamic-4")).isTrue();
		assertThat(enter(late, "/dynamic-5")).as("no room").isFalse();
		assertThat(count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES)).isEqualTo(before + 3);
		second.send(Packets.disconnect("/dynamic-3"));
		await().until(() -> bean(SocketIOServer.class).statistics().sockets().getOrDefault("/dynamic-3", 0) == 0);
		assertThat(enter(late, "/dynamic-5")).as("one gave way").isTrue();
		assertThat(enter(second, "/dynamic-6")).isFalse();
		List.of(attacker, second, third, late).forEach((each) -> each.send(Packets.CLOSE));
		await().until(() -> bean(SocketIOServer.class).statistics()
			.sockets()
			.entrySet()
			.stream()
			.noneMatch((present) -> present.getKey().startsWith("/dynamic") && present.getValue() != 0));
	}

	private static boolean enter(Attacker attacker, String namespace) {
		attacker.send(Packets.connect(namespace));
		String answer = String.valueOf(attacker.receive());
		if (answer.startsWith(Packets.connected(namespace))) {
			return true;
		}
		assertThat(answer).isEqualTo(Packets.refused(namespace, "Too many namespaces"));
		return false;
	}

	@Test
	void refusesBodiesThatAreTooLargeAndGoesOn() {
		long before = count(EngineCounter.BODY_TOO_LARGE);
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		Attacker attacker = new Attacker.Polling(client);
		connect(attacker);
		assertThat(client.post(tooLarge()).status()).isEqualTo(413);
		assertThat(count(EngineCounter.BODY_TOO_LARGE)).isEqualTo(before + 1);
		goesOn(attacker);
	}

	@Test
	void closesOverMessagesThatAreTooLarge() throws IOException {
		long before = count(EngineCounter.MESSAGE_TOO_LARGE);
		try (RawWebSocket webSocket = RawWebSocket.connect(server.port())) {
			webSocket.receiveText();
			String id = connect(new Attacker.WebSocket(webSocket));
			webSocket.send(tooLarge());
			assertThat(webSocket.closed()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1009);
			assertThat(reason(id)).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
			assertThat(count(EngineCounter.MESSAGE_TOO_LARGE)).isEqualTo(before + 1);
		}
	}

	private static String tooLarge() {
		return Packets.event("echo", "x".repeat(MAX_MESSAGE));
	}

	static Stream<Arguments> untaken() {
		return Stream.of(Packets.event(1, "pour", 65536, 1000), Packets.event(1, "pour", 1024, 100000))
			.flatMap((event) -> Stream.of(Wire.values()).map((wire) -> Arguments.of(wire, event)));
	}

	@ParameterizedTest
	@MethodSource("untaken")
	void closesWhatDoesNotRead(Wire wire, String event) {
		long before = count(EngineCounter.OUTBOUND_OVERFLOW);
		Attacker attacker = wire.connect(server.port());
		String id = connect(attacker);
		attacker.suspendReading();
		attacker.send(event);
		assertThat(reason(id)).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
		assertThat(count(EngineCounter.OUTBOUND_OVERFLOW)).isEqualTo(before + 1);
		attacker.resumeReading();
	}

	@ParameterizedTest
	@EnumSource
	void awaitsOnlySoManyAcknowledgements(Wire wire) {
		long before = count(SocketIOCounter.TOO_MANY_ACKS);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send(Packets.event(1, "ask", 3));
		for (int i = 0; i < 3; i++) {
			assertThat(attacker.receive()).contains("[\"question\"]");
		}
		attacker.send(Packets.event(1, "ask", 1));
		assertThat(attacker.receive()).isEqualTo(FAILED);
		assertThat(count(SocketIOCounter.TOO_MANY_ACKS)).isEqualTo(before + 1);
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server")) {
			long refused = count(SocketIOCounter.EVENT_REFUSED);
			goesOn(attacker);
			await().until(() -> bean(SocketIOServer.class).statistics().pendingAcks() == 0);
			await().until(() -> count(SocketIOCounter.EVENT_REFUSED) == refused + 1);
			assertThat(log.lines()).as("the question that its client left unanswered").isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void forgetsTheRoomsOfAClientThatLeft(Wire wire) {
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send(Packets.event(1, "join", 5 * ROOMS));
		assertThat(attacker.receive()).isEqualTo(FAILED);
		assertThat(bean(SocketIOServer.class).statistics().rooms()).isBetween(ROOMS - 1, ROOMS);
		attacker.send(Packets.CLOSE);
		await().until(() -> bean(SocketIOServer.class).statistics().rooms() == 0);
	}

	@ParameterizedTest
	@EnumSource
	void survivesAFloodOfMessages(Wire wire) {
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		for (int i = 0; i < 300; i++) {
			attacker.send(Packets.event("nobody handles this"));
		}
		goesOn(attacker);
	}

	@ParameterizedTest
	@EnumSource
	void readsOnlyAsFastAsHandlersRun(Wire wire) {
		long before = count(SocketIOCounter.READING_SUSPENDED);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		bean(Echo.class).holdBack();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> attacker.send(tooManyToHandle()));
		await().until(() -> count(SocketIOCounter.READING_SUSPENDED) == before + 1);
		bean(Echo.class).release();
		assertThat(sending).succeedsWithin(10, TimeUnit.SECONDS);
		goesOn(attacker);
	}

	/** One is handled, and three that wait are too large. */
	private static String[] tooManyToHandle() {
		return Collections.nCopies(4, Packets.event("hold")).toArray(String[]::new);
	}

	@Test
	void endsASessionOverAFloodOfPostsAtOnce() {
		long suspended = count(SocketIOCounter.READING_SUSPENDED);
		long violations = count(EngineCounter.PROTOCOL_VIOLATION);
		long unknown = count(EngineCounter.UNKNOWN_SESSION);
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		String id = connect(new Attacker.Polling(client));
		bean(Echo.class).holdBack();
		PendingRequest unanswered = client.startPost(String.join(Packets.SEPARATOR, tooManyToHandle()));
		await().until(() -> count(SocketIOCounter.READING_SUSPENDED) == suspended + 1);
		List<PendingRequest> flood = Stream.generate(() -> client.startPost(Packets.event("nobody handles this")))
			.limit(50)
			.toList();
		assertThat(flood).extracting((post) -> PollingClient.await(post).status()).containsOnly(400);
		assertThat(PollingClient.await(unanswered).status()).as("read, or cut by the flood").isIn(200, 400);
		bean(Echo.class).release();
		assertThat(reason(id)).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
		// Several may come before the session has ended, and some while it ends, which
		// are neither.
		long violating = count(EngineCounter.PROTOCOL_VIOLATION) - violations;
		assertThat(violating).isPositive();
		long late = count(EngineCounter.UNKNOWN_SESSION);
		assertThat(violating + late - unknown).isLessThanOrEqualTo(flood.size());
		assertThat(client.post(Packets.event("nobody handles this")).status()).isEqualTo(400);
		assertThat(count(EngineCounter.UNKNOWN_SESSION)).isEqualTo(late + 1);
	}

	@Test
	void refusesAFloodOfPostsForSessionsThatAreNotThere() throws IOException {
		long before = count(EngineCounter.UNKNOWN_SESSION);
		for (int i = 0; i < 200; i++) {
			RawHttp.Response answer = PollingClient
				.await(RawHttp.send(server.port(), "POST", "/socket.io/?EIO=4&transport=polling&sid=guess-" + i,
						Map.of(), Packets.event("echo").getBytes(StandardCharsets.UTF_8)));
			assertThat(answer.status()).isEqualTo(400);
		}
		assertThat(count(EngineCounter.UNKNOWN_SESSION)).isEqualTo(before + 200);
	}

	@ParameterizedTest
	@EnumSource
	void limitsTheRateOfAHandler(Wire wire) {
		long before = count(SocketIOCounter.HANDLER_RATE);
		Attacker attacker = wire.connect(server.port());
		connect(attacker);
		attacker.send(Packets.event(1, "limited"), Packets.event(2, "limited"), Packets.event("limited"));
		assertThat(List.of(String.valueOf(attacker.receive()), String.valueOf(attacker.receive())))
			.containsExactlyInAnyOrder(Packets.ack(1, "done"),
					Packets.ack(2, Packets.json("{\"title\":\"Too Many Requests\",\"status\":429,"
							+ "\"detail\":\"Too many events\",\"socketioProblem\":true}")));
		await().until(() -> count(SocketIOCounter.HANDLER_RATE) == before + 2);
		goesOn(attacker);
	}

	/** The second is a lone surrogate. */
	@ParameterizedTest
	@ValueSource(strings = { "ff", "eda080" })
	void refusesTextFramesThatAreNotUtf8(String bytes) {
		long before = count(EngineCounter.INVALID_UTF8);
		Attacker attacker = Wire.WEBSOCKET.connect(server.port());
		connect(attacker);
		attacker.send(new byte[][] { echo(bytes) });
		assertThat(attacker.receive()).isNull();
		await().until(() -> count(EngineCounter.INVALID_UTF8) == before + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "eda080" })
	void repairsBodiesThatAreNotUtf8(String bytes) {
		Attacker attacker = Wire.POLLING.connect(server.port());
		connect(attacker);
		attacker.send(new byte[][] { echo(bytes) });
		assertThat(attacker.receive()).isEqualTo(Packets.ack(1, "\uFFFD"));
		goesOn(attacker);
	}

	private static byte[] echo(String bytes) {
		ByteArrayOutputStream packet = new ByteArrayOutputStream();
		packet.writeBytes("421[\"echo\",\"".getBytes(StandardCharsets.UTF_8));
		packet.writeBytes(HexFormat.of().parseHex(bytes));
		packet.writeBytes("\"]".getBytes(StandardCharsets.UTF_8));
		return packet.toByteArray();
	}

	@Test
	void survivesAFloodOfHandshakes() throws IOException {
		endAll();
		long before = count(EngineCounter.TOO_MANY_CONNECTIONS);
		for (int i = 0; i < CONNECTIONS; i++) {
			assertThat(handshake().status()).isEqualTo(200);
		}
		assertThat(handshake().status()).isEqualTo(503);
		try (RawWebSocket webSocket = RawWebSocket.connect(server.port())) {
			assertThat(webSocket.isOpen()).isFalse();
		}
		assertThat(count(EngineCounter.TOO_MANY_CONNECTIONS)).isEqualTo(before + 2);
		endAll();
		neighbour = Wire.WEBSOCKET.connect(server.port());
		connect(neighbour);
	}

	/** Those too that other tests left, and that may be leaving still. */
	private static void endAll() {
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server")) {
			bean(EngineServer.class).terminateAll();
			assertThat(log.lines()).as("of clients that other tests left").allMatch((line) -> line.contains("'ask'"));
		}
		await().until(() -> bean(EngineServer.class).sessionCount() == 0);
	}

	private static RawHttp.Response handshake() throws IOException {
		return PollingClient
			.await(RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling", Map.of(), new byte[0]));
	}

	private static String connect(Attacker attacker) {
		attacker.send(Packets.CONNECT);
		String connected = attacker.receive();
		assertThat(connected).startsWith(Packets.CONNECTED);
		return connected.split("\"")[3];
	}

	private static void goesOn(Attacker attacker) {
		attacker.send(Packets.event(7, "echo", 7));
		assertThat(attacker.receive()).isEqualTo(Packets.ack(7, 7));
		attacker.send(Packets.CLOSE);
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

		private final Map<String, DisconnectReason> left = new ConcurrentHashMap<>();

		private volatile Sinks.Empty<Void> held = Sinks.empty();

		@OnDisconnect
		void left(SocketIOSocket socket, DisconnectReason reason) {
			this.left.put(socket.id(), reason);
		}

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

		@OnEvent("join named")
		void join(SocketIOSocket socket, String room) {
			socket.join(room);
		}

		@OnEvent("pour")
		void pour(SocketIOSocket socket, int size, int count) {
			String drop = "x".repeat(size);
			for (int i = 0; i < count && socket.isConnected(); i++) {
				socket.emit("drop", drop);
			}
		}

		@OnEvent("hold")
		Mono<Void> hold() {
			return this.held.asMono();
		}

		void holdBack() {
			this.held = Sinks.empty();
		}

		void release() {
			this.held.tryEmitEmpty();
		}

		@OnEvent(value = "ask", ordered = false)
		Mono<Void> ask(SocketIOSocket socket, int questions) {
			return Flux.range(0, questions).flatMap((i) -> socket.emitWithAck("question", String.class)).then();
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
