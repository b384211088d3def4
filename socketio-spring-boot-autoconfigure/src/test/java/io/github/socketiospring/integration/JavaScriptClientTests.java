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
import java.util.stream.Stream;

import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official JavaScript client of both generations that speak the current protocol.
 */
@RequiresTool({ "node", "npm" })
class JavaScriptClientTests {

	private static final int ROUNDS = 20;

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Fixture.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	/** The older generation with each transport is left to the full run. */
	static Stream<Arguments> clients() {
		return Stream.of("4", "3")
			.flatMap((generation) -> Stream.of("polling", "websocket", "polling,websocket")
				.filter((transports) -> TestProfile.isFull() || generation.equals("4") || transports.contains(","))
				.map((transports) -> Arguments.of(generation, transports)));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void connects(String generation, String transports) {
		try (NodeScript script = run("connect.mjs", generation, transports)) {
			script.assertReport("connect", "[20]");
			script.assertReport("transport", (transports.endsWith("websocket")) ? "[\"websocket\"]" : "[\"polling\"]");
			script.assertReport("ack", "[\"still\",\"here\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void exchangesEventsAndAcknowledgements(String generation, String transports) {
		server.bean(FixtureApplication.class).log().clear();
		try (NodeScript script = run("events.mjs", generation, transports)) {
			script.assertReport("echo", "[true]");
			script.assertReport("no arguments", "[]");
			script.assertReport("binary", "[\"00010203ff\",true,\"0001\"]");
			script.assertReport("ack", "[\"a\",{\"b\":2}]");
			script.assertReport("binary ack", "[\"00010203ff\"]");
			script.assertReport("empty ack", "[]");
			script.assertReport("question", "[\"what?\"]");
			script.assertReport("question", "[\"what?\"]");
			script.awaitEnd();
		}
		assertThat(server.bean(FixtureApplication.class).log()).filteredOn("event", "ack-received")
			.extracting((entry) -> entry.details().get(0).toString())
			.containsExactly("{\"answered\":1}", "\"AAECA/8=\"");
	}

	@ParameterizedTest
	@MethodSource("clients")
	void usesNamespacesOverOneConnection(String generation, String transports) {
		try (NodeScript script = run("namespaces.mjs", generation, transports)) {
			script.assertReport("distinct ids", "[4]");
			script.assertReport("auth", "[{\"token\":\"t\"}]");
			script.assertReport("others stay", "[\"adm\",\"dyn\"]");
			script.assertReport("comes back", "[\"root\"]");
			script.assertReport("unknown", "[\"Invalid namespace\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void receivesWhatIsSentToItsRooms(String generation, String transports) {
		try (NodeScript script = run("rooms.mjs", generation, transports)) {
			script.assertReport("received", "[[\"bob\",\"hello\",{\"from\":\"ann\"}],[\"bob\",\"psst\"]]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isToldWhyItWasRefused(String generation, String transports) {
		try (NodeScript script = run("refused.mjs", generation, transports)) {
			script.assertReport("/deny", "[\"not authorized\",null]");
			script.assertReport("/denyd", "[\"nope\",{\"code\":42}]");
			script.assertReport("/nowhere", "[\"Invalid namespace\",null]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isDisconnectedByEitherSide(String generation, String transports) {
		try (NodeScript script = run("disconnect.mjs", generation, transports)) {
			script.assertReport("bye", "[\"io server disconnect\"]");
			script.assertReport("byebye", "[\"io server disconnect\"]");
			script.assertReport("left", "[false]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void comesBackAfterARestart(String generation, String transports) {
		TestServer first = TestServer.start(Fixture.class, Map.of("socketio.shutdown.budget", "5s"));
		int port = first.port();
		try (NodeScript script = NodeScript.start("reconnect.mjs", port, generation, transports)) {
			script.assertReport("connected", "[]");
			first.close();
			// A client reconnects by itself if its server shuts down, unlike one that the
			// server disconnects.
			assertThat(script.awaitValue("disconnected").asString()).isEqualTo("transport close");
			try (TestServer second = TestServer.start(Fixture.class, Map.of("server.port", String.valueOf(port)))) {
				assertThat(second.port()).isEqualTo(port);
				script.assertReport("reconnected", "[true,\"again\"]");
				script.awaitEnd();
			}
		}
		finally {
			first.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "3" })
	void losesNothingDuringUpgrade(String generation) {
		try (NodeScript script = run("upgrade.mjs", generation, String.valueOf(ROUNDS), "400")) {
			for (int round = 0; round < ROUNDS; round++) {
				script.assertReport("round", "[true,\"polling\",\"websocket\"]");
			}
			script.awaitEnd();
		}
	}

	private static NodeScript run(String name, String generation, String... arguments) {
		return NodeScript.start(name, server.port(), generation, arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		FixtureApplication fixtureApplication() {
			return new FixtureApplication();
		}

	}

}
