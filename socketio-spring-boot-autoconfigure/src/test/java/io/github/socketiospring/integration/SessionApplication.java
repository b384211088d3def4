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

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose user {@code ann} logs in with a form, and has an HTTP session. Its
 * sockets and its pages say who a session belongs to, and may be used by anybody.
 */
final class SessionApplication {

	private SessionApplication() {
	}

	static ServerHttpSecurity open(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.formLogin(Customizer.withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable);
	}

	/**
	 * Log in.
	 * @param server the server of the application
	 * @return the cookie of a new session
	 */
	static Map<String, String> login(TestServer server) {
		return BasicLogin.session(server.port(), "ann");
	}

	static void post(TestServer server, String path, Map<String, String> headers) {
		request(server, HttpMethod.POST, path, headers).expectStatus()
			.value((status) -> assertThat(status).isLessThan(400));
	}

	static @Nullable String get(TestServer server, String path, Map<String, String> headers) {
		return request(server, HttpMethod.GET, path, headers).expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	private static WebTestClient.ResponseSpec request(TestServer server, HttpMethod method, String path,
			Map<String, String> headers) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + server.port())
			.responseTimeout(Duration.ofSeconds(20))
			.build()
			.method(method)
			.uri(path)
			.headers((sent) -> headers.forEach(sent::set))
			.exchange();
	}

	/**
	 * Wait until each client that polls has a poll which is held.
	 * @param server the server of the application
	 */
	static void awaitPolls(TestServer server) {
		await().until(() -> server.bean(SocketIOServer.class)
			.of("/")
			.sockets()
			.stream()
			.allMatch((socket) -> socket.session().isWritable()));
	}

	/** All but the chain of filters. */
	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ Handlers.class, Api.class })
	static class Users {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

	}

	/** With the usual logout. */
	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class OpenChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return open(http).build();
		}

	}

	@RestController
	static class Api {

		@GetMapping("/me")
		String me(@Nullable Authentication authentication, WebSession session) {
			String name = session.getAttribute("name");
			return ((authentication != null) ? authentication.getName() : "nobody")
					+ ((name != null) ? " known as " + name : "");
		}

		@PostMapping("/rename")
		void rename(WebSession session) {
			session.getAttributes().put("name", "jim");
		}

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
