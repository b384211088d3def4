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

import java.io.IOException;
import java.util.Map;

import io.github.socketiospring.testsupport.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a separate management port, which does not serve clients, and the
 * CORS headers of its client files.
 */
class ManagementPortTests {

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).run("--server.address=127.0.0.1", "--server.port=0",
				"--management.server.address=127.0.0.1", "--management.server.port=0",
				"--spring.webflux.base-path=/app", "--spring.reactor.netty.shutdown-quiet-period=0s",
				"--socketio.cors.allowed-origins=https://page.example", "--spring.main.banner-mode=off");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/?EIO=4&transport=polling", "/socket.io?EIO=4&transport=polling",
			"/socket.io/socket.io.js" })
	void servesNoClients(String target) throws IOException {
		assertThat(get("local.management.port", target, Map.of()).status()).isEqualTo(404);
		assertThat(get("local.management.port", "/app" + target, Map.of()).status()).isEqualTo(404);
		assertThat(get("local.server.port", "/app" + target, Map.of()).status()).isEqualTo(200);
	}

	@Test
	void servesTheEndpoints() throws IOException {
		assertThat(get("local.management.port", "/actuator", Map.of()).status()).isEqualTo(200);
	}

	@Test
	void clientFilesAreReadByPagesOfAllowedOrigins() throws IOException {
		RawHttp.Response file = get("local.server.port", "/app/socket.io/socket.io.esm.min.js",
				Map.of("Origin", "https://page.example"));
		assertThat(file.status()).isEqualTo(200);
		assertThat(file.headers()).containsEntry("access-control-allow-origin", "https://page.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://other.example", "no URL" })
	void clientFilesAreNotReadByOthers(String origin) throws IOException {
		RawHttp.Response file = get("local.server.port", "/app/socket.io/socket.io.esm.min.js",
				Map.of("Origin", origin));
		assertThat(file.status()).isEqualTo(200);
		assertThat(file.headers()).doesNotContainKey("access-control-allow-origin");
	}

	private static RawHttp.Response get(String port, String target, Map<String, String> headers) throws IOException {
		int number = context.getEnvironment().getRequiredProperty(port, Integer.class);
		return RawHttp.send(number, "GET", target, headers, new byte[0]).response().join();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
