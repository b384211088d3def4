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
import java.util.stream.Stream;

import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.CuttingProxy;
import io.github.socketiospring.testsupport.PythonScript;
import io.github.socketiospring.testsupport.RequiresPythonClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Python client, in both of its variants: with asyncio, and with threads.
 */
@RequiresPythonClient
class PythonClientTests {

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(JavaScriptClientTests.Fixture.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	static Stream<Arguments> clients() {
		return Stream.of("asyncio", "threads")
			.flatMap((client) -> Stream.of("polling", "websocket", "polling,websocket")
				.map((transports) -> Arguments.of(client, transports)));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void connects(String client, String transports) {
		try (PythonScript script = run("connect.py", client, transports)) {
			assertReport(script, "connect", "[20]");
			assertReport(script, "transport", (transports.endsWith("websocket")) ? "[\"websocket\"]" : "[\"polling\"]");
			assertReport(script, "ack", "[\"still\",\"here\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void exchangesEventsAndAcknowledgements(String client, String transports) {
		FixtureApplication application = server.bean(FixtureApplication.class);
		application.log().clear();
		try (PythonScript script = run("events.py", client, transports)) {
			assertReport(script, "echo", "[true]");
			assertReport(script, "no arguments", "[]");
			assertReport(script, "ack", "[\"a\",{\"b\":2}]");
			assertReport(script, "empty ack", "[null]");
			if (client.equals("asyncio")) {
				assertReport(script, "binary", "[\"00010203ff\",true,\"\"]");
				assertReport(script, "binary ack", "[\"00010203ff\"]");
			}
			assertReport(script, "question", "[\"what?\"]");
			assertReport(script, "question", "[\"what?\"]");
			await().untilAsserted(() -> assertThat(application.log()).filteredOn("event", "ack-received")
				.extracting((entry) -> entry.details().get(0).toString())
				.containsExactlyInAnyOrder("{\"answered\":1}", "\"AAECA/8=\""));
			server.bean(SocketIOServer.class).of("/").disconnectSockets(false);
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void usesNamespacesOverOneConnection(String client, String transports) {
		try (PythonScript script = run("namespaces.py", client, transports)) {
			assertReport(script, "distinct ids", "[4]");
			assertReport(script, "auth", "[{\"token\":\"t\"}]");
			assertReport(script, "ack", "[\"dyn\"]");
			assertReport(script, "left", "[]");
			assertReport(script, "others stay", "[\"root\",\"adm\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void receivesWhatIsSentWhileItIsLetIn(String client, String transports) {
		try (PythonScript script = run("greet.py", client, transports)) {
			assertReport(script, "connect", "[]");
			assertReport(script, "before-connect", "[]");
			assertReport(script, "welcome", "[]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void receivesWhatIsSentToItsRooms(String client, String transports) {
		try (PythonScript script = run("rooms.py", client, transports)) {
			assertReport(script, "bob", "[\"hello\",{\"from\":\"ann\"}]");
			assertReport(script, "ann", "[\"psst\"]");
			assertReport(script, "eve", "[\"psst\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isToldWhyItWasRefused(String client, String transports) {
		try (PythonScript script = run("refused.py", client, transports)) {
			assertReport(script, "/deny", "[{\"message\":\"not authorized\"}]");
			assertReport(script, "/denyd", "[{\"message\":\"nope\",\"data\":{\"code\":42}}]");
			assertReport(script, "/nowhere", "[{\"message\":\"Invalid namespace\"}]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isDisconnectedByEitherSide(String client, String transports) {
		try (PythonScript script = run("disconnect.py", client, transports)) {
			assertReport(script, "bye", "[]");
			assertReport(script, "byebye", "[]");
			assertReport(script, "left", "[]");
			script.awaitEnd();
			SocketIOServer io = server.bean(SocketIOServer.class);
			await().untilAsserted(() -> assertThat(io.of("/").sockets()).isEmpty());
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void comesBackAfterItsConnectionBroke(String client, String transports) throws IOException {
		try (CuttingProxy proxy = new CuttingProxy(server.port());
				PythonScript script = PythonScript.start("reconnect.py", proxy.port(), client, transports)) {
			assertReport(script, "connected", "[]");
			proxy.cut();
			assertReport(script, "disconnected", "[]");
			proxy.mend();
			assertReport(script, "reconnected", "[true,\"again\"]");
			script.awaitEnd();
		}
	}

	/**
	 * Not by polling: told of the end there, the client takes it for the last word of any
	 * server.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "asyncio", "threads" })
	void comesBackAfterARestart(String client) {
		TestServer first = TestServer.start(JavaScriptClientTests.Fixture.class,
				Map.of("socketio.shutdown.budget", "5s"));
		int port = first.port();
		try (PythonScript script = PythonScript.start("reconnect.py", port, client, "websocket")) {
			assertReport(script, "connected", "[]");
			first.close();
			assertReport(script, "disconnected", "[]");
			try (TestServer second = TestServer.start(JavaScriptClientTests.Fixture.class,
					Map.of("server.port", String.valueOf(port)))) {
				assertThat(second.port()).isEqualTo(port);
				assertReport(script, "reconnected", "[true,\"again\"]");
				script.awaitEnd();
			}
		}
		finally {
			first.close();
		}
	}

	private static PythonScript run(String name, String client, String transports) {
		return PythonScript.start(name, server.port(), client, transports);
	}

	private static void assertReport(PythonScript script, String name, String expected) {
		assertThat(JsonMapper.shared().valueToTree(script.await(name)).toString()).isEqualTo(expected);
	}

}
