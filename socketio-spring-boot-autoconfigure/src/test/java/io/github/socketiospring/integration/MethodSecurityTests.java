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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.testsupport.TestProfile;
import jakarta.annotation.security.RolesAllowed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each kind of method security on each kind of handler that it supports. The events that
 * begin with {@code own-} or {@code post-} need the user's own name as the argument.
 */
class MethodSecurityTests {

	private static final List<String> REACTIVE = List.of("pre-mono", "own-mono", "post-mono", "pre-flux", "own-flux",
			"pre-service", "pre-suspend", "own-suspend", "post-suspend", "own-flow", "own-suspend-flow",
			"pre-suspend-service");

	private static final List<String> PLAIN = List.of("pre-value", "own-value", "post-value", "secured-value",
			"roles-value", "pre-ack", "own-ack", "pre-stage", "own-stage", "pre-non-blocking", "own-non-blocking",
			"pre-mono", "own-mono", "pre-flux", "pre-service", "secured-service", "pre-suspend", "own-suspend",
			"secured-suspend", "own-flow", "pre-suspend-service");

	private static final SecretKey KEY = new SecretKeySpec(
			"a secret that only this server knows".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

	private static TestServer reactive;

	private static TestServer plain;

	private static TestServer virtual;

	@BeforeAll
	static void startServers() {
		reactive = TestServer.start(ReactiveKind.class, Map.of());
		plain = TestServer.start(PlainKind.class, Map.of("spring.threads.virtual.enabled", "false"));
		virtual = TestServer.start(PlainKind.class, Map.of("spring.threads.virtual.enabled", "true"));
	}

	@AfterAll
	static void stopServers() {
		reactive.close();
		plain.close();
		virtual.close();
	}

	/** By default one transport for each login. */
	static Stream<Arguments> clients() {
		List<Arguments> clients = new ArrayList<>();
		for (String transport : List.of("websocket", "polling")) {
			for (Login login : Login.values()) {
				if (!TestProfile.isFull() && transport.equals("polling") == (login.ordinal() % 2 == 0)) {
					continue;
				}
				clients.add(Arguments.of(transport, login, "ann", "ann", 0));
				clients.add(Arguments.of(transport, login, "guest", "guest", 403));
				clients.add(Arguments.of(transport, login, "ann", "admin", 403));
				clients.add(Arguments.of(transport, login, "", "ann", 401));
			}
		}
		return clients.stream();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void reactiveKind(String transport, Login login, String user, String argument, int status) {
		check(reactive, REACTIVE, transport, login, user, argument, status);
	}

	@ParameterizedTest
	@MethodSource("clients")
	void plainKind(String transport, Login login, String user, String argument, int status) {
		check(plain, PLAIN, transport, login, user, argument, status);
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@ParameterizedTest
	@MethodSource("clients")
	void plainKindOnVirtualThreads(String transport, Login login, String user, String argument, int status) {
		check(virtual, PLAIN, transport, login, user, argument, status);
	}

	/**
	 * Where the thread does not know the client, nothing is granted, and the client is
	 * not told to authenticate if it has.
	 * @param user the user, empty for nobody
	 * @param status the status of the answer
	 */
	@ParameterizedTest
	@CsvSource({ "ann,403", "'',401" })
	void servicesOnOtherThreadsGrantNothing(String user, int status) {
		Map<String, String> headers = user.isEmpty() ? Map.of() : BasicLogin.of(user);
		try (HeaderClient client = HeaderClient.connect(plain.port(), "websocket", headers, Map.of())) {
			for (String event : List.of("hopping-service", "stage-service")) {
				assertThat(client.ask(event, "ann")).as(event).contains("\"status\":" + status);
			}
		}
	}

	private static void check(TestServer server, List<String> events, String transport, Login login, String user,
			String argument, int status) {
		boolean forged = user.equals("ann") && status != 0;
		Map<String, String> headers = user.isEmpty() ? Map.of() : login.headers(server, user);
		try (HeaderClient client = HeaderClient.connect(server.port(), transport, headers, login.auth(user))) {
			for (String event : events) {
				boolean allowed = status == 0 || (forged && !event.startsWith("own-") && !event.startsWith("post-"));
				assertThat(client.ask(event, argument)).as(event).contains(allowed ? argument : "\"status\":" + status);
			}
		}
	}

	/**
	 * How a client says who it is.
	 */
	enum Login {

		BASIC {

			@Override
			Map<String, String> headers(TestServer server, String user) {
				return BasicLogin.of(user);
			}

		},

		SESSION {

			@Override
			Map<String, String> headers(TestServer server, String user) {
				return BasicLogin.session(server.port(), user);
			}

		},

		BEARER {

			@Override
			Map<String, String> headers(TestServer server, String user) {
				return Map.of("Authorization", "Bearer " + token(user));
			}

		},

		/** In CONNECT, on a connection of the administrator unless there is no user. */
		CONNECT {

			@Override
			Map<String, String> headers(TestServer server, String user) {
				return BasicLogin.of("admin");
			}

			@Override
			Map<String, String> auth(String user) {
				return user.isEmpty() ? Map.of() : Map.of("user", user);
			}

		};

		abstract Map<String, String> headers(TestServer server, String user);

		Map<String, String> auth(String user) {
			return Map.of();
		}

	}

	private static String token(String user) {
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
				new JWTClaimsSet.Builder().subject(user)
					.claim("roles", List.of(user.equals("guest") ? "GUEST" : "USER"))
					.expirationTime(Date.from(Instant.now().plusSeconds(600)))
					.build());
		try {
			token.sign(new MACSigner(KEY));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return token.serialize();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Users {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
			roles.setAuthoritiesClaimName("roles");
			roles.setAuthorityPrefix("ROLE_");
			JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
			converter.setJwtGrantedAuthoritiesConverter(roles);
			return BasicLogin.accept(http)
				.formLogin(Customizer.withDefaults())
				.oauth2ResourceServer((server) -> server
					.jwt((jwt) -> jwt.jwtDecoder(NimbusReactiveJwtDecoder.withSecretKey(KEY).build())
						.jwtAuthenticationConverter(new ReactiveJwtAuthenticationConverterAdapter(converter))))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann", "USER"),
					BasicLogin.user("admin", "USER", "ADMIN"), BasicLogin.user("guest", "GUEST"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

		@Bean
		ConnectAuthentication connectAuthentication(MapReactiveUserDetailsService users) {
			return ConnectAuthentication
				.with(new UserDetailsRepositoryReactiveAuthenticationManager(users),
						(handshake) -> handshake.auth().has("user") ? UsernamePasswordAuthenticationToken
							.unauthenticated(handshake.auth().path("user").asString(), "password") : null)
				.optional();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	@Import({ Users.class, ReactiveHandlers.class, ReactiveService.class, KotlinGuardedHandlers.class,
			KotlinGuardedService.class })
	static class ReactiveKind {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(securedEnabled = true, jsr250Enabled = true)
	@Import({ Users.class, PlainHandlers.class, PlainService.class, KotlinPlainHandlers.class,
			KotlinPlainService.class })
	static class PlainKind {

	}

	static class ReactiveService {

		@PreAuthorize("hasRole('USER')")
		Mono<String> echo(String text) {
			return Mono.just(text);
		}

	}

	@SocketNamespace
	static class ReactiveHandlers {

		private final ReactiveService service;

		ReactiveHandlers(ReactiveService service) {
			this.service = service;
		}

		@OnEvent("pre-mono")
		@PreAuthorize("hasRole('USER')")
		Mono<String> pre(String owner) {
			return Mono.just(owner);
		}

		@OnEvent("own-mono")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		Mono<String> own(String owner) {
			return Mono.just(owner);
		}

		@OnEvent("post-mono")
		@PostAuthorize("hasRole('USER') and returnObject == authentication.name")
		Mono<String> post(String owner) {
			return Mono.just(owner);
		}

		@OnEvent("pre-flux")
		@PreAuthorize("hasRole('USER')")
		Flux<String> preFlux(String owner) {
			return Flux.just(owner);
		}

		@OnEvent("own-flux")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		Flux<String> ownFlux(String owner) {
			return Flux.just(owner);
		}

		@OnEvent("pre-service")
		Mono<String> service(String owner) {
			return this.service.echo(owner);
		}

	}

	static class PlainService {

		@PreAuthorize("hasRole('USER')")
		String echo(String text) {
			return text;
		}

		@Secured("ROLE_USER")
		String securedEcho(String text) {
			return text;
		}

	}

	@SocketNamespace
	static class PlainHandlers {

		private final PlainService service;

		PlainHandlers(PlainService service) {
			this.service = service;
		}

		@OnEvent("pre-value")
		@PreAuthorize("hasRole('USER')")
		String pre(String owner) {
			return owner;
		}

		@OnEvent("own-value")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		String own(String owner) {
			return owner;
		}

		@OnEvent("post-value")
		@PostAuthorize("hasRole('USER') and returnObject == authentication.name")
		String post(String owner) {
			return owner;
		}

		@OnEvent("secured-value")
		@Secured("ROLE_USER")
		String secured(String owner) {
			return owner;
		}

		@OnEvent("roles-value")
		@RolesAllowed("USER")
		String roles(String owner) {
			return owner;
		}

		@OnEvent("pre-ack")
		@PreAuthorize("hasRole('USER')")
		void preAck(String owner, Ack ack) {
			ack.send(owner);
		}

		@OnEvent("own-ack")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		void ownAck(String owner, Ack ack) {
			ack.send(owner);
		}

		@OnEvent("pre-stage")
		@PreAuthorize("hasRole('USER')")
		CompletableFuture<String> preStage(String owner) {
			return CompletableFuture.completedFuture(owner);
		}

		@OnEvent("own-stage")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		CompletableFuture<String> ownStage(String owner) {
			return CompletableFuture.completedFuture(owner);
		}

		@NonBlocking
		@OnEvent("pre-non-blocking")
		@PreAuthorize("hasRole('USER')")
		String preNonBlocking(String owner) {
			return owner;
		}

		@NonBlocking
		@OnEvent("own-non-blocking")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		String ownNonBlocking(String owner) {
			return owner;
		}

		@OnEvent("pre-mono")
		@PreAuthorize("hasRole('USER')")
		Mono<String> preMono(String owner) {
			return Mono.just(owner);
		}

		@OnEvent("own-mono")
		@PreAuthorize("hasRole('USER') and #owner == authentication.name")
		Mono<String> ownMono(String owner) {
			return Mono.just(owner);
		}

		@OnEvent("pre-flux")
		@PreAuthorize("hasRole('USER')")
		Flux<String> preFlux(String owner) {
			return Flux.just(owner);
		}

		@OnEvent("pre-service")
		String service(String owner) {
			return this.service.echo(owner);
		}

		@OnEvent("secured-service")
		Mono<String> securedService(String owner) {
			return Mono.fromCallable(() -> this.service.securedEcho(owner));
		}

		@OnEvent("hopping-service")
		Mono<String> hoppingService(String owner) {
			return Mono.fromCallable(() -> this.service.securedEcho(owner)).subscribeOn(Schedulers.boundedElastic());
		}

		@OnEvent("stage-service")
		CompletableFuture<String> stageService(String owner) {
			return CompletableFuture.supplyAsync(() -> this.service.echo(owner));
		}

	}

}
