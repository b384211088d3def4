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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.web.EngineMiddleware;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import io.github.socketiospring.engineio.web.HandshakeRefusedException;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No browser guesses the type of any answer.
 */
class ContentTypeOptionsTests {

	private static TestServer server;

	/** Accepts one session. */
	private static TestServer full;

	/** Accepts one session of an address. */
	private static TestServer busy;

	private static PollingClient client;

	@BeforeAll
	static void start() {
		server = serve(Map.of("socketio.allow-eio3", "true", "socketio.max-http-buffer-size", "1000B",
				"socketio.cors.allowed-origins", "https://friend.example"));
		full = serve(Map.of("socketio.limits.connections", "1"));
		busy = serve(Map.of("socketio.limits.connections-per-address", "1"));
		client = PollingClient.open(server.port(), "/socket.io/");
		PollingClient.open(full.port(), "/socket.io/");
		PollingClient.open(busy.port(), "/socket.io/");
	}

	private static TestServer serve(Map<String, String> properties) {
		// Sessions outlast the test, however long it takes.
		Map<String, String> all = new HashMap<>(
				Map.of("socketio.ping-interval", "1h", "socketio.connect-timeout", "1h", "logging.level.root", "off"));
		all.putAll(properties);
		return TestServer.start(Doors.class, all);
	}

	@AfterAll
	static void stop() {
		// Together at the end, since they share event loops.
		server.close();
		full.close();
		busy.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 | GET     | ?EIO=4&transport=polling              |                                   |
			200 | GET     | ?EIO=3&transport=polling&b64=1        |                                   |
			200 | GET     | ?EIO=3&transport=polling&j=0          |                                   |
			200 | POST    | ?EIO=4&transport=polling&sid={sid}    |                                   | 4a
			413 | POST    | ?EIO=4&transport=polling&sid={sid}    | Content-Length: 1001              |
			500 | PUT     | ?EIO=4&transport=polling&sid={sid}    |                                   |
			400 | GET     | ?EIO=3&transport=polling&sid={sid}    |                                   |
			400 | GET     | ?EIO=4&transport=websocket&sid={sid}  |                                   |
			400 | GET     | ?EIO=4&transport=pigeon               |                                   |
			400 | GET     | ?EIO=4&transport=polling&sid=none     |                                   |
			400 | POST    | ?EIO=4&transport=polling              |                                   |
			403 | GET     | ?EIO=4&transport=polling&refused      |                                   |
			403 | GET     | ?EIO=4&transport=polling              | Origin: https://foe.example       |
			200 | GET     | ?EIO=4&transport=polling              | Origin: https://friend.example    |
			200 | OPTIONS | ?EIO=4&transport=polling              | Origin: https://friend.example    |
			403 | OPTIONS | ?EIO=4&transport=polling              | Origin: https://foe.example       |
			400 | GET     | ?EIO=4&transport=polling&broken       |                                   |
			200 | GET     | socket.io.js                          |                                   |
			200 | GET     | socket.io.min.js.map                  |                                   |
			405 | POST    | socket.io.js                          |                                   |
			""")
	void isOnEveryAnswer(int status, String method, String target, String header, String body) throws IOException {
		Map<String, String> headers = new HashMap<>();
		if (header != null) {
			headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
		}
		if (method.equals("OPTIONS")) {
			headers.put("Access-Control-Request-Method", "POST");
		}
		byte[] bytes = ((body != null) ? body : "").getBytes(StandardCharsets.UTF_8);
		String path = "/socket.io/" + target.replace("{sid}", client.sid());
		try (RawHttp request = RawHttp.send(server.port(), method, path, headers, bytes)) {
			assertGuessedByNobody(status, request);
		}
	}

	@Test
	void isOnTheAnswerToAPoll() throws IOException {
		PollingClient polling = PollingClient.open(server.port(), "/socket.io/");
		polling.post(Packets.CONNECT);
		try (PendingRequest poll = polling.poll()) {
			assertGuessedByNobody(200, poll);
		}
	}

	@Test
	void isOnTheAnswerOfAFullServer() throws IOException {
		assertGuessedByNobody(503, handshake(full));
	}

	@Test
	void isOnTheAnswerToTooManySessions() throws IOException {
		assertGuessedByNobody(429, handshake(busy));
	}

	private static RawHttp handshake(TestServer server) throws IOException {
		return RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling", Map.of(), new byte[0]);
	}

	private static void assertGuessedByNobody(int status, PendingRequest request) {
		RawHttp.Response response = request.response().orTimeout(30, TimeUnit.SECONDS).join();
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers()).containsEntry("x-content-type-options", "nosniff");
	}

	@Configuration(proxyBeanMethods = false)
	static class Doors {

		@Bean
		HandshakeInterceptor refusing() {
			return (handshake, headers) -> handshake.query().containsKey("refused")
					? Mono.error(new HandshakeRefusedException("Nobody today")) : Mono.empty();
		}

		@Bean
		EngineMiddleware breaking() {
			return (exchange, chain) -> exchange.getRequest().getQueryParams().containsKey("broken")
					? Mono.error(new IllegalStateException("on purpose")) : chain.filter(exchange);
		}

	}

}
