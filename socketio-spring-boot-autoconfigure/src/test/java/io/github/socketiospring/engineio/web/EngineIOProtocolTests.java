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
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.ClientConnections;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The cases of the protocol's own test suite for revision 4, over real HTTP and
 * WebSocket. The heartbeats are as short as the suite requires, in virtual time.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io/tree/main/docs/engine.io-protocol/v4-test-suite">
 * Engine.IO protocol test suite</a>
 */
@ExtendWith(NoBufferLeaks.class)
class EngineIOProtocolTests {

	private static final Duration PING_INTERVAL = Duration.ofMillis(300);

	private static final Duration PING_TIMEOUT = Duration.ofMillis(200);

	private static final String POLLING = "/engine.io/?EIO=4&transport=polling";

	private static final String WEBSOCKET = "/engine.io/?EIO=4&transport=websocket";

	private final TestTimer time = new TestTimer();

	private final RecordingHandler application = RecordingHandler.echo();

	private final AtomicInteger ids = new AtomicInteger();

	private final EngineServer engine = new EngineServer(
			EngineOptions.builder().pingInterval(PING_INTERVAL).pingTimeout(PING_TIMEOUT).build(), this.application,
			this.time, () -> "session" + this.ids.incrementAndGet());

	private final Map<WebSocketPath, EngineTestServer> servers = new EnumMap<>(WebSocketPath.class);

	/** By default one of each implementation of a WebSocket, in the full run all. */
	static Stream<WebSocketPath> paths() {
		return TestProfile.isFull() ? Arrays.stream(WebSocketPath.values())
				: Stream.of(WebSocketPath.CHANNEL, WebSocketPath.SESSION, WebSocketPath.TOMCAT);
	}

	@AfterEach
	void stop() {
		this.servers.values().forEach(EngineTestServer::close);
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			assertThat(this.engine.sessionCount()).isZero();
			assertThat(this.time.pending()).as("pending timers").isZero();
		});
	}

	// Handshake, HTTP long-polling

	@ParameterizedTest
	@MethodSource("paths")
	void opensAPollingSession(WebSocketPath path) throws IOException {
		RawHttp.Response response = get(path, POLLING);
		assertThat(response.status()).isEqualTo(200);
		assertHandshake(response.text(), true);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesPollingWithAnUnknownRevision(WebSocketPath path) throws IOException {
		assertThat(get(path, "/engine.io/?transport=polling").status()).isEqualTo(400);
		assertThat(get(path, "/engine.io/?EIO=abc&transport=polling").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesAnUnknownTransport(WebSocketPath path) throws IOException {
		assertThat(get(path, "/engine.io/?EIO=4").status()).isEqualTo(400);
		assertThat(get(path, "/engine.io/?EIO=4&transport=abc").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesAHandshakeByAnotherMethod(WebSocketPath path) throws IOException {
		assertThat(request(path, "POST", POLLING).status()).isEqualTo(400);
		assertThat(request(path, "PUT", POLLING).status()).isEqualTo(400);
	}

	// Handshake, WebSocket

	@ParameterizedTest
	@MethodSource("paths")
	void opensAWebSocketSession(WebSocketPath path) throws IOException {
		try (RawWebSocket webSocket = webSocket(path, WEBSOCKET)) {
			assertHandshake(webSocket.receiveText(), false);
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesAWebSocketWithAnUnknownRevision(WebSocketPath path) throws IOException {
		assertThat(webSocket(path, "/engine.io/?transport=websocket").isOpen()).isFalse();
		assertThat(webSocket(path, "/engine.io/?EIO=abc&transport=websocket").isOpen()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesAWebSocketWithAnUnknownTransport(WebSocketPath path) throws IOException {
		assertThat(webSocket(path, "/engine.io/?EIO=4").isOpen()).isFalse();
		assertThat(webSocket(path, "/engine.io/?EIO=4&transport=abc").isOpen()).isFalse();
	}

	// Messages, HTTP long-polling

	@ParameterizedTest
	@MethodSource("paths")
	void exchangesAPayloadOfOneTextPacket(WebSocketPath path) {
		assertEchoes(path, "4hello");
	}

	@ParameterizedTest
	@MethodSource("paths")
	void exchangesAPayloadOfSeveralTextPackets(WebSocketPath path) {
		assertEchoes(path, "4test1\u001e4test2\u001e4test3");
	}

	@ParameterizedTest
	@MethodSource("paths")
	void exchangesAPayloadOfTextAndBinaryPackets(WebSocketPath path) {
		assertEchoes(path, "4hello\u001ebAQIDBA==");
	}

	private void assertEchoes(WebSocketPath path, String payload) {
		PollingClient client = client(path);
		RawHttp.Response posted = client.post(payload);
		assertThat(posted.status()).isEqualTo(200);
		assertThat(posted.text()).isEqualTo("ok");
		RawHttp.Response polled = client.awaitPoll();
		assertThat(polled.status()).isEqualTo(200);
		assertThat(polled.text()).isEqualTo(payload);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsAPollingSessionOverAnInvalidPacket(WebSocketPath path) {
		PollingClient client = client(path);
		// The suite accepts any answer here; this server answers 200, as Node.js does.
		client.post("abc");
		assertThat(client.awaitPoll().status()).isEqualTo(400);
		this.application.awaitEvent("close parse error");
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsASessionOverTwoPollsAtOnce(WebSocketPath path) {
		PollingClient client = client(path);
		PendingRequest first = client.poll();
		await().until(() -> this.application.session().isWritable());
		RawHttp.Response second = client.awaitPoll();
		assertThat(PollingClient.await(first).status()).isEqualTo(200);
		assertThat(PollingClient.await(first).text()).isEqualTo("1");
		assertThat(second.status()).isEqualTo(400);
		assertThat(client.awaitPoll().status()).isEqualTo(400);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsASessionOverAnAbandonedPoll(WebSocketPath path) throws IOException {
		PollingClient client = client(path);
		PendingRequest poll = client.poll();
		await().until(() -> this.application.session().isWritable());
		poll.close();
		if (path.noticesAbandonedPolls()) {
			this.application.awaitEvent("close transport error");
		}
		else {
			this.time.advance(PING_INTERVAL.plus(PING_TIMEOUT));
			await().untilAsserted(() -> assertThat(this.application.log()).last().asString().startsWith("close"));
		}
		assertThat(client.awaitPoll().status()).isEqualTo(400);
	}

	// Messages, WebSocket

	@ParameterizedTest
	@MethodSource("paths")
	void exchangesATextPacket(WebSocketPath path) throws IOException {
		try (RawWebSocket webSocket = opened(path)) {
			webSocket.send("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void exchangesABinaryPacket(WebSocketPath path) throws Exception {
		try (RawWebSocket webSocket = opened(path)) {
			webSocket.send(new byte[] { 1, 2, 3, 4 });
			RawWebSocket.Message message = webSocket.receive(Duration.ofSeconds(10));
			assertThat(message).isNotNull();
			assertThat(message.binary()).isTrue();
			assertThat(message.bytes()).containsExactly(1, 2, 3, 4);
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsAWebSocketSessionOverAnInvalidPacket(WebSocketPath path) throws Exception {
		try (RawWebSocket webSocket = opened(path)) {
			webSocket.send("abc");
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	// Heartbeat

	@ParameterizedTest
	@MethodSource("paths")
	void beatsOverPolling(WebSocketPath path) {
		PollingClient client = client(path);
		for (int i = 0; i < 3; i++) {
			this.time.advance(PING_INTERVAL);
			RawHttp.Response poll = client.awaitPoll();
			assertThat(poll.status()).isEqualTo(200);
			assertThat(poll.text()).isEqualTo("2");
			assertThat(client.post("3").status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsAPollingSessionThatDoesNotAnswerPings(WebSocketPath path) {
		PollingClient client = client(path);
		this.time.advance(PING_INTERVAL.plus(PING_TIMEOUT));
		assertThat(client.awaitPoll().status()).isEqualTo(400);
		this.application.awaitEvent("close ping timeout");
	}

	@ParameterizedTest
	@MethodSource("paths")
	void beatsOverWebSocket(WebSocketPath path) throws IOException {
		try (RawWebSocket webSocket = opened(path)) {
			for (int i = 0; i < 3; i++) {
				this.time.advance(PING_INTERVAL);
				assertThat(webSocket.receiveText()).isEqualTo("2");
				webSocket.send("3");
				webSocket.send("4" + i);
				// The message shows that the pong before it has arrived.
				assertThat(webSocket.receiveText()).isEqualTo("4" + i);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void endsAWebSocketSessionThatDoesNotAnswerPings(WebSocketPath path) throws IOException {
		try (RawWebSocket webSocket = opened(path)) {
			this.time.advance(PING_INTERVAL.plus(PING_TIMEOUT));
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	// Close

	@ParameterizedTest
	@MethodSource("paths")
	void letsAPollingClientEndItsSession(WebSocketPath path) {
		PollingClient client = client(path);
		PendingRequest poll = client.poll();
		await().until(() -> this.application.session().isWritable());
		assertThat(client.post("1").status()).isEqualTo(200);
		assertThat(PollingClient.await(poll).status()).isEqualTo(200);
		assertThat(PollingClient.await(poll).text()).isEqualTo("6");
		assertThat(client.awaitPoll().status()).isEqualTo(400);
	}

	@ParameterizedTest
	@MethodSource("paths")
	void letsAWebSocketClientEndItsSession(WebSocketPath path) throws IOException {
		try (RawWebSocket webSocket = opened(path)) {
			webSocket.send("1");
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
			this.application.awaitEvent("close transport close");
		}
	}

	// Upgrade

	@ParameterizedTest
	@MethodSource("paths")
	void upgradesASession(WebSocketPath path) throws IOException {
		PollingClient client = client(path);
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			PendingRequest poll = client.poll();
			await().until(() -> this.application.session().isWritable());
			this.time.advance(Duration.ofMillis(100));
			assertThat(PollingClient.await(poll).status()).isEqualTo(200);
			assertThat(PollingClient.await(poll).text()).isEqualTo("6");
			webSocket.send(Packets.UPGRADE);
			webSocket.send("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void refusesPollsAfterTheUpgrade(WebSocketPath path) throws IOException {
		PollingClient client = client(path);
		try (RawWebSocket webSocket = upgraded(client)) {
			assertThat(client.awaitPoll().status()).isEqualTo(400);
			webSocket.send("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void closesAnotherWebSocketAfterTheUpgrade(WebSocketPath path) throws IOException {
		PollingClient client = client(path);
		try (RawWebSocket webSocket = upgraded(client); RawWebSocket other = client.webSocket()) {
			assertThat(other.closed()).succeedsWithin(Duration.ofSeconds(10));
			webSocket.send("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
		}
	}

	private RawWebSocket upgraded(PollingClient client) throws IOException {
		RawWebSocket webSocket = client.webSocket();
		webSocket.send(Packets.PROBE);
		assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
		webSocket.send(Packets.UPGRADE);
		await().until(() -> this.application.session().transport().equals("websocket"));
		return webSocket;
	}

	private RawWebSocket opened(WebSocketPath path) throws IOException {
		RawWebSocket webSocket = webSocket(path, WEBSOCKET);
		assertThat(webSocket.receiveText()).startsWith("0");
		return webSocket;
	}

	private RawWebSocket webSocket(WebSocketPath path, String target) throws IOException {
		return connections(path).webSocket(target);
	}

	private PollingClient client(WebSocketPath path) {
		return PollingClient.open(connections(path), "/engine.io/");
	}

	private RawHttp.Response get(WebSocketPath path, String target) throws IOException {
		return request(path, "GET", target);
	}

	private RawHttp.Response request(WebSocketPath path, String method, String target) throws IOException {
		return PollingClient.await(connections(path).send(method, target, Map.of(), new byte[0]));
	}

	private ClientConnections connections(WebSocketPath path) {
		return this.servers.computeIfAbsent(path, (missing) -> missing.start(this.engine)).connections();
	}

	private static void assertHandshake(String packet, boolean upgradable) {
		assertThat(packet).startsWith("0");
		JsonNode handshake = JsonMapper.shared().readTree(packet.substring(1));
		assertThat(handshake.propertyNames()).containsExactlyInAnyOrder("sid", "upgrades", "pingInterval",
				"pingTimeout", "maxPayload");
		assertThat(handshake.get("sid").isString()).isTrue();
		assertThat(handshake.get("upgrades").toString()).isEqualTo(upgradable ? "[\"websocket\"]" : "[]");
		assertThat(handshake.get("pingInterval").asInt()).isEqualTo(PING_INTERVAL.toMillis());
		assertThat(handshake.get("pingTimeout").asInt()).isEqualTo(PING_TIMEOUT.toMillis());
		assertThat(handshake.get("maxPayload").asInt()).isEqualTo(1_000_000);
	}

}
