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

import java.io.IOException;
import java.util.Map;

import io.github.socketiospring.observation.TestTracing;
import io.github.socketiospring.testsupport.process.ServerConsole;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * An application with Spring Security and tracing, in a separate process.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebFluxSecurity
public class SecuredServer {

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return BasicLogin.accept(http)
			.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
			.build();
	}

	@Bean
	PasswordEncoder passwords() {
		return BasicLogin.passwords();
	}

	@Bean
	ReactiveUserDetailsService users() {
		return (name) -> Mono.just(BasicLogin.user(name, "USER"));
	}

	@Bean
	ObservationRegistry observations() {
		return new TestTracing().registry();
	}

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(SecuredServer.class)
			.properties(Map.of("server.port", "0", "server.address", "127.0.0.1", "spring.reactor.context-propagation",
					"auto"))
			.bannerMode(Banner.Mode.OFF)
			.run(args);
		ServerConsole.listening(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		ServerConsole.obey();
	}

}
