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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the same client with the same application on the Node.js server and on this one.
 * The transcripts must be equal, line by line.
 */
@RequiresTool({ "node", "npm" })
class ReferenceComparisonTests {

	/** By default one transport for each mode, in the full run both. */
	static Stream<Arguments> transportsAndModes() {
		return Stream.of("plain", "recovery", "heartbeat")
			.flatMap((mode) -> TestProfile
				.choose(Stream.of("websocket", "polling"),
						(transport) -> transport.equals("polling") == mode.equals("plain"))
				.map((transport) -> Arguments.of(transport, mode)));
	}

	static Stream<String> transports() {
		return TestProfile.choose(Stream.of("websocket", "polling"), "polling"::equals);
	}

	@ParameterizedTest
	@MethodSource("transportsAndModes")
	void experiencesTheSameAsWithTheReference(String transports, String mode) {
		try (NodeScript reference = NodeScript.start("reference.mjs", 0, "4", mode);
				TestServer server = TestServer.start(Comparison.class, properties(mode));
				NodeScript expected = transcript(reference.awaitValue("port").asInt(), transports, mode);
				NodeScript actual = transcript(server.port(), transports, mode)) {
			assertThat(lines(actual)).isEqualTo(lines(expected));
		}
	}

	@ParameterizedTest
	@MethodSource("transports")
	void shutsDownAsTheReferenceDoes(String transports) {
		try (NodeScript reference = NodeScript.start("reference.mjs", 0, "4", "shutdown");
				TestServer server = TestServer.start(Comparison.class, properties("shutdown"));
				NodeScript expected = transcript(reference.awaitValue("port").asInt(), transports, "shutdown");
				NodeScript actual = transcript(server.port(), transports, "shutdown")) {
			assertThat(lines(actual)).isEqualTo(lines(expected));
			List<JsonNode> expectedLog = reference.await("ended");
			List<Object[]> log = new ArrayList<>();
			await().untilAsserted(() -> {
				log.addAll(server.bean(ComparisonApplication.class).drainLog());
				assertThat(JsonMapper.shared().<JsonNode>valueToTree(log)).containsExactlyElementsOf(expectedLog);
			});
		}
	}

	private static Map<String, String> properties(String mode) {
		return switch (mode) {
			case "recovery" -> Map.of("socketio.connection-state-recovery.enabled", "true");
			case "heartbeat" -> Map.of("socketio.ping-interval", "300ms", "socketio.ping-timeout", "2s");
			default -> Map.of();
		};
	}

	/** Both servers at once: most of the time a client waits for a timeout of theirs. */
	private static NodeScript transcript(int port, String transports, String mode) {
		return NodeScript.start("transcript.mjs", port, "4", transports, mode);
	}

	private static List<String> lines(NodeScript transcript) {
		List<String> lines = transcript.awaitLines("end");
		transcript.awaitEnd();
		return lines;
	}

	@Configuration(proxyBeanMethods = false)
	static class Comparison {

		@Bean
		ComparisonApplication comparisonApplication() {
			return new ComparisonApplication();
		}

	}

}
