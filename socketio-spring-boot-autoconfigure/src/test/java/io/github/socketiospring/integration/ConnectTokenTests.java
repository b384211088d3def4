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
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that logged in to the HTTP session presents a token when it connects.
 */
class ConnectTokenTests {

	private static final SecretKey KEY = new SecretKeySpec(
			"a secret that only this server knows".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

	private static final int SKEW = 30;

	private static final Map<String, String> ANN = BasicLogin.of("ann");

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Application.class,
				Map.of("socketio.security.connect-auth.decoder", "tokens", "socketio.security.connect-auth.converter",
						"authorities", "socketio.security.expiry.clock-skew", SKEW + "s"));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@MethodSource("transports")
	void decidesOnTheClientOfItsNamespaceAlone(String transport) throws JOSEException {
		Map<String, String> token = Map.of("token", token("jim", Instant.now().plusSeconds(600), KEY));
		try (HeaderClient jim = HeaderClient.connect(server.port(), "/", transport, ANN, token);
				HeaderClient ann = HeaderClient.connect(server.port(), "/other", transport, ANN, Map.of())) {
			for (String event : new String[] { "mono", "blocking", "principal" }) {
				assertThat(jim.ask(event)).isEqualTo("jim of chess");
				assertThat(ann.ask(event)).isEqualTo("ann");
			}
		}
	}

	static Stream<String> transports() {
		return Stream.of("websocket", "polling");
	}

	@ParameterizedTest
	@MethodSource("transports")
	void clientIsToldAndDisconnectedWhenItsTokenExpires(String transport) throws Exception {
		try (HeaderClient client = connectForASecond(transport)) {
			assertThat(client.disconnected()).isEqualTo("io server disconnect");
			assertThat(client.events()).containsExactly("token_expired");
		}
	}

	// A slow machine may need longer to connect than the token lives.
	private static HeaderClient connectForASecond(String transport) throws Exception {
		for (int i = 0; i < 20; i++) {
			Map<String, String> auth = Map.of("token",
					token("jim", Instant.now().minusSeconds(SKEW).plusSeconds(1 + i), KEY));
			HeaderClient client = HeaderClient.connectIfAllowed(server.port(), transport, auth);
			if (client != null) {
				return client;
			}
		}
		throw new AssertionError("Not connected before its token expired");
	}

	@ParameterizedTest
	@MethodSource("transports")
	void newTokenProlongs(String transport) throws Exception {
		Instant soon = Instant.now().plusSeconds(600);
		Instant late = soon.plusSeconds(600);
		Map<String, String> auth = Map.of("token", token("jim", soon, KEY));
		try (HeaderClient jim = HeaderClient.connect(server.port(), transport, ANN, auth)) {
			assertThat(jim.ask("expiry")).isEqualTo(String.valueOf(soon.getEpochSecond()));
			assertThat(jim.ask("refresh_token", fresh("jim", late))).isEmpty();
			assertThat(jim.ask("expiry")).isEqualTo(String.valueOf(late.getEpochSecond()));
			for (String event : new String[] { "mono", "blocking", "principal" }) {
				assertThat(jim.ask(event)).isEqualTo("jim of chess");
			}
			assertThat(jim.ask("refresh_token", fresh("jim", Instant.EPOCH))).contains("\"status\":401");
			assertThat(jim.ask("refresh_token", "token")).contains("\"status\":401");
			assertThat(jim.ask("expiry")).isEqualTo(String.valueOf(late.getEpochSecond()));
			assertThat(jim.ask("refresh_token", fresh("ann", late))).contains("\"status\":403");
			assertThat(jim.disconnected()).isEqualTo("io server disconnect");
		}
	}

	private static JSONObject fresh(String subject, Instant expiry) throws JOSEException {
		return new JSONObject(Map.of("token", token(subject, expiry, KEY)));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void refuses(String why, Map<String, String> headers, Map<String, String> auth) {
		for (String transport : List.of("websocket", "polling")) {
			assertThat(HeaderClient.attempt(server.port(), "/", transport, headers, auth)).as(why)
				.contains("\"message\":\"Unauthorized\"")
				.contains("\"status\":401");
		}
	}

	static Stream<Arguments> refusals() throws JOSEException {
		SecretKey other = new SecretKeySpec("a secret that another server knows..".getBytes(StandardCharsets.US_ASCII),
				"HmacSHA256");
		Instant later = Instant.now().plusSeconds(600);
		String unsigned = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes()) + "."
				+ Base64.getUrlEncoder().withoutPadding().encodeToString("{\"sub\":\"jim\"}".getBytes()) + ".";
		return Stream.of(Arguments.of("nobody", Map.of(), Map.of()),
				Arguments.of("token elsewhere", Map.of(), Map.of("password", token("jim", later, KEY))),
				Arguments.of("foreign signature", ANN, Map.of("token", token("jim", later, other))),
				Arguments.of("expired", ANN, Map.of("token", token("jim", Instant.now().minusSeconds(120), KEY))),
				Arguments.of("expired, which the decoder accepts still", Map.of(),
						Map.of("token", token("jim", Instant.now().minusSeconds(SKEW), KEY))),
				Arguments.of("unsigned", ANN, Map.of("token", unsigned)),
				Arguments.of("no token at all", ANN, Map.of("token", "jim")));
	}

	private static String token(String subject, Instant expiry, SecretKey key) throws JOSEException {
		JWTClaimsSet claims = new JWTClaimsSet.Builder().subject(subject)
			.claim("club", "chess")
			.expirationTime(Date.from(expiry))
			.build();
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
		token.sign(new MACSigner(key));
		return token.serialize();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ Handlers.class, OtherHandlers.class })
	static class Application {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return BasicLogin.accept(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

		@Bean
		ReactiveJwtDecoder tokens() {
			return NimbusReactiveJwtDecoder.withSecretKey(KEY).build();
		}

		@Bean
		Converter<Jwt, Mono<AbstractAuthenticationToken>> authorities() {
			return (token) -> Mono.just(new JwtAuthenticationToken(token, AuthorityUtils.createAuthorityList("CHESS"),
					token.getSubject() + " of " + token.getClaimAsString("club")));
		}

	}

	@SocketNamespace("/")
	static class Handlers {

		@OnEvent("mono")
		Mono<String> mono() {
			return ReactiveSecurityContextHolder.getContext().map((context) -> context.getAuthentication().getName());
		}

		@OnEvent("blocking")
		String blocking() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@OnEvent("expiry")
		long expiry(@AuthenticationPrincipal Jwt token) {
			return token.getExpiresAt().getEpochSecond();
		}

		@OnEvent("principal")
		String principal(@AuthenticationPrincipal Object principal, Authentication authentication) {
			assertThat(authentication.getPrincipal()).isSameAs(principal);
			return authentication.getName();
		}

	}

	@SocketNamespace("/other")
	static class OtherHandlers extends Handlers {

	}

}
