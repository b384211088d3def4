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
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

import org.springframework.http.ResponseCookie;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

/**
 * HTTP Basic authentication, and log-in by form, of users who all have the same password.
 */
final class BasicLogin {

	private static final String PASSWORD = "password";

	private BasicLogin() {
	}

	/**
	 * The headers of a request.
	 * @param name the name of the user
	 * @return the header with the user's credentials
	 */
	static Map<String, String> of(String name) {
		byte[] credentials = (name + ":" + PASSWORD).getBytes(StandardCharsets.US_ASCII);
		return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
	}

	/**
	 * Log in by the form.
	 * @param port the server's port on the loopback address
	 * @param name the name of the user
	 * @return the header with the cookie of the session
	 */
	static Map<String, String> session(int port, String name) {
		ResponseCookie cookie = Objects.requireNonNull(WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + port)
			.responseTimeout(Duration.ofSeconds(60))
			.build()
			.post()
			.uri("/login")
			.body(BodyInserters.fromFormData("username", name).with("password", PASSWORD))
			.exchange()
			.expectStatus()
			.is3xxRedirection()
			.expectBody()
			.isEmpty()
			.getResponseCookies()
			.getFirst("SESSION"));
		return Map.of("Cookie", "SESSION=" + cookie.getValue());
	}

	static UserDetails user(String name, String... roles) {
		return User.withUsername(name).password("{noop}" + PASSWORD).roles(roles).build();
	}

	/**
	 * The encoder for the passwords of {@link #user users}, which leaves them as they
	 * are. The default encoder would encode each of them expensively with each login.
	 * @return an encoder that writes plain text
	 */
	@SuppressWarnings("deprecation")
	static PasswordEncoder passwords() {
		return new DelegatingPasswordEncoder("noop", Map.of("noop", NoOpPasswordEncoder.getInstance()));
	}

	/**
	 * Accept this authentication, and no CSRF token.
	 * @param http the chain to configure
	 * @return the same chain, whose rules are missing
	 */
	static ServerHttpSecurity accept(ServerHttpSecurity http) {
		return http.httpBasic(Customizer.withDefaults()).csrf(ServerHttpSecurity.CsrfSpec::disable);
	}

}
