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

package io.github.socketiospring.docs;

import java.security.Principal;

import io.github.socketiospring.admin.AdminAuthenticator;
import io.github.socketiospring.security.SocketIOAuthorization;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * The code in {@code docs/admin-ui.md}.
 */
final class AdminSnippets {

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http) {
		return http
			.authorizeExchange((exchanges) -> exchanges.pathMatchers("/socketio-admin/**")
				.hasRole("SOCKETIO_ADMIN")
				.anyExchange()
				.authenticated())
			.formLogin(Customizer.withDefaults())
			.build();
	}

	@Bean
	SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
		return rules
			.namespace("/admin",
					(admin) -> admin.connect().access("@shifts.isOnDuty(principal)").anyEvent().permitAll())
			.anyNamespace((any) -> any.connect().authenticated().anyEvent().authenticated())
			.build();
	}

	@Bean
	AdminAuthenticator operators(Operators operators) {
		return new AdminAuthenticator() {

			@Override
			public boolean isAdmin(Principal principal) {
				return operators.contains(principal.getName());
			}

			@Override
			public Mono<? extends Principal> authenticate(String name, String password) {
				return operators.logIn(name, password);
			}

		};
	}

	interface Operators {

		boolean contains(String name);

		Mono<Principal> logIn(String name, String password);

	}

}
