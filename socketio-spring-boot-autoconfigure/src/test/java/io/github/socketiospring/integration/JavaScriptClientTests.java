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

import java.util.stream.Stream;

import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.ScriptProcess;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official JavaScript client of both generations that speak the current protocol.
 */
@RequiresTool({ "node", "npm" })
class JavaScriptClientTests extends AbstractClientTests {

	private static final int ROUNDS = TestProfile.choose(5, 20);

	/**
	 * By default each combination of transports once, in the full run with each
	 * generation.
	 */
	static Stream<Arguments> clients() {
		return Stream.of("4", "3")
			.flatMap((generation) -> Stream.of("polling", "websocket", "polling,websocket")
				.filter((transports) -> TestProfile.isFull() || generation.equals("3") == transports.equals("polling"))
				.map((transports) -> Arguments.of(generation, transports)));
	}

	static Stream<Arguments> reconnectingClients() {
		return clients();
	}

	@Override
	NodeScript start(String script, int port, String generation, String... arguments) {
		return NodeScript.start(script + ".mjs", port, generation, arguments);
	}

	/**
	 * A client reconnects by itself if its server shuts down, unlike one that the server
	 * disconnects.
	 */
	@Override
	String disconnected() {
		return "[\"transport close\"]";
	}

	@ParameterizedTest
	@MethodSource("clients")
	void exchangesEventsAndAcknowledgements(String generation, String transports) {
		server().bean(FixtureApplication.class).log().clear();
		try (ScriptProcess script = run("events", generation, transports)) {
			assertEvents(script);
			script.awaitEnd();
		}
		assertThat(server().bean(FixtureApplication.class).log()).filteredOn("event", "ack-received")
			.extracting((entry) -> entry.details().get(0).toString())
			.containsExactly("{\"answered\":1}", "\"AAECA/8=\"");
	}

	/**
	 * Assert what the client reports of the events and acknowledgements that it
	 * exchanged.
	 * @param script {@code events.mjs}
	 */
	static void assertEvents(ScriptProcess script) {
		script.assertReport("echo", "[true]");
		script.assertReport("no arguments", "[]");
		script.assertReport("binary", "[\"00010203ff\",true,\"0001\"]");
		script.assertReport("ack", "[\"a\",{\"b\":2}]");
		script.assertReport("binary ack", "[\"00010203ff\"]");
		script.assertReport("empty ack", "[]");
		script.assertReport("question", "[\"what?\"]");
		script.assertReport("question", "[\"what?\"]");
	}

	@ParameterizedTest
	@MethodSource("clients")
	void usesNamespacesOverOneConnection(String generation, String transports) {
		try (ScriptProcess script = run("namespaces", generation, transports)) {
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
		try (ScriptProcess script = run("rooms", generation, transports)) {
			script.assertReport("received", "[[\"bob\",\"hello\",{\"from\":\"ann\"}],[\"bob\",\"psst\"]]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isToldWhyItWasRefused(String generation, String transports) {
		try (ScriptProcess script = run("refused", generation, transports)) {
			script.assertReport("/deny", "[\"not authorized\",null]");
			script.assertReport("/denyd", "[\"nope\",{\"code\":42}]");
			script.assertReport("/nowhere", "[\"Invalid namespace\",null]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isDisconnectedByEitherSide(String generation, String transports) {
		try (ScriptProcess script = run("disconnect", generation, transports)) {
			script.assertReport("bye", "[\"io server disconnect\"]");
			script.assertReport("byebye", "[\"io server disconnect\"]");
			script.assertReport("left", "[false]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "3" })
	void losesNothingDuringUpgrade(String generation) {
		try (ScriptProcess script = run("upgrade", generation, String.valueOf(ROUNDS), "400")) {
			for (int round = 0; round < ROUNDS; round++) {
				script.assertReport("round", "[true,\"polling\",\"websocket\"]");
			}
			script.awaitEnd();
		}
	}

}
