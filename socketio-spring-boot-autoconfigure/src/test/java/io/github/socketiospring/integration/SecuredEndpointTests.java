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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.autoconfigure.security.SocketIORequest;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.FrameOptionsSpec;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The filter chains of Spring Security in front of the endpoint: its default chain, which
 * is also that of Spring Boot, and one that lets everybody in.
 */
class SecuredEndpointTests {

	private static final String PATH = "/socket.io/?EIO=4&transport=polling";

	private static final String PAGE = "https://page.example";

	private static final int UPGRADES = 10;

	private static TestServer closed;

	private static TestServer open;

	@BeforeAll
	static void startServers() {
		closed = TestServer.start(DefaultChain.class, Map.of());
		open = TestServer.start(OpenChain.class, Map.of("socketio.cors.allowed-origins", PAGE));
	}

	@AfterAll
	static void stopServers() {
		closed.close();
		open.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void clientsPassTheDefaultChain(String transport) {
		try (HeaderClient client = HeaderClient.connect(closed.port(), transport, BasicLogin.of("ann"), Map.of())) {
			assertThat(client.ask("who")).isEqualTo("ann");
		}
	}

	/** The recipe for clients that authenticate in CONNECT, and what it leaves closed. */
	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void clientsWithATokenInConnectPassAChainForTheEndpoint(String transport) throws IOException {
		try (TestServer server = TestServer.start(ConnectChain.class, Map.of())) {
			try (HeaderClient client = HeaderClient.connect(server.port(), transport, Map.of(),
					Map.of("token", "jim's"))) {
				assertThat(client.ask("who")).isEqualTo("jim");
			}
			assertThat(HeaderClient.attempt(server.port(), "/", transport, Map.of(), Map.of()))
				.contains("\"message\":\"Unauthorized\"");
			String elsewhere = PATH + "&token=jim's&access_token=jim's";
			String sid = opened(send(server, "GET", elsewhere, Map.of()).text());
			assertThat(send(server, "POST", PATH + "&sid=" + sid, Map.of()).text()).isEqualTo("ok");
			assertThat(send(server, "GET", PATH + "&sid=" + sid, Map.of()).text()).contains("Unauthorized");
			for (String path : List.of("/api", "/socket.io/api")) {
				assertThat(send(server, "GET", path, Map.of()).status()).isEqualTo(401);
				assertThat(send(server, "POST", path, BasicLogin.of("ann")).status()).isEqualTo(403);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void pageThatLoggedInByTheFormPassesTheDefaultChain(String transport) {
		try (HeaderClient client = HeaderClient.connect(closed.port(), transport, loggedIn(closed), Map.of())) {
			assertThat(client.ask("who")).isEqualTo("ann");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientsUpgradeBehindTheDefaultChain(boolean session) {
		// With Basic, each request checks the password, off the event loop.
		Map<String, String> headers = session ? loggedIn(closed) : BasicLogin.of("ann");
		for (int i = 0; i < UPGRADES; i++) {
			try (HeaderClient client = HeaderClient.connect(closed.port(), "polling,websocket", headers, Map.of())) {
				await().atMost(Duration.ofSeconds(30))
					.until(() -> closed.bean(SocketIOServer.class)
						.of("/")
						.sockets()
						.stream()
						.anyMatch(
								(socket) -> socket.id().equals(client.id()) && socket.transport().equals("websocket")));
				assertThat(client.ask("who")).isEqualTo("ann");
			}
		}
	}

	private static Map<String, String> loggedIn(TestServer server) {
		WebTestClient browser = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + server.port())
			.responseTimeout(Duration.ofSeconds(60))
			.build();
		EntityExchangeResult<String> form = browser.get()
			.uri("/login")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult();
		Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.getResponseBody());
		assertThat(token.find()).isTrue();
		EntityExchangeResult<Void> login = browser.post()
			.uri("/login")
			.header("Cookie", session(form))
			.body(BodyInserters.fromFormData("username", "ann")
				.with("password", "password")
				.with("_csrf", token.group(1)))
			.exchange()
			.expectStatus()
			.is3xxRedirection()
			.expectBody()
			.isEmpty();
		return Map.of("Cookie", session(login));
	}

	private static String session(EntityExchangeResult<?> result) {
		return "SESSION=" + Objects.requireNonNull(result.getResponseCookies().getFirst("SESSION")).getValue();
	}

	@Test
	void theDefaultChainRefusesWhomItDoesNotKnow() throws IOException {
		assertThat(send(closed, "GET", PATH, Map.of()).status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/socket.io/api", "/api?EIO=4&transport=polling" })
	void otherPathsStillNeedTheirToken(String path) throws IOException {
		for (TestServer server : List.of(closed, open)) {
			assertThat(send(server, "POST", path, BasicLogin.of("ann")).status()).isEqualTo(403);
		}
	}

	@Test
	void pagesOfOtherOriginsCannotPostToASession() throws IOException {
		String sid = handshake(closed, BasicLogin.of("ann"));
		for (Map<String, String> page : List.of(Map.of("Origin", "https://evil.example"), Map.of("Origin", "null"),
				Map.of("Sec-Fetch-Site", "cross-site"), Map.of("Sec-Fetch-Site", "same-site"))) {
			Map<String, String> headers = new HashMap<>(BasicLogin.of("ann"));
			headers.putAll(page);
			for (String method : List.of("POST", "GET")) {
				assertThat(send(closed, method, PATH + "&sid=" + sid, headers).status()).as(method + page)
					.isEqualTo(403);
			}
			assertThat(send(closed, "GET", PATH, headers).status()).isEqualTo(403);
		}
		assertThat(send(closed, "POST", PATH + "&sid=" + sid, BasicLogin.of("ann")).text()).isEqualTo("ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void pagesWhoseCredentialsAreNotAllowedAreNobody(String transport) {
		Map<String, String> headers = new HashMap<>(BasicLogin.of("ann"));
		try (HeaderClient client = HeaderClient.connect(open.port(), transport, headers, Map.of())) {
			assertThat(client.ask("who")).isEqualTo("ann");
		}
		headers.put("Origin", PAGE);
		try (HeaderClient client = HeaderClient.connect(open.port(), transport, headers, Map.of())) {
			assertThat(client.ask("who")).isEqualTo("nobody");
		}
	}

	@Test
	void aSessionBelongsToWhoOpenedIt() throws IOException {
		EngineServer engine = open.bean(EngineServer.class);
		String sid = handshake(open, BasicLogin.of("ann"));
		long before = engine.statistics().count(EngineCounter.FOREIGN_SESSION);
		Map<String, String> annOfPage = new HashMap<>(BasicLogin.of("ann"));
		annOfPage.put("Origin", PAGE);
		List<Integer> answers = new ArrayList<>();
		for (Map<String, String> other : List.of(BasicLogin.of("bob"), Map.<String, String>of(), annOfPage)) {
			answers.add(send(open, "POST", PATH + "&sid=" + sid, other).status());
			answers.add(send(open, "GET", PATH + "&sid=" + sid, other).status());
			Map<String, String> upgrade = new HashMap<>(other);
			upgrade.putAll(Map.of("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
					"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="));
			answers.add(send(open, "GET", PATH.replace("polling", "websocket") + "&sid=" + sid, upgrade).status());
		}
		assertThat(answers).hasSize(9).containsOnly(403);
		assertThat(engine.statistics().count(EngineCounter.FOREIGN_SESSION) - before).isEqualTo(9);
		assertThat(send(open, "POST", PATH + "&sid=" + sid, BasicLogin.of("ann")).text()).isEqualTo("ok");
	}

	@Test
	void aSessionThatNobodyOpenedStaysNobodys() throws IOException {
		String sid = handshake(open, Map.of());
		assertThat(send(open, "POST", PATH + "&sid=" + sid, BasicLogin.of("ann")).text()).isEqualTo("ok");
		assertThat(send(open, "GET", PATH + "&sid=" + sid, BasicLogin.of("bob")).text()).startsWith(Packets.CONNECTED);
	}

	private static String handshake(TestServer server, Map<String, String> headers) throws IOException {
		return opened(send(server, "GET", PATH, headers).text());
	}

	private static String opened(String answer) {
		assertThat(answer).startsWith("0{\"sid\":\"");
		return answer.substring(9, answer.indexOf('"', 9));
	}

	private static RawHttp.Response send(TestServer server, String method, String target, Map<String, String> headers)
			throws IOException {
		byte[] body = method.equals("POST") ? Packets.CONNECT.getBytes(StandardCharsets.US_ASCII) : new byte[0];
		return PollingClient.await(RawHttp.send(server.port(), method, target, headers, body));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ Handlers.class, Api.class })
	static class DefaultChain {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann"), BasicLogin.user("bob"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(DefaultChain.class)
	static class OpenChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(Customizer.withDefaults())
				.anonymous(Customizer.withDefaults())
				.build();
		}

	}

	/** As the documentation recommends. */
	@Configuration(proxyBeanMethods = false)
	@Import(DefaultChain.class)
	static class ConnectChain {

		@Bean
		@Order(0)
		SecurityWebFilterChain socketIOChain(ServerHttpSecurity http) {
			return http.securityMatcher(SocketIORequest.toEndpoint())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.headers((headers) -> headers.frameOptions(FrameOptionsSpec::disable))
				.build();
		}

		@Bean
		SecurityWebFilterChain everythingElse(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		ConnectAuthentication tokens() {
			return ConnectAuthentication.withBearerToken((presented) -> Mono
				.justOrEmpty(((BearerTokenAuthenticationToken) presented).getToken().equals("jim's")
						? UsernamePasswordAuthenticationToken.authenticated("jim", null, List.of()) : null));
		}

	}

	@RestController
	static class Api {

		@PostMapping({ "/api", "/socket.io/api" })
		String post() {
			return "done";
		}

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent("who")
		Mono<String> who() {
			return ReactiveSecurityContextHolder.getContext()
				.map((context) -> context.getAuthentication().getName())
				.defaultIfEmpty("nobody");
		}

	}

}
