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
import java.util.Base64;
import java.util.Map;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to the sockets of a user whose credentials have ended.
 */
class EndedCredentialsTests {

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Application.class, Map.of("socketio.limits.sockets-per-user", "2"));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void aUserIsDisconnectedAndHasNoMoreSocketsThanAllowed(String transport) {
		try (HeaderClient first = HeaderClient.connect(server.port(), transport, basic("ann"), Map.of());
				HeaderClient second = HeaderClient.connect(server.port(), transport, basic("ann"), Map.of());
				HeaderClient bob = HeaderClient.connect(server.port(), transport, basic("bob"), Map.of())) {
			assertThat(HeaderClient.attempt(server.port(), "/", transport, basic("ann"), Map.of()))
				.contains("Too many sockets of this user");
			server.bean(SocketIOTemplate.class).disconnectUser("ann");
			assertThat(first.disconnected()).isEqualTo("io server disconnect");
			assertThat(second.disconnected()).isEqualTo("io server disconnect");
			assertThat(bob.ask("who")).isEqualTo("bob");
		}
	}

	private static Map<String, String> basic(String name) {
		return Map.of("Authorization", "Basic "
				+ Base64.getEncoder().encodeToString((name + ":password").getBytes(StandardCharsets.US_ASCII)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(Handlers.class)
	static class Application {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(User.withUsername("ann").password("{noop}password").build(),
					User.withUsername("bob").password("{noop}password").build());
		}

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent("who")
		String who(Authentication authentication) {
			return authentication.getName();
		}

	}

}
