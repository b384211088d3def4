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

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
 * What a page of another origin can do in Chromium with the cookie of a user who has
 * logged in. Both origins are of one site, so that the browser sends the cookie, and the
 * chain lets everybody through.
 */
@RequiresTool({ "node", "npm", "chromium" })
class ForeignPageTests {

	/** What the page of the server may do with the same requests. */
	private static final String OWN = "{\"webSocket\":\"ann\",\"polling\":\"ann\",\"script\":\"opened\",\"form\":200}";

	/** By default the one that may connect at all. */
	static Stream<Arguments> pages() {
		return Stream.of(Arguments.of(true, "nobody"), Arguments.of(false, "refused")).limit(TestProfile.choose(1, 2));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void isNeverTheUser(boolean allowed, String webSocket) {
		// Cookies are shared by all ports of a host.
		try (TestServer foreign = TestServer.start(Application.class,
				Map.of("server.reactive.session.cookie.name", "FOREIGN"))) {
			String origin = "http://127.0.0.1:" + foreign.port();
			try (TestServer server = TestServer.start(Application.class,
					Map.of("socketio.allow-eio3", "true", "socketio.ping-interval", "10m",
							"socketio.cors.allowed-origins", allowed ? origin : "https://other.example"));
					NodeScript script = NodeScript.start("csrf.mjs", server.port(), "4", origin)) {
				script.await("logged in");
				assertThat(script.awaitValue("own").toString()).isEqualTo(OWN);
				assertThat(script.awaitValue("foreign").toString()).isEqualTo("{\"webSocket\":\"" + webSocket
						+ "\",\"polling\":\"refused\",\"script\":\"refused\",\"form\":403}");
				assertThat(script.awaitValue("forged").asInt()).isOne();
				script.awaitEnd();
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(Handlers.class)
	static class Application {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(User.withUsername("ann").password("{noop}password").build());
		}

	}

	@SocketNamespace
	static class Handlers {

		private final AtomicInteger forged = new AtomicInteger();

		@OnEvent("who")
		String who(@Nullable Authentication authentication) {
			return (authentication != null) ? authentication.getName() : "nobody";
		}

		@OnEvent("forge")
		void forge(String value) {
			this.forged.incrementAndGet();
		}

		@OnEvent("forged")
		int forged() {
			return this.forged.get();
		}

	}

}
