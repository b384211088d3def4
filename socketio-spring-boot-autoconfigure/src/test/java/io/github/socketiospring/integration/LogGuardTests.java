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

import java.util.Map;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.PollingClient;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LogGuardTests {

	private static final Logger logger = LoggerFactory.getLogger(EngineServer.class);

	@Test
	void failsTestsThatLogControlCharacters() {
		TestServer server = TestServer.start(Empty.class, Map.of());
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring")) {
			logger.error("Event '{}' failed", "a\nb");
			assertThat(log.lines()).hasSize(1);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(server::close);
		}
	}

	@Test
	void failsTestsThatLogSessionIds() {
		TestServer server = TestServer.start(Empty.class, Map.of());
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring")) {
			logger.error("Session {} failed", PollingClient.open(server.port(), "/socket.io/").sid());
			assertThat(log.lines()).hasSize(1);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(server::close);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
