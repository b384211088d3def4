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

package io.github.socketiospring.autoconfigure.security;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.security.CredentialsRefresh;
import io.github.socketiospring.security.ExpiringSockets;
import io.github.socketiospring.security.SecurityContextWriter;
import io.github.socketiospring.security.SocketExpressionRoot;
import io.github.socketiospring.security.SocketIOAuthorization;
import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class SocketIOSecurityAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			SocketIOSecurityAutoConfiguration.class, SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
			JacksonAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void tellsSpringSecurityWhoTheClientIs() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SecurityContextWriter.class));
	}

	@Test
	void stepsBackForTheApplication() {
		PrincipalContextWriter own = (context, principal) -> context;
		this.runner.withBean(PrincipalContextWriter.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityContextWriter.class));
	}

	@Test
	void isNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveSecurityContextHolder.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean(PrincipalContextWriter.class));
	}

	@Test
	void authenticatesConnectOnlyIfADecoderIsNamed() {
		this.runner.withConfiguration(AutoConfigurations.of(ConnectAuthenticationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectAuthentication.class));
		this.runner.withConfiguration(AutoConfigurations.of(ConnectAuthenticationAutoConfiguration.class))
			.withPropertyValues("socketio.security.connect-auth.decoder=tokens")
			.withBean("tokens", ReactiveJwtDecoder.class, () -> mock(ReactiveJwtDecoder.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConnectAuthentication.class));
	}

	@Test
	void credentialsAreRefreshedWhereConnectIsAuthenticated() {
		ReactiveWebApplicationContextRunner refreshing = this.runner
			.withConfiguration(AutoConfigurations.of(ConnectAuthenticationAutoConfiguration.class,
					CredentialsExpiryAutoConfiguration.class, CredentialsRefreshAutoConfiguration.class));
		refreshing.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CredentialsRefresh.class));
		refreshing.withPropertyValues("socketio.security.connect-auth.decoder=tokens")
			.withBean("tokens", ReactiveJwtDecoder.class, () -> mock(ReactiveJwtDecoder.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CredentialsRefresh.class));
		refreshing
			.withBean(ConnectAuthentication.class,
					() -> ConnectAuthentication.with(mock(ReactiveAuthenticationManager.class), (handshake) -> null))
			.withPropertyValues("socketio.security.expiry.enabled=false", "socketio.security.expiry.refresh-event=")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CredentialsRefresh.class)
				.doesNotHaveBean(ExpiringSockets.class));
	}

	@Test
	void expressionsOfRulesWorkInNativeImages() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, AccessRulesAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SocketExpressionRoot.class.getMethod("getArguments"))).accepts(hints);
	}

	@Test
	void oneBeanHasTheRules() {
		ReactiveWebApplicationContextRunner ruled = this.runner
			.withConfiguration(AutoConfigurations.of(AccessRulesAutoConfiguration.class));
		ruled.run((context) -> assertThat(context.getBean(SocketIOAuthorization.Builder.class))
			.isNotSameAs(context.getBean(SocketIOAuthorization.Builder.class)));
		ruled.withUserConfiguration(Rules.class).run((context) -> assertThat(context).hasNotFailed());
		ruled.withUserConfiguration(Rules.class)
			.withBean("more", AccessRules.class, () -> mock(AccessRules.class))
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("more,rules"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens=jsonMapper", "converter=jsonMapper", "decoder=missing" })
	void doesNotStartWithAnotherKindOfBean(String setting) {
		String[] parts = setting.split("=");
		String decoder = parts[0].equals("converter") ? "tokens" : parts[1];
		this.runner.withConfiguration(AutoConfigurations.of(ConnectAuthenticationAutoConfiguration.class))
			.withBean("tokens", ReactiveJwtDecoder.class, () -> mock(ReactiveJwtDecoder.class))
			.withBean("jsonMapper", JsonMapper.class, JsonMapper::shared)
			.withPropertyValues("socketio.security.connect-auth.decoder=" + decoder,
					parts[0].equals("converter") ? "socketio.security.connect-auth.converter=jsonMapper" : "a=b")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void doesNotStartIfNothingCanAuthenticateConnect() {
		for (String missing : new String[] { "org.springframework.security", "org.springframework.security.oauth2" }) {
			this.runner.withConfiguration(AutoConfigurations.of(ConnectAuthenticationAutoConfiguration.class))
				.withClassLoader(new FilteredClassLoader(missing))
				.withPropertyValues("socketio.security.connect-auth.decoder=tokens")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("spring-boot-starter-oauth2-resource-server"));
		}
	}

	@Test
	void isOffWithoutSocketIO() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PrincipalContextWriter.class));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PrincipalContextWriter.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Rules {

		@Bean
		SocketIOAuthorization rules(SocketIOAuthorization.Builder rules) {
			return rules.anyNamespace((any) -> any.connect().authenticated()).build();
		}

	}

}
