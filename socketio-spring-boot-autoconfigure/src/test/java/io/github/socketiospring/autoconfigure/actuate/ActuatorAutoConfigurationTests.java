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

package io.github.socketiospring.autoconfigure.actuate;

import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.actuate.SocketIOInfoContributor;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.health.SocketIOHealthIndicator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOEndpointAutoConfiguration},
 * {@link SocketIOHealthAutoConfiguration} and {@link SocketIOInfoAutoConfiguration}.
 */
class ActuatorAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=socketio";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, EndpointAutoConfiguration.class,
				SocketIOEndpointAutoConfiguration.class, SocketIOHealthAutoConfiguration.class,
				SocketIOInfoAutoConfiguration.class));

	@Test
	void providesNoEndpointUnlessItIsExposedAndAccessible() {
		this.runner.withPropertyValues("management.endpoint.socketio.access=UNRESTRICTED")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class));
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.socketio.access=READ_ONLY")
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEndpoint.class));
	}

	@Test
	void contributesToHealth() {
		this.runner.run((context) -> {
			Health health = context.getBean("socketioHealthContributor", SocketIOHealthIndicator.class)
				.health()
				.block();
			assertThat(health).isNotNull();
			assertThat(health.getStatus().getCode()).isEqualTo("UP");
		});
		this.runner.withPropertyValues("management.health.socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOHealthIndicator.class));
	}

	@Test
	void contributesToInfo() {
		this.runner.withPropertyValues("socketio.path=/chat", "socketio.transports=websocket").run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(SocketIOInfoContributor.class).contribute(info);
			assertThat(info.build().getDetails().get("socketio")).asString()
				.contains("path=/chat")
				.contains("transports=[websocket]");
		});
		this.runner.withPropertyValues("management.info.socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOInfoContributor.class));
	}

	@Test
	void stepsBackWhereSocketIOIsSwitchedOff() {
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoint.socketio.access=UNRESTRICTED", "socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOEndpoint.class)
				.doesNotHaveBean(SocketIOHealthIndicator.class)
				.doesNotHaveBean(SocketIOInfoContributor.class));
	}

}
