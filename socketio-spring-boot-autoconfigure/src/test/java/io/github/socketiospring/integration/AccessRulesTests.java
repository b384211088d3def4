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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.security.SocketIOAuthorization;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of an application, which serve each kind of handler alike.
 */
class AccessRulesTests {

	private static final List<String> TRANSPORTS = List.of("websocket", "polling");

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Application.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	/** By default with one transport. */
	static Stream<Arguments> clients() {
		List<Arguments> clients = new ArrayList<>();
		for (String transport : TestProfile.choose(TRANSPORTS.stream(), "websocket"::equals).toList()) {
			clients.add(Arguments.of(transport, "ann", "ann", ""));
			clients.add(Arguments.of(transport, "chief", "chief", ""));
			clients.add(Arguments.of(transport, "guest", "guest", "\"status\":403"));
			clients.add(Arguments.of(transport, "ann", "chief", "\"status\":403"));
			clients.add(Arguments.of(transport, "nobody", "ann", "\"status\":401"));
		}
		return clients.stream();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void everyKindOfHandlerIsGuarded(String transport, String user, String owner, String problem) {
		try (HeaderClient client = HeaderClient.connect(server.port(), transport, headers(user), Map.of())) {
			for (String event : List.of("value", "ack", "mono", "flux", "stage", "non-blocking", "any", "listener",
					"suspend", "flow")) {
				String expected = event.startsWith("fl") ? "[\"done\"]" : "done";
				assertThat(client.ask("own-" + event, owner)).as(event)
					.contains(problem.isEmpty() ? expected : problem);
				assertThat(client.ask("user-" + event, owner)).as(event)
					.contains((problem.isEmpty() || user.equals("ann")) ? expected : problem);
			}
			assertThat(client.ask("unknown", owner)).contains("\"status\":" + (user.equals("nobody") ? 401 : 403));
		}
	}

	private static Map<String, String> headers(String user) {
		return user.equals("nobody") ? Map.of() : BasicLogin.of(user);
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void connectIsGuarded(String transport) {
		assertThat(HeaderClient.attempt(server.port(), "/admin", transport, headers("ann"), Map.of()))
			.contains("\"message\":\"Forbidden\"")
			.contains("\"status\":403");
		assertThat(HeaderClient.attempt(server.port(), "/admin", transport, Map.of(), Map.of()))
			.contains("\"message\":\"Unauthorized\"")
			.contains("\"status\":401");
		assertThat(HeaderClient.attempt(server.port(), "/unnamed", transport, headers("chief"), Map.of()))
			.contains("\"message\":\"Forbidden\"");
		assertThat(HeaderClient.attempt(server.port(), "/admin", transport, headers("chief"), Map.of()))
			.isEqualTo("connected");
		assertThat(server.bean(SocketIOServer.class).statistics().count(SocketIOCounter.CONNECT_DENIED)).isPositive();
	}

	@Test
	void joinIsGuarded() {
		try (HeaderClient client = HeaderClient.connect(server.port(), "websocket", headers("ann"), Map.of())) {
			assertThat(client.ask("join", "room-ann")).isEqualTo("joined");
			assertThat(client.ask("join", "room-chief")).contains("\"status\":403");
			assertThat(client.ask("join", "lobby")).contains("\"status\":403");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void joinOfAConnectHandlerIsGuarded(String transport) {
		assertThat(HeaderClient.attempt(server.port(), "/joining", transport, headers("ann"), Map.of()))
			.contains("\"status\":403");
		assertThat(HeaderClient.attempt(server.port(), "/joining", transport, headers("chief"), Map.of()))
			.isEqualTo("connected");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ Handlers.class, KotlinRuledHandlers.class, Admin.class, Unnamed.class, Joining.class })
	static class Application {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return BasicLogin.accept(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann", "USER"), BasicLogin.user("chief", "ADMIN"),
					BasicLogin.user("guest", "GUEST"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

		@Bean
		RoleHierarchy roles() {
			return RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_USER");
		}

		@Bean
		BiPredicate<String, String> owners() {
			return String::equals;
		}

		@Bean
		SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
			return rules.namespace("/admin", (admin) -> admin.connect().hasRole("ADMIN"))
				.namespace("/joining",
						(joining) -> joining.connect()
							.permitAll()
							.rooms("room-{name}")
							.access("#name == authentication.name"))
				.namespace("/",
						(root) -> root.connect()
							.permitAll()
							.events("own-*")
							.access("hasRole('USER') and arguments[0] == authentication.name")
							.events("user-*", "join")
							.hasRole("USER")
							.rooms("room-{name}")
							.access("@owners.test(#name, authentication.name)"))
				.build();
		}

		@Bean
		SocketIOConfigurer listeners() {
			return (io) -> io.onConnection((socket) -> {
				for (String event : List.of("own-listener", "user-listener")) {
					socket.on(event, (arguments, ack) -> ack.send("done"));
				}
			});
		}

	}

	@SocketNamespace("/admin")
	static class Admin {

		@OnConnect
		void connected() {
		}

	}

	@SocketNamespace("/unnamed")
	static class Unnamed extends Admin {

	}

	@SocketNamespace("/joining")
	static class Joining {

		@OnConnect
		void connected(SocketIOSocket socket) {
			socket.join("room-chief");
		}

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent({ "own-value", "user-value" })
		String value(String owner) {
			return "done";
		}

		@OnEvent({ "own-ack", "user-ack" })
		void ack(String owner, Ack ack) {
			ack.send("done");
		}

		@OnEvent({ "own-mono", "user-mono" })
		Mono<String> mono(String owner) {
			return Mono.just("done");
		}

		@OnEvent({ "own-flux", "user-flux" })
		Flux<String> flux(String owner) {
			return Flux.just("done");
		}

		@OnEvent({ "own-stage", "user-stage" })
		CompletableFuture<String> stage(String owner) {
			return CompletableFuture.completedFuture("done");
		}

		@NonBlocking
		@OnEvent({ "own-non-blocking", "user-non-blocking" })
		String nonBlocking(String owner) {
			return "done";
		}

		@OnAnyEvent
		void any(@EventName String event, Ack ack) {
			if (event.endsWith("-any")) {
				ack.send("done");
			}
		}

		@OnEvent("join")
		String join(String room, SocketIOSocket socket) {
			socket.join(room);
			return "joined";
		}

	}

}
