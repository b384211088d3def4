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

package io.github.socketiospring.engineio.web;

import java.util.List;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server believes of a page, by what its browser says.
 */
class OriginsTests {

	private static final String OWN = "https://own.example";

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent());

	// @formatter:off
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# cors,       origin,               site,        referer,              authorization, refused, trusted, proven, script
			-,            -,                    -,           -,                    -,             false,   true,    true,   true
			-,            -,                    same-origin, -,                    -,             false,   true,    true,   true
			-,            -,                    none,        -,                    -,             false,   true,    true,   true
			-,            https://own.example,  same-origin, -,                    -,             false,   true,    true,   true
			-,            -,                    cross-site,  -,                    -,             true,    false,   false,  true
			-,            -,                    same-site,   -,                    -,             true,    false,   false,  true
			-,            https://evil.example, cross-site,  -,                    -,             true,    false,   false,  true
			-,            null,                 cross-site,  -,                    -,             true,    false,   false,  true
			-,            -,                    -,           https://own.example/, -,             false,   true,    true,   true
			-,            -,                    -,           https://evil.example, -,             false,   true,    true,   false
			-,            -,                    -,           no uri:,              -,             false,   true,    true,   false
			named,        https://page.example, cross-site,  -,                    -,             false,   false,   true,   true
			named,        https://page.example, cross-site,  -,                    Basic YQ==,    false,   false,   true,   true
			named,        https://page.example, cross-site,  -,                    bearer abc,    false,   true,    true,   true
			named,        https://page.example, cross-site,  -,                    Negotiate abc, false,   false,   true,   true
			named,        https://own.example,  same-origin, -,                    -,             false,   true,    true,   true
			named,        -,                    cross-site,  -,                    -,             true,    false,   false,  true
			credentials,  https://page.example, cross-site,  -,                    -,             false,   true,    true,   true
			credentials,  -,                    cross-site,  -,                    -,             true,    true,    false,  true
			all,          https://page.example, cross-site,  -,                    -,             false,   false,   false,  true
			all,          -,                    cross-site,  -,                    -,             false,   false,   false,  true
			all,          -,                    -,           -,                    -,             false,   true,    true,   true
			all patterns, https://page.example, cross-site,  -,                    -,             false,   false,   false,  true
			""")
	// @formatter:on
	void decide(@Nullable String cors, @Nullable String origin, @Nullable String site, @Nullable String referer,
			@Nullable String authorization, boolean refused, boolean trusted, boolean proven, boolean script) {
		MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get(OWN + "/engine.io/");
		header(request, "Origin", origin);
		header(request, "Sec-Fetch-Site", site);
		header(request, "Referer", referer);
		header(request, "Authorization", authorization);
		MockServerHttpRequest built = request.build();
		Origins origins = new Origins(configuration(cors), new Refusals(this.engine.entry(), this.engine.options(),
				new RefusalLog(LoggerFactory.getLogger(OriginsTests.class))));
		assertThat(origins.refused(built) != null).as("refused").isEqualTo(refused);
		assertThat(origins.trustsCredentials(built)).as("trusted").isEqualTo(trusted);
		assertThat(origins.isProven(built)).as("proven").isEqualTo(proven);
		assertThat(origins.mayRunScript(built)).as("script").isEqualTo(script);
	}

	private static void header(MockServerHttpRequest.BaseBuilder<?> request, String name, @Nullable String value) {
		if (value != null) {
			request.header(name, value);
		}
	}

	private static @Nullable CorsConfiguration configuration(@Nullable String cors) {
		if (cors == null) {
			return null;
		}
		CorsConfiguration configuration = new CorsConfiguration();
		switch (cors) {
			case "all" -> configuration.setAllowedOrigins(List.of("*"));
			case "all patterns" -> configuration.setAllowedOriginPatterns(List.of("*"));
			case "credentials" -> {
				configuration.setAllowedOrigins(List.of("https://page.example"));
				configuration.setAllowCredentials(true);
			}
			default -> configuration.setAllowedOrigins(List.of("https://page.example"));
		}
		return configuration;
	}

}
