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

package io.github.socketiospring.sample.chat;

import java.util.List;

import io.github.socketiospring.security.SocketIOAuthorization;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;

/**
 * Configures authentication and authorization: a filter chain for HTTP requests and rules
 * for the sockets.
 */
@Configuration(proxyBeanMethods = false)
class ChatSecurity {

	private static final String USER = "USER";

	private static final String MODERATOR = "MODERATOR";

	/** People log in with the form; programs send name and password with each request. */
	@Bean
	SecurityWebFilterChain requests(ServerHttpSecurity http) {
		return http
			.authorizeExchange((exchanges) -> exchanges
				.pathMatchers("/login", "/account", "/js/login.js", "/chat.css", "/icon.svg")
				.permitAll()
				.pathMatchers("/actuator/**", "/socketio-admin/**", "/api/**")
				.hasRole(MODERATOR)
				.anyExchange()
				.authenticated())
			.formLogin((form) -> form.loginPage("/login"))
			// Without a challenge, browsers neither ask for a password nor store one.
			.httpBasic(
					(basic) -> basic.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)))
			.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(changesWithoutPassword()))
			.build();
	}

	/**
	 * Skips CSRF protection for requests with an Authorization header: a page of another
	 * origin cannot make the browser send it.
	 */
	private static ServerWebExchangeMatcher changesWithoutPassword() {
		return new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER,
				(exchange) -> exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
						? MatchResult.notMatch() : MatchResult.match());
	}

	/** Denies everything that is not listed here. */
	@Bean
	SocketIOAuthorization sockets(SocketIOAuthorization.Builder rules) {
		return rules
			.namespace(ChatNamespace.PATH,
					(chat) -> chat.connect()
						.hasRole(USER)
						.events("remove", "close")
						.hasRole(MODERATOR)
						.events("join", "leave", "message", "picture", "typing")
						.hasRole(USER)
						.rooms("@{name}")
						.access("#name == authentication.name")
						.rooms("#*")
						.hasRole(USER))
			.build();
	}

	@Bean
	ReactiveUserDetailsService users(ChatProperties properties) {
		List<UserDetails> users = properties.users()
			.entrySet()
			.stream()
			.map((user) -> User.withUsername(user.getKey())
				.password(user.getValue().password())
				.roles(user.getValue().roles().toArray(String[]::new))
				.build())
			.toList();
		// Not the service itself: it would replace each password with a bcrypt hash, and
		// each request of a program would wait for the slow check.
		return new MapReactiveUserDetailsService(users)::findByUsername;
	}

	static boolean isModerator(Authentication user) {
		return user.getAuthorities()
			.stream()
			.anyMatch((granted) -> ("ROLE_" + MODERATOR).equals(granted.getAuthority()));
	}

}
