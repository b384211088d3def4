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
import io.github.socketiospring.security.SecurityContextWriter;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

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
	void isOffWithoutSocketIO() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PrincipalContextWriter.class));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PrincipalContextWriter.class));
	}

}
