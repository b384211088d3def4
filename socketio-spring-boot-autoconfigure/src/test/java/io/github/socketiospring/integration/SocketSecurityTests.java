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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client of a call in Spring Security: the socket's own principal, regardless of the
 * user of the HTTP session.
 */
class SocketSecurityTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String NOBODY = "nobody";

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Application.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	static Stream<Arguments> logins() {
		List<Arguments> logins = new ArrayList<>();
		for (String transport : new String[] { "websocket", "polling" }) {
			for (String session : new String[] { "admin", "ann", NOBODY }) {
				logins.add(Arguments.of(transport, session, "", session));
				logins.add(Arguments.of(transport, session, "jim", "jim"));
				logins.add(Arguments.of(transport, session, "unknown to security", NOBODY));
			}
		}
		return logins.stream();
	}

	@ParameterizedTest
	@MethodSource("logins")
	void callsAreMadeInTheNameOfThePrincipal(String transport, String session, String token, String expected) {
		Map<String, String> callers = server.bean(Callers.class).names();
		callers.clear();
		Map<String, String> headers = session.equals(NOBODY) ? Map.of() : BasicLogin.of(session);
		try (HeaderClient client = HeaderClient.connect(server.port(), transport, headers, Map.of("token", token))) {
			for (String event : new String[] { "mono", "failing", "service", "thread", "non-blocking", "stage",
					"principal", "name", "context", "listener" }) {
				assertThat(client.ask(event)).as(event).isEqualTo(expected);
			}
			assertThat(client.ask("flux")).isEqualTo("[\"" + expected + "\"]");
			for (String event : new String[] { "secret", "secret-service" }) {
				assertThat(client.ask(event)).as(event)
					.contains(expected.equals("admin") ? "granted"
							: (expected.equals(NOBODY) ? "\"status\":401" : "\"status\":403"));
			}
		}
		await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(server.bean(SocketIOServer.class)::isIdle);
		assertThat(callers).containsOnlyKeys("before", "after", "connection", "connect", "event middleware",
				"any listener", "any", "exception", "disconnecting listener", "disconnecting", "disconnect listener",
				"disconnect");
		assertThat(callers.remove("before")).isEqualTo(session);
		assertThat(callers).allSatisfy((place, name) -> assertThat(name).isEqualTo(expected));
	}

	/** The answer arrives on a thread, and in a turn, of the other client. */
	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void callIsStillItsCallersAfterAnotherClientHasAnswered(String transport) {
		try (HeaderClient ann = HeaderClient.connect(server.port(), transport, BasicLogin.of("ann"), Map.of());
				HeaderClient jim = HeaderClient.connect(server.port(), transport, Map.of(), Map.of("token", "jim"))) {
			jim.answer("where", "here");
			for (String event : new String[] { "ask", "ask and wait" }) {
				assertThat(ann.ask(event, jim.id())).as(event).isEqualTo("[\"here\",\"ann\"]");
			}
			assertThat(ann.ask("ask for a secret", jim.id())).contains("\"status\":403");
		}
	}

	@Test
	void threadLocalSaysTheSameWhereReactorRestoresIt() {
		Map<String, String> headers = BasicLogin.of("admin");
		try (TestServer propagating = TestServer.start(Application.class,
				Map.of("spring.reactor.context-propagation", "auto"))) {
			Map<String, String> expected = Map.of("", "admin", "jim", "jim", "unknown to security", NOBODY);
			expected.forEach((token, name) -> {
				try (HeaderClient client = HeaderClient.connect(propagating.port(), "websocket", headers,
						Map.of("token", token))) {
					assertThat(client.ask("thread")).isEqualTo(name);
				}
			});
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	/**
	 * The principals of the calls, by the place of the call.
	 */
	record Callers(Map<String, String> names) {

		Mono<String> name() {
			return ReactiveSecurityContextHolder.getContext()
				.map((context) -> context.getAuthentication().getName())
				.defaultIfEmpty(NOBODY);
		}

		/**
		 * Note who is known where this is called, and where the result is subscribed to.
		 * @param place the place of the call
		 * @return notes on subscription
		 */
		Mono<Void> note(String place) {
			noteThread(place);
			return name().doOnNext((name) -> {
				note(place, name);
				noteThread(place);
			}).then();
		}

		void noteThread(String place) {
			note(place, onThread());
		}

		private void note(String place, String name) {
			this.names.merge(place, name, (before, now) -> before.equals(now) ? now : before + " and " + now);
		}

		static String onThread() {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return (authentication != null) ? authentication.getName() : NOBODY;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@EnableReactiveMethodSecurity
	@Import({ Handlers.class, Service.class })
	static class Application {

		@Bean
		Callers callers() {
			return new Callers(new ConcurrentHashMap<>());
		}

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return BasicLogin.accept(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("admin", "ADMIN"), BasicLogin.user("ann", "USER"));
		}

		@Bean
		SocketIOConfigurer middleware(Callers callers) {
			return new Middleware(callers);
		}

	}

	/**
	 * Reads the token of CONNECT.
	 */
	record Middleware(Callers callers) implements SocketIOConfigurer {

		@Override
		public void configure(SocketIOServer io) {
			io.use((socket, next) -> this.callers.name().doOnNext((name) -> {
				this.callers.names().put("before", name);
				this.callers.noteThread("before");
			}).then(Mono.defer(() -> {
				Principal principal = principal(socket.handshake().auth().path("token").asString(""));
				if (principal != null) {
					socket.setPrincipal(principal);
				}
				return next.proceed();
			}))).use((socket, next) -> {
				socket.use((event) -> this.callers.note("event middleware"));
				return this.callers.note("after").then(next.proceed());
			});
			io.onConnection((socket) -> {
				this.callers.noteThread("connection");
				socket.onAny((event, arguments) -> this.callers.noteThread("any listener"));
				socket.on("listener", (arguments, ack) -> ack.send(Callers.onThread()));
				socket.onDisconnecting((reason) -> this.callers.noteThread("disconnecting listener"));
				socket.onDisconnect((reason) -> this.callers.noteThread("disconnect listener"));
			});
		}

		private static @Nullable Principal principal(String token) {
			return switch (token) {
				case "" -> null;
				case "jim" -> UsernamePasswordAuthenticationToken.authenticated("jim", null,
						AuthorityUtils.createAuthorityList("ROLE_USER"));
				default -> () -> token;
			};
		}

	}

	static class Service {

		private final Callers callers;

		Service(Callers callers) {
			this.callers = callers;
		}

		Mono<String> name() {
			return this.callers.name();
		}

		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> secret() {
			return Mono.just("granted");
		}

	}

	@SocketNamespace
	static class Handlers {

		private final Callers callers;

		private final Service service;

		Handlers(Callers callers, Service service) {
			this.callers = callers;
			this.service = service;
		}

		@OnConnect
		Mono<Void> connect() {
			return this.callers.note("connect");
		}

		@OnDisconnecting
		Mono<Void> disconnecting(SocketIOSocket socket) {
			return this.callers.note("disconnecting");
		}

		@OnDisconnect
		Mono<Void> disconnect() {
			return this.callers.note("disconnect");
		}

		@OnAnyEvent
		Mono<Void> any() {
			return this.callers.note("any");
		}

		@OnEvent("thread")
		String thread() {
			return Callers.onThread();
		}

		@NonBlocking
		@OnEvent("non-blocking")
		String nonBlocking() {
			return Callers.onThread();
		}

		@OnEvent("stage")
		CompletableFuture<String> stage() {
			return CompletableFuture.completedFuture(Callers.onThread());
		}

		@OnEvent("principal")
		String principal(@AuthenticationPrincipal Object principal) {
			return (principal != null) ? ((principal instanceof User user) ? user.getUsername() : (String) principal)
					: NOBODY;
		}

		@OnEvent("name")
		Mono<String> name(@UserName Mono<String> name) {
			return name.defaultIfEmpty(NOBODY);
		}

		@OnEvent("context")
		String context(@CurrentSecurityContext(expression = "authentication.name") Optional<String> name) {
			return name.orElse(NOBODY);
		}

		@OnEvent("mono")
		Mono<String> mono() {
			return this.callers.name();
		}

		@OnEvent("flux")
		Flux<String> flux() {
			return this.callers.name().flux();
		}

		@OnEvent("service")
		Mono<String> service() {
			return this.service.name();
		}

		@OnEvent("ask")
		Mono<List<String>> ask(SocketIOServer io, String id) {
			return where(io, id).flatMap((answer) -> this.callers.name().map((name) -> List.of(answer, name)));
		}

		@OnEvent("ask and wait")
		List<String> askAndWait(SocketIOServer io, String id) {
			return List.of(Objects.requireNonNull(where(io, id).block(PATIENCE)), Callers.onThread());
		}

		@OnEvent("ask for a secret")
		Mono<String> askForSecret(SocketIOServer io, String id) {
			return where(io, id).flatMap((answer) -> this.service.secret());
		}

		private static Mono<String> where(SocketIOServer io, String id) {
			return io.to(id).emitWithAck("where", String.class).single();
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException();
		}

		@SocketExceptionHandler
		Mono<String> failed(IllegalStateException error) {
			return this.callers.note("exception").then(this.callers.name());
		}

		@PreAuthorize("hasRole('ADMIN')")
		@OnEvent("secret")
		Mono<String> secret() {
			return Mono.just("granted");
		}

		@OnEvent("secret-service")
		Mono<String> secretOfService() {
			return this.service.secret();
		}

	}

	/**
	 * The name of the client's user.
	 */
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@CurrentSecurityContext(expression = "authentication.name")
	@interface UserName {

	}

}
