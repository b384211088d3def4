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

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code socketio} over HTTP.
 */
class ActuatorEndpointTests {

	private static final Map<String, String> OPEN = Map.of("management.endpoints.web.exposure.include",
			"socketio,health", "management.endpoint.socketio.access", "unrestricted",
			"management.endpoint.health.show-details", "always");

	private static RawHttp.Response get(TestServer server, String target) throws IOException {
		return send(server, "GET", target, Map.of(), "");
	}

	private static RawHttp.Response post(TestServer server, String command, String body) throws IOException {
		return post(server, command, Map.of(), body);
	}

	private static RawHttp.Response post(TestServer server, String command, Map<String, String> headers, String body)
			throws IOException {
		return send(server, "POST", "/actuator/socketio/" + command, headers, body);
	}

	private static RawHttp.Response send(TestServer server, String method, String target, Map<String, String> headers,
			String body) throws IOException {
		Map<String, String> all = new HashMap<>(headers);
		all.put("Content-Type", "application/json");
		return RawHttp.send(server.port(), method, target, all, body.getBytes(StandardCharsets.UTF_8))
			.response()
			.join();
	}

	private static JsonNode json(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.text());
	}

	@Test
	void showsAndDisconnectsSockets() throws Exception {
		try (TestServer server = TestServer.start(Application.class, OPEN);
				RawWebSocket client = RawWebSocket.connect(server.port())) {
			assertThat(client.receiveText()).startsWith("0");
			client.send(Packets.CONNECT);
			assertThat(client.receiveText()).startsWith(Packets.CONNECTED);
			JsonNode overview = json(get(server, "/actuator/socketio"));
			assertThat(overview.path("namespaces").path(0).path("sockets").asInt()).isOne();
			JsonNode socket = json(get(server, "/actuator/socketio/sockets?namespace=/&size=10")).path("content")
				.path(0);
			assertThat(socket.path("transport").asString()).isEqualTo("websocket");
			assertThat(socket.path("address").asString()).contains("127.0.0.1");
			assertThat(socket.path("uptime").asString()).startsWith("PT");
			assertThat(overview.has("cluster")).isFalse();
			String id = socket.path("id").asString();
			assertThat(post(server, "join", "{\"socket\":\"" + id + "\",\"rooms\":\"a/b,c\"}").status()).isEqualTo(204);
			JsonNode rooms = json(get(server, "/actuator/socketio/rooms?namespace=/"));
			assertThat(rooms.path("content").path(0).path("name").asString()).isEqualTo("a/b");
			assertThat(post(server, "message", "{\"room\":\"a/b\",\"event\":\"notice\",\"text\":\"soon\"}").status())
				.isEqualTo(204);
			assertThat(client.receiveText()).isEqualTo(Packets.event("notice", "soon"));
			assertThat(post(server, "disconnect", "{}").status()).isEqualTo(400);
			assertThat(post(server, "disconnect", "{\"room\":\"a/b\"}").status()).isEqualTo(204);
			assertThat(client.receiveText()).isEqualTo(Packets.DISCONNECT);
			assertThat(get(server, "/actuator/socketio/users").status()).isEqualTo(404);
			assertThat(json(get(server, "/actuator/health/socketio")).path("status").asString()).isEqualTo("UP");
		}
	}

	@Test
	void isNotAccessibleByDefault() throws Exception {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("management.endpoints.web.exposure.include", "*"))) {
			assertThat(get(server, "/actuator/socketio").status()).isEqualTo(404);
		}
	}

	@Test
	void canBeMadeReadOnly() throws Exception {
		try (TestServer server = TestServer.start(Application.class, Map.of("management.endpoints.web.exposure.include",
				"socketio", "management.endpoint.socketio.access", "read-only"))) {
			assertThat(get(server, "/actuator/socketio").status()).isEqualTo(200);
			assertThat(post(server, "message", "{\"event\":\"notice\"}").status()).isEqualTo(405);
		}
	}

	@Test
	void operatorsNeedNoTokenAgainstForgery() throws Exception {
		try (TestServer server = TestServer.start(SecuredApplication.class, OPEN)) {
			assertThat(post(server, "message", BasicLogin.of("root"), "{\"event\":\"notice\"}").status())
				.isEqualTo(204);
			assertThat(post(server, "message", BasicLogin.of("ann"), "{\"event\":\"notice\"}").status()).isEqualTo(403);
			assertThat(post(server, "message", Map.of(), "{\"event\":\"notice\"}").status()).isEqualTo(401);
			assertThat(send(server, "GET", "/actuator/socketio", BasicLogin.of("root"), "").status()).isEqualTo(200);
			// Elsewhere it is needed still.
			assertThat(send(server, "POST", "/actuator/health", BasicLogin.of("root"), "").status()).isEqualTo(403);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	/** As the documentation recommends. */
	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class SecuredApplication {

		@Bean
		@Order(1)
		SecurityWebFilterChain operators(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/actuator/socketio/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().hasRole("OPERATOR"))
				.httpBasic(Customizer.withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		SecurityWebFilterChain everythingElse(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("root", "OPERATOR"),
					BasicLogin.user("ann", "USER"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

	}

}
