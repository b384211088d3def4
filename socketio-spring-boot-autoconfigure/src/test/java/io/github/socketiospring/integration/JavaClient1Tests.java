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

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official Java client of Socket.IO 2.x, in a separate process, since its classes
 * have the same names as those of the current client. The build copies it to
 * {@code target}.
 */
class JavaClient1Tests {

	private static final Path JARS = Path.of("target", "java-client-1");

	private static final Path SOURCE = Path.of("src", "test", "java-client-1", "JavaClient1.java");

	static Stream<String> transports() {
		return TestProfile.choose(Stream.of("polling", "websocket", "polling,websocket"), "polling,websocket"::equals);
	}

	@ParameterizedTest
	@MethodSource("transports")
	void servesTheClient(String transports) throws Exception {
		try (TestServer server = TestServer.start(AbstractClientTests.Fixture.class,
				Map.of("socketio.allow-eio3", "true"))) {
			assertThat(run(server.port(), transports)).containsExactly("echo [text, 1, [0, 1, 2, 3, -1]]", "ack [a, 2]",
					"question [what?]", "auth [{\"token\":\"t\"}]", "room [hello]", "refused [not authorized]",
					"bye [io server disconnect]");
		}
	}

	private static List<String> run(int port, String transports) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", JARS + File.separator + "*", SOURCE.toString(),
				"http://127.0.0.1:" + port, transports)
			.redirectErrorStream(true)
			.start();
		try {
			List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
				.toList();
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			return lines;
		}
		finally {
			process.destroyForcibly();
		}
	}

}
