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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.engineio.ConnectionError;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The effect of the connection's properties on the wire.
 */
class EnginePropertiesTests {

	private static final String UNKNOWN = "{\"code\":0,\"message\":\"Transport unknown\"}";

	@Test
	void offersTheUpgradeByDefault() {
		try (TestServer server = TestServer.start(Fixture.class, Map.of())) {
			assertThat(open(server).handshake().text()).contains("\"upgrades\":[\"websocket\"]");
		}
	}

	@Test
	void neitherOffersNorTakesAnUpgradeThatIsNotAllowed() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.allow-upgrades", "false"))) {
			PollingClient client = open(server);
			assertThat(client.handshake().text()).contains("\"upgrades\":[]");
			try (RawWebSocket webSocket = client.webSocket()) {
				assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
				assertThat(webSocket.receive(Duration.ZERO)).isNull();
			}
			client.post(Packets.CONNECT);
			assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
			try (RawWebSocket webSocket = webSocket(server)) {
				assertThat(webSocket.receiveText()).startsWith("0{").contains("\"upgrades\":[]");
			}
		}
	}

	@Test
	void refusesPollingWhereThereIsWebSocketOnly() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.transports", "websocket"))) {
			RawHttp.Response refused = get(server, "/socket.io/?EIO=4&transport=polling");
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.text()).isEqualTo(UNKNOWN);
			assertThat(errors(server)).containsExactly("0 {transport=polling}");
			try (RawWebSocket webSocket = webSocket(server)) {
				assertThat(webSocket.receiveText()).startsWith("0{").contains("\"upgrades\":[]");
				webSocket.send(Packets.CONNECT);
				assertThat(webSocket.receiveText()).startsWith(Packets.CONNECTED);
			}
		}
	}

	@Test
	void refusesWebSocketsWhereThereIsPollingOnly() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.transports", "polling"))) {
			PollingClient client = open(server);
			assertThat(client.handshake().text()).contains("\"upgrades\":[]");
			assertThat(client.webSocket().isOpen()).isFalse();
			assertThat(webSocket(server).isOpen()).isFalse();
			assertThat(errors(server)).containsExactly("0 {transport=websocket}", "0 {transport=websocket}");
			client.post(Packets.CONNECT);
			assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		}
	}

	@Test
	void servesAnotherPath() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.path", "/live"))) {
			assertThat(PollingClient.open(server.port(), "/live/").sid()).isNotEmpty();
			assertThat(PollingClient.open(server.port(), "/live").sid()).isNotEmpty();
			assertThat(get(server, "/socket.io/?EIO=4&transport=polling").status()).isEqualTo(404);
		}
	}

	@Test
	void leavesTheTrailingSlashToOthers() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.add-trailing-slash", "false"))) {
			assertThat(PollingClient.open(server.port(), "/socket.io").sid()).isNotEmpty();
			assertThat(get(server, "/socket.io/?EIO=4&transport=polling").status()).isEqualTo(404);
		}
	}

	@Test
	void announcesAndRefusesLargerBodies() {
		Map<String, String> properties = Map.of("socketio.max-http-buffer-size", "1KB");
		try (TestServer server = TestServer.start(Fixture.class, properties)) {
			PollingClient client = open(server);
			assertThat(client.handshake().text()).contains("\"maxPayload\":1024");
			assertThat(client.post("4" + "x".repeat(1024)).status()).isEqualTo(413);
		}
	}

	@Test
	void announcesItsHeartbeat() {
		Map<String, String> properties = Map.of("socketio.ping-interval", "7s", "socketio.ping-timeout", "3s");
		try (TestServer server = TestServer.start(Fixture.class, properties)) {
			assertThat(open(server).handshake().text()).contains("\"pingInterval\":7000,\"pingTimeout\":3000");
		}
	}

	@Test
	void setsACookie() {
		Map<String, String> properties = Map.of("socketio.cookie.enabled", "true", "socketio.cookie.name", "node");
		try (TestServer server = TestServer.start(Fixture.class, properties)) {
			PollingClient client = open(server);
			assertThat(client.handshake().headers().get("set-cookie")).startsWith("node=" + client.sid() + ";");
		}
	}

	private static RawHttp.Response get(TestServer server, String target) throws IOException {
		return PollingClient.await(RawHttp.send(server.port(), "GET", target, Map.of(), new byte[0]));
	}

	private static PollingClient open(TestServer server) {
		return PollingClient.open(server.port(), "/socket.io/");
	}

	private static RawWebSocket webSocket(TestServer server) throws IOException {
		return RawWebSocket.connect(server.port());
	}

	private static List<String> errors(TestServer server) {
		return server.bean(Fixture.class).errors;
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		private final List<String> errors = new CopyOnWriteArrayList<>();

		@Bean
		EngineListener errorLog() {
			return new EngineListener() {

				@Override
				public void onConnectionError(ConnectionError error) {
					Fixture.this.errors.add(error.code() + " " + error.context());
				}

			};
		}

	}

}
