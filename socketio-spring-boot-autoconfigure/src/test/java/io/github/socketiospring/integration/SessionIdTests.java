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
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.SessionIdGenerator;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Session ids, which the application generates and clients cannot choose.
 */
class SessionIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void ofTheApplicationServeAnOfficialClient(String transports) throws Exception {
		try (TestServer server = TestServer.start(Fixture.class, Map.of())) {
			Socket client = IO.socket(URI.create("http://127.0.0.1:" + server.port()),
					IO.Options.builder()
						.setForceNew(true)
						.setTransports(transports.split(","))
						.setQuery("name=ann")
						.build());
			CompletableFuture<Object[]> echoed = new CompletableFuture<>();
			client.on(Socket.EVENT_CONNECT, (arguments) -> client.emit("echo", "hello"));
			client.on("echo-back", echoed::complete);
			client.connect();
			try {
				assertThat(echoed.get(20, TimeUnit.SECONDS)).containsExactly("hello");
				EngineSession session = server.bean(EngineServer.class).session("ann-1");
				assertThat(session).isNotNull();
				assertThat(session.handshake().query()).containsEntry("name", "ann");
			}
			finally {
				client.disconnect();
			}
		}
	}

	@Test
	void areNotTakenFromTheClient() throws Exception {
		try (TestServer server = TestServer.start(Nothing.class, Map.of())) {
			RawHttp.Response opened = get(server, "/socket.io/?EIO=4&transport=polling&id=mine",
					Map.of("Cookie", "io=mine", "io", "mine", "sid", "mine"));
			assertThat(opened.status()).isEqualTo(200);
			assertThat(opened.text()).startsWith("0{").doesNotContain("mine");
			assertThat(get(server, "/socket.io/?EIO=4&transport=polling&sid=mine", Map.of()).text())
				.isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
			assertThat(server.bean(EngineServer.class).session("mine")).isNull();
		}
	}

	private static RawHttp.Response get(TestServer server, String target, Map<String, String> headers)
			throws IOException {
		return PollingClient.await(RawHttp.send(server.port(), "GET", target, headers, new byte[0]));
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		FixtureApplication fixtureApplication() {
			return new FixtureApplication();
		}

		@Bean
		SessionIdGenerator numbered() {
			AtomicInteger count = new AtomicInteger();
			return (handshake) -> handshake.query().get("name") + "-" + count.incrementAndGet();
		}

	}

}
