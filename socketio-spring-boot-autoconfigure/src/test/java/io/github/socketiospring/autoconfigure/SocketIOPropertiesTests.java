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

package io.github.socketiospring.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SocketIOPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			path                       | socket.io       | with a leading slash
			path                       | /socket.io/     | no trailing slash
			path                       | /               | with a leading slash
			path                       | /socket.io/**   | no wildcard
			path                       | /{name}         | no wildcard
			path                       | /a?b            | no wildcard
			transports                 | ""              | must name at least one
			ping-interval              | 0s              | must be at least one millisecond
			ping-timeout               | 0s              | must be at least one millisecond
			ping-timeout               | -1s             | must be at least one millisecond
			upgrade-timeout            | 0s              | must be at least one millisecond
			connect-timeout            | 0s              | must be at least one millisecond
			max-http-buffer-size       | 0B              | must be between one byte and 2 GB
			max-http-buffer-size       | 2GB             | must be between one byte and 2 GB
			cors.max-age               | -1s             | must not be negative
			handlers.concurrency       | 0               | must be at least 1
			handlers.backlog-size      | 0B              | must be between one byte and 2 GB
			acks.timeout               | 0s              | must be at least one millisecond
			acks.limit                 | 0               | must be at least 1
			shutdown.budget            | -1s             | must not be negative
			shutdown.batch             | 0               | must be at least 1
			""")
	void refusesValuesThatMakeNoSense(String name, String value, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("socketio." + name, value)))
			.havingRootCause()
			.withMessageContaining("Property socketio." + name + " with value '")
			.withMessageContaining(reason);
	}

	@Test
	void refusesUnknownTransport() {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("socketio.transports", "carrier")))
			.withMessageContaining("socketio.transports");
	}

	@Test
	void refusesCredentialsForAllOrigins() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(
					() -> bind(Map.of("socketio.cors.allowed-origins", "*", "socketio.cors.allow-credentials", "true")))
			.havingRootCause()
			.withMessageContaining("socketio.cors.allowed-origins")
			.withMessageContaining("socketio.cors.allowed-origin-patterns");
	}

	@Test
	void allowsNoOriginByDefault() {
		assertThat(bind(Map.of()).cors().toCorsConfiguration()).isNull();
	}

	@Test
	void turnsIntoCorsConfiguration() {
		CorsConfiguration configuration = bind(Map.of("socketio.cors.allowed-origins", "https://a.example",
				"socketio.cors.allowed-origin-patterns", "https://*.b.example", "socketio.cors.allowed-methods", "GET",
				"socketio.cors.allowed-headers", "X-Token", "socketio.cors.exposed-headers", "X-Node",
				"socketio.cors.allow-credentials", "true", "socketio.cors.max-age", "1m"))
			.cors()
			.toCorsConfiguration();
		assertThat(configuration.checkOrigin("https://a.example")).isEqualTo("https://a.example");
		assertThat(configuration.checkOrigin("https://x.b.example")).isEqualTo("https://x.b.example");
		assertThat(configuration.getAllowedMethods()).containsExactly("GET");
		assertThat(configuration.getAllowedHeaders()).containsExactly("X-Token");
		assertThat(configuration.getExposedHeaders()).containsExactly("X-Node");
		assertThat(configuration.getAllowCredentials()).isTrue();
		assertThat(configuration.getMaxAge()).isEqualTo(60);
	}

	private static SocketIOProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("socketio",
				SocketIOProperties.class);
	}

}
