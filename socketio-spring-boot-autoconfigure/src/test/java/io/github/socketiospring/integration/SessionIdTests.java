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

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.SessionIdGenerator;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Session ids that the application makes.
 */
class SessionIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void serveAnOfficialClient(String transports) throws Exception {
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
