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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to the sockets of an HTTP session when it ends.
 */
class LogoutTests {

	private static final String[] TRANSPORTS = { "polling", "websocket" };

	static Stream<Arguments> chains() {
		return Stream.of(TRANSPORTS)
			.flatMap((transport) -> Stream.of(OpenChain.class, OwnHandlerChain.class, SpringSessionChain.class)
				.map((chain) -> Arguments.of(transport, chain)));
	}

	@ParameterizedTest
	@MethodSource("chains")
	void socketsOfTheSessionAreDisconnected(String transport, Class<?> chain) {
		// Only the heartbeat sees a log-out that the application handles.
		String interval = (chain == OwnHandlerChain.class) ? "100ms" : "60s";
		try (TestServer server = TestServer.start(chain, Map.of("socketio.ping-interval", interval))) {
			Map<String, String> phone = login(server);
			Map<String, String> laptop = login(server);
			try (HeaderClient leaving = HeaderClient.connect(server.port(), transport, phone, Map.of());
					HeaderClient staying = HeaderClient.connect(server.port(), transport, laptop, Map.of())) {
				assertThat(leaving.ask("who")).isEqualTo("ann");
				// A poll that comes at the same time may save its copy of the session.
				await().until(() -> server.bean(SocketIOServer.class)
					.of("/")
					.sockets()
					.stream()
					.allMatch((socket) -> socket.session().isWritable()));
				post(server, "/logout", phone);
				// A poll after the log-out has no user, and is refused.
				assertThat(leaving.disconnected()).isIn("io server disconnect",
						transport.equals("polling") ? "transport error" : "io server disconnect");
				try (HeaderClient again = HeaderClient.connect(server.port(), transport, phone, Map.of())) {
					assertThat(again.ask("who")).isEqualTo("nobody");
				}
				assertThat(staying.ask("who")).isEqualTo("ann");
			}
		}
	}

	@Test
	void socketsOfTheUserAreDisconnectedByProperty() {
		try (TestServer server = TestServer.start(OpenChain.class, Map.of("socketio.security.logout", "user"))) {
			Map<String, String> phone = login(server);
			try (HeaderClient other = HeaderClient.connect(server.port(), "websocket", login(server), Map.of())) {
				post(server, "/logout", phone);
				assertThat(other.disconnected()).isEqualTo("io server disconnect");
			}
		}
	}

	static Stream<Arguments> invalid() {
		// Spring Session tells at once.
		return Stream.of(Arguments.of(OpenChain.class, "100ms"), Arguments.of(SpringSessionChain.class, "60s"));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void socketsOfASessionThatIsInvalidAreDisconnected(Class<?> chain, String interval) {
		try (TestServer server = TestServer.start(chain, Map.of("socketio.ping-interval", interval))) {
			Map<String, String> session = login(server);
			try (HeaderClient client = HeaderClient.connect(server.port(), "websocket", session, Map.of());
					HeaderClient staying = HeaderClient.connect(server.port(), "websocket", login(server), Map.of())) {
				post(server, "/invalidate", session);
				assertThat(client.disconnected()).isEqualTo("io server disconnect");
				assertThat(staying.ask("who")).isEqualTo("ann");
			}
		}
	}

	private static Map<String, String> login(TestServer server) {
		return BasicLogin.session(server.port(), "ann");
	}

	private static void post(TestServer server, String path, Map<String, String> headers) {
		client(server).post()
			.uri(path)
			.headers((sent) -> headers.forEach(sent::set))
			.exchange()
			.expectStatus()
			.value((status) -> assertThat(status).isLessThan(400));
	}

	private static WebTestClient client(TestServer server) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + server.port())
			.responseTimeout(Duration.ofSeconds(20))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ Handlers.class, Api.class })
	static class Users {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(User.withUsername("ann").password("{noop}password").build());
		}

		static ServerHttpSecurity open(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.formLogin(Customizer.withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class OpenChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return Users.open(http).build();
		}

	}

	/** Replaces all log-out handlers by its own. */
	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class OwnHandlerChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return Users.open(http)
				.logout((logout) -> logout.logoutHandler((exchange,
						authentication) -> exchange.getExchange().getSession().flatMap(WebSession::invalidate)))
				.build();
		}

	}

	/** Sessions are copies, and their repository publishes an event when one ends. */
	@Configuration(proxyBeanMethods = false)
	@EnableSpringWebSession
	@Import(OpenChain.class)
	static class SpringSessionChain {

		@Bean
		ReactiveMapSessionRepository sessions(ApplicationEventPublisher publisher) {
			Map<String, Session> stored = new ConcurrentHashMap<>();
			return new ReactiveMapSessionRepository(stored) {

				@Override
				public Mono<Void> deleteById(String id) {
					return Mono.justOrEmpty(stored.get(id))
						.flatMap((session) -> super.deleteById(id)
							.doOnSuccess((deleted) -> publisher.publishEvent(new SessionDeletedEvent(this, session))));
				}

			};
		}

	}

	@RestController
	static class Api {

		@PostMapping("/invalidate")
		Mono<Void> invalidate(WebSession session) {
			return session.invalidate();
		}

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent("who")
		String who(@Nullable Authentication authentication) {
			return (authentication != null) ? authentication.getName() : "nobody";
		}

	}

}
