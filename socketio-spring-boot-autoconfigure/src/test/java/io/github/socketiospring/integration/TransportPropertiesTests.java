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
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code socketio.transports} and {@code socketio.allow-upgrades} mean on the wire.
 */
class TransportPropertiesTests {

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
			client.post("40");
			assertThat(client.awaitPoll().text()).startsWith("40{");
			try (RawWebSocket webSocket = webSocket(server)) {
				assertThat(webSocket.receiveText()).startsWith("0{").contains("\"upgrades\":[]");
			}
		}
	}

	@Test
	void refusesPollingWhereThereIsWebSocketOnly() throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of("socketio.transports", "websocket"))) {
			RawHttp.Response refused = PollingClient.await(
					RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling", Map.of(), new byte[0]));
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.text()).isEqualTo(UNKNOWN);
			assertThat(errors(server)).containsExactly("0 {transport=polling}");
			try (RawWebSocket webSocket = webSocket(server)) {
				assertThat(webSocket.receiveText()).startsWith("0{").contains("\"upgrades\":[]");
				webSocket.send("40");
				assertThat(webSocket.receiveText()).startsWith("40{");
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
			client.post("40");
			assertThat(client.awaitPoll().text()).startsWith("40{");
		}
	}

	private static PollingClient open(TestServer server) {
		return PollingClient.open(server.port(), "/socket.io/");
	}

	private static RawWebSocket webSocket(TestServer server) throws IOException {
		return RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket");
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
