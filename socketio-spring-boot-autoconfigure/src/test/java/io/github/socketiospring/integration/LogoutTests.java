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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.web.HandshakeInterceptor;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to the sockets of an HTTP session when it ends.
 */
class LogoutTests {

	private static final String[] TRANSPORTS = { "polling", "websocket" };

	/** By default each transport, and each chain. */
	static Stream<Arguments> chains() {
		return Stream.of(TRANSPORTS)
			.flatMap((transport) -> Stream
				.of(SessionApplication.OpenChain.class, OwnHandlerChain.class, SpringSessionChain.class)
				.filter((chain) -> TestProfile.isFull()
						|| transport.equals("polling") == (chain == OwnHandlerChain.class))
				.map((chain) -> Arguments.of(transport, chain)));
	}

	@ParameterizedTest
	@MethodSource("chains")
	void socketsOfTheSessionAreDisconnected(String transport, Class<?> chain) {
		// Only the heartbeat sees a logout that the application handles.
		String interval = (chain == OwnHandlerChain.class) ? "100ms" : "60s";
		try (TestServer server = TestServer.start(chain, Map.of("socketio.ping-interval", interval))) {
			Map<String, String> phone = SessionApplication.login(server);
			Map<String, String> laptop = SessionApplication.login(server);
			try (HeaderClient leaving = HeaderClient.connect(server.port(), transport, phone, Map.of());
					HeaderClient staying = HeaderClient.connect(server.port(), transport, laptop, Map.of())) {
				assertThat(leaving.ask("who")).isEqualTo("ann");
				// A poll that comes at the same time may save its copy of the session.
				SessionApplication.awaitPolls(server);
				SessionApplication.post(server, "/logout", phone);
				// A poll after the logout has no user, and is refused.
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
		try (TestServer server = TestServer.start(SessionApplication.OpenChain.class,
				Map.of("socketio.security.logout", "user"))) {
			Map<String, String> phone = SessionApplication.login(server);
			try (HeaderClient other = HeaderClient.connect(server.port(), "websocket", SessionApplication.login(server),
					Map.of())) {
				SessionApplication.post(server, "/logout", phone);
				assertThat(other.disconnected()).isEqualTo("io server disconnect");
			}
		}
	}

	@Test
	void socketsThatConnectDuringTheLogoutAreDisconnected() {
		try (TestServer server = TestServer.start(SlowChain.class, Map.of("socketio.ping-interval", "100ms"))) {
			SlowHandshakes handshakes = server.bean(SlowHandshakes.class);
			Map<String, String> session = SessionApplication.login(server);
			CompletableFuture<HeaderClient> connecting = CompletableFuture
				.supplyAsync(() -> HeaderClient.connect(server.port(), "websocket", session, Map.of()));
			handshakes.begun().asMono().block(Duration.ofSeconds(20));
			SessionApplication.post(server, "/logout", session);
			handshakes.gate().tryEmitEmpty();
			try (HeaderClient client = connecting.join()) {
				assertThat(client.disconnected()).isEqualTo("io server disconnect");
			}
		}
	}

	static Stream<Arguments> invalid() {
		// Spring Session tells at once.
		return Stream.of(Arguments.of(SessionApplication.OpenChain.class, "100ms"),
				Arguments.of(SpringSessionChain.class, "60s"));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void socketsOfASessionThatIsInvalidAreDisconnected(Class<?> chain, String interval) {
		try (TestServer server = TestServer.start(chain, Map.of("socketio.ping-interval", interval))) {
			Map<String, String> session = SessionApplication.login(server);
			try (HeaderClient client = HeaderClient.connect(server.port(), "websocket", session, Map.of());
					HeaderClient staying = HeaderClient.connect(server.port(), "websocket",
							SessionApplication.login(server), Map.of())) {
				SessionApplication.post(server, "/invalidate", session);
				assertThat(client.disconnected()).isEqualTo("io server disconnect");
				assertThat(staying.ask("who")).isEqualTo("ann");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SessionApplication.OpenChain.class)
	static class SlowChain {

		@Bean
		SlowHandshakes handshakes() {
			return new SlowHandshakes(Sinks.empty(), Sinks.empty());
		}

	}

	/**
	 * Examines handshakes for as long as the test wants.
	 *
	 * @param begun completes when a handshake is examined
	 * @param gate lets handshakes pass
	 */
	record SlowHandshakes(Sinks.Empty<Void> begun, Sinks.Empty<Void> gate) implements HandshakeInterceptor {

		@Override
		public Mono<Void> beforeHandshake(EngineHandshake handshake, HttpHeaders responseHeaders) {
			this.begun.tryEmitEmpty();
			return this.gate.asMono();
		}

	}

	/** Replaces all logout handlers by its own. */
	@Configuration(proxyBeanMethods = false)
	@Import(SessionApplication.Users.class)
	static class OwnHandlerChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return SessionApplication.open(http)
				.logout((logout) -> logout.logoutHandler((exchange,
						authentication) -> exchange.getExchange().getSession().flatMap(WebSession::invalidate)))
				.build();
		}

	}

	/** Sessions are copies, and their repository publishes an event when one ends. */
	@Configuration(proxyBeanMethods = false)
	@EnableSpringWebSession
	@Import(SessionApplication.OpenChain.class)
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

}
