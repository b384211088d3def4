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

import java.time.Instant;

import io.github.socketiospring.autoconfigure.security.SocketIORequest;
import io.github.socketiospring.core.SocketIOOperations;
import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.security.CredentialsExpiry;
import io.github.socketiospring.security.SocketIOAuthorization;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.FrameOptionsSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisIndexedWebSession;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The code in {@code docs/security.md}.
 */
class SecuritySnippets {

	private final Accounts accounts;

	private final SocketIOOperations socketIO;

	SecuritySnippets(Accounts accounts, SocketIOOperations socketIO) {
		this.accounts = accounts;
		this.socketIO = socketIO;
	}

	@Bean
	@Order(0)
	SecurityWebFilterChain socketIOChain(ServerHttpSecurity http) {
		return http.securityMatcher(SocketIORequest.toEndpoint())
			.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.headers((headers) -> headers.frameOptions(FrameOptionsSpec::disable))
			.build();
	}

	@Bean
	SecurityWebFilterChain certificates(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.x509(Customizer.withDefaults())
			.build();
	}

	@Bean
	SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
		return rules.namespace("/staff", (staff) -> staff.connect().hasRole("STAFF").anyEvent().permitAll())
			.namespace("/tenant-{tenant}",
					(tenant) -> tenant.connect()
						.access("principal.tenant == #tenant")
						.events("say", "typing")
						.hasAnyRole("USER", "GUEST")
						.events("remove")
						.access("hasRole('MODERATOR') or arguments[0].author == authentication.name")
						.rooms("table-{table}")
						.access("@tables.isOpen(#tenant, #table)")
						.anyRoom()
						.permitAll())
			.anyNamespace((any) -> any.connect().denyAll())
			.build();
	}

	@Bean
	ConnectAuthentication moderators(ReactiveUserDetailsService users) {
		// Not a bean: filter chains would use it.
		ReactiveAuthenticationManager manager = new UserDetailsRepositoryReactiveAuthenticationManager(users);
		return ConnectAuthentication.with(manager, (handshake) -> password(handshake.auth())).namespaces("/moderators");
	}

	private static @Nullable Authentication password(JsonNode auth) {
		return auth.has("password") ? UsernamePasswordAuthenticationToken
			.unauthenticated(auth.path("user").asString(""), auth.path("password").asString("")) : null;
	}

	@Bean
	CredentialsExpiry ticketExpiry() {
		return (authentication) -> (authentication.getDetails() instanceof Ticket ticket) ? ticket.validUntil() : null;
	}

	@DeleteMapping("/users/{name}/lock")
	Mono<Void> lock(@PathVariable String name) {
		return this.accounts.lock(name).doOnSuccess((locked) -> this.socketIO.disconnectUser(name));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableRedisIndexedWebSession(maxInactiveIntervalInSeconds = 1800)
	class Sessions {

	}

	/**
	 * The credentials of a client.
	 *
	 * @param validUntil when it ends
	 */
	record Ticket(Instant validUntil) {

	}

	/**
	 * The accounts of the application's users.
	 */
	interface Accounts {

		Mono<Void> lock(String name);

	}

}
