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

package io.github.socketiospring.autoconfigure.admin;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.admin.AdminAuthenticator;
import io.github.socketiospring.admin.AdminInstrumentation;
import io.github.socketiospring.admin.PasswordAuthenticator;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.server.SocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOAdminAutoConfiguration} and
 * {@link SecurityAdminAutoConfiguration}.
 */
class SocketIOAdminAutoConfigurationTests {

	private static final String HASH = new BCryptPasswordEncoder(4).encode("secret");

	private final ReactiveWebApplicationContextRunner off = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, SocketIOAdminAutoConfiguration.class,
				SecurityAdminAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner runner = this.off
		.withPropertyValues("socketio.admin.enabled=true");

	private static boolean accepts(AdminAuthenticator authenticator, String name, String password) {
		return authenticator.authenticate(name, password).block() != null;
	}

	@Test
	void isOffByDefault() {
		this.off.withPropertyValues("socketio.admin.username=root", "socketio.admin.password=secret")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AdminInstrumentation.class)
				.doesNotHaveBean(AdminAuthenticator.class)
				.doesNotHaveBean(AdminPageMapping.class));
	}

	@Test
	void isOffWithoutAServer() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AdminInstrumentation.class));
	}

	@Test
	void doesNotTakeThePathOfClients() {
		this.runner
			.withPropertyValues("socketio.admin.username=root", "socketio.admin.password=secret",
					"socketio.admin.path=/chat", "socketio.path=/chat")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("socketio.admin.path"));
	}

	@Test
	void createsTheNamespace() {
		this.runner
			.withPropertyValues("socketio.admin.username=root", "socketio.admin.password=secret",
					"socketio.admin.namespace=/watch")
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).namespaces()).extracting("name")
				.contains("/watch"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "org.springframework.security" })
	void doesNotStartIfNobodyCanLogIn(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("The Admin UI is enabled, but nobody can log in: "
						+ "set 'socketio.admin.username' and 'socketio.admin.password'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "org.springframework.security.authentication" })
	void acceptsTheConfiguredUserOnly(String missing) {
		for (String password : List.of("secret", HASH)) {
			this.runner.withClassLoader(new FilteredClassLoader(missing))
				.withPropertyValues("socketio.admin.username=root", "socketio.admin.password=" + password)
				.run((context) -> {
					AdminAuthenticator authenticator = context.getBean(AdminAuthenticator.class);
					assertThat(authenticator instanceof PasswordAuthenticator).isEqualTo(!missing.equals("none"));
					assertThat(accepts(authenticator, "root", "secret")).isTrue();
					assertThat(accepts(authenticator, "root", "wrong")).isFalse();
					assertThat(accepts(authenticator, "root", HASH)).isFalse();
					assertThat(accepts(authenticator, "toor", "secret")).isFalse();
					assertThat(accepts(authenticator, "", "")).isFalse();
					assertThat(authenticator.isAdmin(() -> "root")).isFalse();
				});
		}
	}

	@Test
	void acceptsUsersOfTheApplicationWithTheAuthority() {
		this.runner.withPropertyValues("socketio.admin.authority=ROLE_MODERATOR")
			.withBean(ReactiveUserDetailsService.class,
					() -> new MapReactiveUserDetailsService(
							User.withUsername("ann").password("{noop}secret").roles("MODERATOR").build(),
							User.withUsername("root").password("{noop}secret").roles("ADMIN").build(),
							User.withUsername("bob").password("{noop}secret").roles("USER").build()))
			.withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_MODERATOR"))
			.run((context) -> {
				AdminAuthenticator authenticator = context.getBean(AdminAuthenticator.class);
				assertThat(accepts(authenticator, "ann", "secret")).isTrue();
				assertThat(accepts(authenticator, "root", "secret")).isTrue();
				assertThat(accepts(authenticator, "ann", "wrong")).isFalse();
				assertThat(accepts(authenticator, "bob", "secret")).isFalse();
				assertThat(authenticator.isAdmin(UsernamePasswordAuthenticationToken.authenticated("eve", null,
						AuthorityUtils.createAuthorityList("ROLE_MODERATOR"))))
					.isTrue();
				assertThat(authenticator.isAdmin(UsernamePasswordAuthenticationToken.authenticated("eve", null,
						AuthorityUtils.createAuthorityList("ROLE_USER"))))
					.isFalse();
			});
	}

	@Test
	void rejectsInvalidProperties() {
		for (Map.Entry<String, String> property : Map
			.of("path", "/admin/", "namespace", "/", "username", "root", "authority", "", "session-duration", "0")
			.entrySet()) {
			String name = "socketio.admin." + property.getKey();
			this.runner.withPropertyValues(name + "=" + property.getValue())
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(name));
		}
	}

}
