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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.security.SocketIOAuthorization;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the Admin UI and the namespace that it connects to, over HTTP.
 */
class AdminUiTests {

	private static final Map<String, String> ENABLED = Map.of("socketio.admin.enabled", "true",
			"socketio.admin.username", "root", "socketio.admin.password", "secret");

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"|url\\(\"?([^\")]+)\"?\\)");

	private static final String LOGIN = "{\"username\":\"root\",\"password\":\"secret\"}";

	private static TestServer start(Map<String, String> more) {
		Map<String, String> properties = new HashMap<>(ENABLED);
		properties.putAll(more);
		return TestServer.start(Open.class, properties);
	}

	private static RawHttp.Response get(TestServer server, String path, Map<String, String> headers)
			throws IOException {
		return PollingClient.await(RawHttp.send(server.port(), "GET", path, headers, new byte[0]));
	}

	@Test
	void isOffByDefault() throws IOException {
		try (TestServer server = TestServer.start(Open.class, Map.of());
				Admin admin = Admin.connect(server, Map.of(), LOGIN)) {
			assertThat(admin.answer).isEqualTo(Packets.refused("/admin", "Invalid namespace"));
			assertThat(get(server, "/socketio-admin/", Map.of()).status()).isEqualTo(404);
		}
	}

	@Test
	void servesThePageWithAllThatItNeeds() throws IOException {
		try (TestServer server = start(
				Map.of("spring.webflux.base-path", "/app", "socketio.admin.path", "/ops/sockets"))) {
			RawHttp.Response redirect = get(server, "/app/ops/sockets", Map.of());
			assertThat(redirect.status()).isEqualTo(302);
			assertThat(redirect.headers()).containsEntry("location", "/app/ops/sockets/");
			RawHttp.Response page = get(server, "/app/ops/sockets/", Map.of());
			assertThat(page.headers().get("content-type")).startsWith("text/html");
			assertThat(page.headers().get("content-security-policy")).startsWith("default-src 'self';");
			assertThat(page.text()).doesNotContain("https:");
			assertThat(follow(server, "/app/ops/sockets/", page)).isGreaterThan(10);
			String script = get(server, "/app/ops/sockets/server.js", Map.of()).text();
			assertThat(script).contains("(\"server_url\", location.origin)", "(\"path\", \"/app/socket.io\")",
					"(\"namespace\", \"/admin\")", "(\"parser\", \"default\")");
			RawHttp.Response compressed = get(server, "/app/ops/sockets/css/icons.css",
					Map.of("Accept-Encoding", "gzip"));
			assertThat(compressed.headers()).containsEntry("content-encoding", "gzip");
			assertThat(compressed.headers().get("content-type")).startsWith("text/css");
			for (String other : new String[] { "none.js", "../AdminPage.class", "%2e%2e/AdminPage.class" }) {
				assertThat(get(server, "/app/ops/sockets/" + other, Map.of()).status()).as(other)
					.isGreaterThanOrEqualTo(400);
			}
		}
	}

	/**
	 * Get everything that a page or a style sheet refers to, and return how much that is.
	 */
	private static int follow(TestServer server, String path, RawHttp.Response file) throws IOException {
		int found = 0;
		for (String reference : REFERENCE.matcher(file.text())
			.results()
			.map((result) -> (result.group(1) != null) ? result.group(1) : result.group(2))
			.filter((reference) -> !reference.startsWith("data:") && !reference.startsWith("#"))
			.toList()) {
			String target = URI.create(path).resolve(reference).getPath();
			RawHttp.Response response = get(server, target, Map.of());
			assertThat(response.status()).as(target).isEqualTo(200);
			found += 1 + (target.endsWith(".css") ? follow(server, target, response) : 0);
		}
		return found;
	}

	@Test
	void letsTheConfiguredUserIn() throws IOException {
		try (TestServer server = start(Map.of());
				Admin nobody = Admin.connect(server, Map.of(), "{\"username\":\"root\",\"password\":\"x\"}");
				Admin admin = Admin.connect(server, Map.of(), LOGIN)) {
			assertThat(nobody.answer).isEqualTo(Packets.refused("/admin", "invalid credentials"));
			assertThat(admin.answer).startsWith(Packets.connected("/admin"));
			String id = admin.await("session").get(1).asString();
			try (Admin again = Admin.connect(server, Map.of(), "{\"sessionId\":\"" + id + "\"}")) {
				assertThat(again.answer).startsWith(Packets.connected("/admin"));
			}
		}
	}

	@Test
	void countsWhatClientsSend() throws IOException {
		long start = Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
		try (TestServer server = start(Map.of()); Admin admin = Admin.connect(server, Map.of(), LOGIN)) {
			JsonNode first = admin.await("server_stats").get(1);
			assertThat(first.path("aggregatedEvents")).isEmpty();
			assertThat(first.path("clientsCount").asInt()).isOne();
			assertThat(first.path("pollingClientsCount").asInt()).isZero();
			try (RawWebSocket client = RawWebSocket.connect(server.port())) {
				client.send(Packets.CONNECT);
				assertThat(client.receiveText()).startsWith("0");
				assertThat(client.receiveText()).startsWith(Packets.CONNECTED);
				Set<String> counted = new HashSet<>();
				while (!counted
					.containsAll(List.of("rawConnection", "packetsIn", "packetsOut", "bytesIn", "bytesOut"))) {
					JsonNode events = admin.await("server_stats").get(1).path("aggregatedEvents");
					events.forEach((event) -> assertThat(event.path("timestamp").asLong()).isGreaterThanOrEqualTo(start)
						.matches((time) -> time % 1000 == 0));
					counted.addAll(events.findValuesAsString("type"));
				}
				client.closeNormally();
				List<String> reasons = List.of();
				while (reasons.isEmpty()) {
					reasons = admin.await("server_stats").get(1).path("aggregatedEvents").findValuesAsString("subType");
				}
				assertThat(reasons).containsExactly("transport close");
			}
		}
	}

	@Test
	void showsSocketsAndTheirUpgrades() throws IOException {
		try (TestServer server = start(Map.of("socketio.admin.mode", "development"));
				Admin admin = Admin.connect(server, Map.of(), LOGIN)) {
			JsonNode all = admin.await("all_sockets").get(1);
			assertThat(all).hasSize(1);
			assertThat(all.get(0).path("nsp").asString()).isEqualTo("/admin");
			PollingClient client = PollingClient.open(server.port(), "/socket.io/", 4, "&token=t0p",
					Map.of("Cookie", "SESSION=t0p"));
			client.post(Packets.CONNECT);
			JsonNode socket = admin.await("socket_connected").get(1);
			while (!socket.path("nsp").asString().equals("/")) {
				socket = admin.await("socket_connected").get(1);
			}
			assertThat(socket.path("transport").asString()).isEqualTo("polling");
			assertThat(socket.path("clientId").asString()).isEqualTo(client.sid().substring(0, 10));
			assertThat(socket.path("rooms").get(0)).isEqualTo(socket.path("id"));
			assertThat(socket.path("handshake").path("address").asString()).isEqualTo("127.0.0.1");
			assertThat(socket.path("handshake").path("query").path("EIO").asString()).isEqualTo("4");
			assertThat(socket.toString()).doesNotContain("t0p").doesNotContain(client.sid());
			client.awaitPoll();
			try (RawWebSocket upgrade = client.webSocket()) {
				upgrade.send(Packets.PROBE);
				assertThat(upgrade.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
				upgrade.send(Packets.UPGRADE);
				JsonNode updated = admin.await("socket_updated").get(1);
				assertThat(updated.path("id")).isEqualTo(socket.path("id"));
				assertThat(updated.path("transport").asString()).isEqualTo("websocket");
			}
		}
	}

	@Test
	void letsAModeratorOfTheApplicationIn() throws IOException {
		try (TestServer server = TestServer.start(Secured.class,
				Map.of("socketio.admin.enabled", "true", "socketio.admin.authority", "ROLE_MODERATOR"))) {
			assertThat(get(server, "/socketio-admin/", Map.of()).status()).isEqualTo(401);
			assertThat(get(server, "/socketio-admin/", BasicLogin.of("ann")).status()).isEqualTo(200);
			try (Admin moderator = Admin.connect(server, BasicLogin.of("ann"), "{\"sessionId\":null}");
					Admin user = Admin.connect(server, BasicLogin.of("bob"), "{\"sessionId\":null}");
					Admin form = Admin.connect(server, BasicLogin.of("bob"),
							"{\"username\":\"ann\",\"password\":\"password\"}");
					Admin forged = Admin.connect(server, BasicLogin.of("bob"),
							"{\"username\":\"bob\",\"password\":\"password\"}")) {
				assertThat(moderator.answer).startsWith(Packets.connected("/admin"));
				assertThat(user.answer).isEqualTo(Packets.refused("/admin", "invalid credentials"));
				assertThat(form.answer).startsWith(Packets.connected("/admin"));
				assertThat(form.await("session").get(1).asString()).hasSizeGreaterThan(10);
				assertThat(forged.answer).isEqualTo(Packets.refused("/admin", "invalid credentials"));
			}
		}
	}

	@Test
	void obeysTheRulesOfTheApplication() throws IOException {
		try (TestServer server = TestServer.start(Ruled.class,
				Map.of("socketio.admin.enabled", "true", "socketio.admin.authority", "ROLE_USER"))) {
			try (Admin user = Admin.connect(server, BasicLogin.of("bob"), "{\"sessionId\":null}");
					Admin stranger = Admin.connect(server, BasicLogin.of("ann"), "{\"sessionId\":null}")) {
				assertThat(user.answer).startsWith(Packets.refused("/admin") + "{\"message\":\"Forbidden\"");
				assertThat(stranger.answer).isEqualTo(Packets.refused("/admin", "invalid credentials"));
			}
		}
		try (TestServer server = TestServer.start(Ruled.class,
				Map.of("socketio.admin.enabled", "true", "socketio.admin.authority", "ROLE_MODERATOR"));
				Admin moderator = Admin.connect(server, BasicLogin.of("ann"), "{\"sessionId\":null}")) {
			assertThat(moderator.answer).startsWith(Packets.connected("/admin"));
		}
	}

	@Test
	void needsNoRuleBesidesItsGuard() throws IOException {
		try (TestServer server = TestServer.start(Strict.class,
				Map.of("socketio.admin.enabled", "true", "socketio.admin.authority", "ROLE_MODERATOR",
						"socketio.admin.namespace", "/ops", "socketio.admin.mode", "development"));
				Admin moderator = Admin.connect(server, "/ops", BasicLogin.of("ann"), "{\"sessionId\":null}");
				Admin user = Admin.connect(server, "/ops", BasicLogin.of("bob"), "{\"sessionId\":null}");
				Admin other = Admin.connect(server, "/admin", BasicLogin.of("ann"), "{\"sessionId\":null}");
				Admin client = Admin.connect(server, "/chat", BasicLogin.of("bob"), "{}")) {
			assertThat(moderator.answer).startsWith(Packets.connected("/ops"));
			assertThat(user.answer).isEqualTo(Packets.refused("/ops", "invalid credentials"));
			assertThat(other.answer).startsWith(Packets.refused("/admin") + "{\"message\":\"Forbidden\"");
			assertThat(client.answer).startsWith(Packets.connected("/chat"));
			String sid = Packets.sid(client.answer);
			moderator.socket.send(Packets.in("/ops", Packets.event("_disconnect", "/chat", false, sid)));
			assertThat(client.socket.receiveText()).isEqualTo(Packets.disconnect("/chat"));
		}
	}

	@Test
	void needsNoTokenWhereOtherClientsDo() throws IOException {
		try (TestServer server = TestServer.start(Tokens.class, ENABLED);
				Admin admin = Admin.connect(server, Map.of(), LOGIN);
				RawWebSocket other = RawWebSocket.connect(server.port())) {
			assertThat(admin.answer).startsWith(Packets.connected("/admin"));
			other.send(Packets.CONNECT);
			assertThat(other.receiveText()).startsWith("0");
			assertThat(other.receiveText()).startsWith(Packets.refused("/") + "{\"message\":\"Unauthorized\"");
		}
	}

	/**
	 * A client of the namespace.
	 *
	 * @param socket its connection
	 * @param answer the answer to CONNECT
	 */
	private record Admin(RawWebSocket socket, String answer) implements AutoCloseable {

		static Admin connect(TestServer server, Map<String, String> headers, String auth) throws IOException {
			return connect(server, "/admin", headers, auth);
		}

		static Admin connect(TestServer server, String namespace, Map<String, String> headers, String auth)
				throws IOException {
			RawWebSocket socket = RawWebSocket.connect(server.port(), headers);
			assertThat(socket.receiveText()).startsWith("0");
			socket.send(Packets.connect(namespace) + auth);
			return new Admin(socket, socket.receiveText());
		}

		/**
		 * Wait for an event.
		 * @param event its name
		 * @return its name and arguments
		 */
		JsonNode await(String event) {
			String beginning = Packets.in("/admin", Packets.emitted(event));
			String text = this.socket.receiveText();
			while (!text.startsWith(beginning)) {
				text = this.socket.receiveText();
			}
			return JsonMapper.shared().readTree(text.substring(text.indexOf('[')));
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Open {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Secured {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann", "MODERATOR"),
					BasicLogin.user("bob", "USER"));
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return BasicLogin.accept(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Secured.class)
	static class Ruled {

		@Bean
		SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
			return rules.namespace("/admin", (admin) -> admin.connect().hasRole("MODERATOR").anyEvent().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Secured.class)
	static class Strict {

		@Bean
		SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
			return rules.namespace("/chat", (chat) -> chat.connect().authenticated())
				.anyNamespace((any) -> any.connect().denyAll())
				.build();
		}

		@Bean
		SocketIOConfigurer chat() {
			return (io) -> {
				io.of("/chat");
				io.of("/admin");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tokens {

		@Bean
		ConnectAuthentication tokens() {
			return ConnectAuthentication.withBearerToken((token) -> Mono.empty());
		}

	}

}
