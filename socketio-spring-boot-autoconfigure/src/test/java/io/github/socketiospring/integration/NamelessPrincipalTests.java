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
import java.security.Principal;
import java.util.Map;

import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Users whose principal has no name, as that of a token without a subject. They are not
 * one user.
 */
class NamelessPrincipalTests {

	private static final String PATH = "/socket.io/?EIO=4&transport=polling";

	private static final Map<String, String> LIMITS = Map.of("socketio.limits.sockets-per-user", "1");

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void connect(String transport) {
		try (TestServer server = TestServer.start(Application.class, LIMITS);
				HeaderClient first = HeaderClient.connect(server.port(), transport, token("1"), Map.of());
				HeaderClient second = HeaderClient.connect(server.port(), transport, token("2"), Map.of())) {
			server.bean(SocketIOTemplate.class).toUser("null").emit("private");
			server.bean(SocketIOTemplate.class).emit("public");
			for (HeaderClient client : new HeaderClient[] { first, second }) {
				await().until(() -> client.events().contains("public"));
				assertThat(client.events()).containsExactly("public");
			}
		}
	}

	@Test
	void ownTheirSessions() throws IOException {
		try (TestServer server = TestServer.start(Application.class, Map.of())) {
			String opened = send(server, "GET", PATH, token("1")).text();
			String session = PATH + "&sid=" + opened.substring(9, opened.indexOf('"', 9));
			assertThat(send(server, "POST", session, token("2")).status()).isEqualTo(403);
			assertThat(send(server, "POST", session, Map.of()).status()).isEqualTo(403);
			assertThat(send(server, "POST", session, token("1")).text()).isEqualTo("ok");
		}
	}

	private static Map<String, String> token(String value) {
		return Map.of("Token", value);
	}

	private static RawHttp.Response send(TestServer server, String method, String target, Map<String, String> headers)
			throws IOException {
		byte[] body = method.equals("POST") ? Packets.CONNECT.getBytes(StandardCharsets.US_ASCII) : new byte[0];
		return PollingClient.await(RawHttp.send(server.port(), method, target, headers, body));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		WebFilter tokens() {
			return (exchange, chain) -> {
				String token = exchange.getRequest().getHeaders().getFirst("Token");
				return chain.filter((token != null)
						? exchange.mutate().principal(Mono.just(new Nameless(token))).build() : exchange);
			};
		}

	}

	private record Nameless(String token) implements Principal {

		@Override
		public @Nullable String getName() {
			return null;
		}

	}

}
