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
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.CuttingProxy;
import io.github.socketiospring.testsupport.PythonScript;
import io.github.socketiospring.testsupport.RequiresPythonClient;
import io.github.socketiospring.testsupport.ScriptProcess;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Python client, in both of its variants: with asyncio, and with threads.
 */
@RequiresPythonClient
class PythonClientTests extends AbstractClientTests {

	/**
	 * By default each variant with other transports, in the full run each pair of them.
	 */
	static Stream<Arguments> clients() {
		return Stream.of("asyncio", "threads")
			.flatMap((client) -> Stream.of("polling", "websocket", "polling,websocket")
				.filter((transports) -> TestProfile.isFull()
						|| transports.equals(client.equals("asyncio") ? "polling,websocket" : "polling"))
				.map((transports) -> Arguments.of(client, transports)));
	}

	/** Not by polling, where the client does not reconnect after the close. */
	static Stream<Arguments> reconnectingClients() {
		return Stream.of("asyncio", "threads").map((client) -> Arguments.of(client, "websocket"));
	}

	@Override
	PythonScript start(String script, int port, String client, String... arguments) {
		return PythonScript.start(script + ".py", port, client, arguments);
	}

	@Override
	String disconnected() {
		return "[]";
	}

	@ParameterizedTest
	@MethodSource("clients")
	void exchangesEventsAndAcknowledgements(String client, String transports) {
		FixtureApplication application = server().bean(FixtureApplication.class);
		application.log().clear();
		try (ScriptProcess script = run("events", client, transports)) {
			script.assertReport("echo", "[true]");
			script.assertReport("no arguments", "[]");
			script.assertReport("ack", "[\"a\",{\"b\":2}]");
			script.assertReport("empty ack", "[null]");
			if (client.equals("asyncio")) {
				script.assertReport("binary", "[\"00010203ff\",true,\"\"]");
				script.assertReport("binary ack", "[\"00010203ff\"]");
			}
			script.assertReport("question", "[\"what?\"]");
			script.assertReport("question", "[\"what?\"]");
			await().untilAsserted(() -> assertThat(application.log()).filteredOn("event", "ack-received")
				.extracting((entry) -> entry.details().get(0).toString())
				.containsExactlyInAnyOrder("{\"answered\":1}", "\"AAECA/8=\""));
			server().bean(SocketIOServer.class).of("/").disconnectSockets(false);
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void usesNamespacesOverOneConnection(String client, String transports) {
		try (ScriptProcess script = run("namespaces", client, transports)) {
			script.assertReport("distinct ids", "[4]");
			script.assertReport("auth", "[{\"token\":\"t\"}]");
			script.assertReport("ack", "[\"dyn\"]");
			script.assertReport("left", "[]");
			script.assertReport("others stay", "[\"root\",\"adm\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void receivesWhatIsSentWhileItIsLetIn(String client, String transports) {
		try (ScriptProcess script = run("greet", client, transports)) {
			script.assertReport("connect", "[]");
			script.assertReport("before-connect", "[]");
			script.assertReport("welcome", "[]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void receivesWhatIsSentToItsRooms(String client, String transports) {
		try (ScriptProcess script = run("rooms", client, transports)) {
			script.assertReport("bob", "[\"hello\",{\"from\":\"ann\"}]");
			script.assertReport("ann", "[\"psst\"]");
			script.assertReport("eve", "[\"psst\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isToldWhyItWasRefused(String client, String transports) {
		try (ScriptProcess script = run("refused", client, transports)) {
			script.assertReport("/deny", "[{\"message\":\"not authorized\"}]");
			script.assertReport("/denyd", "[{\"message\":\"nope\",\"data\":{\"code\":42}}]");
			script.assertReport("/nowhere", "[{\"message\":\"Invalid namespace\"}]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void isDisconnectedByEitherSide(String client, String transports) {
		Namespace namespace = server().bean(SocketIOServer.class).of("/");
		// Of other tests, whose clients vanished.
		Set<SocketIOSocket> others = Set.copyOf(namespace.sockets());
		try (ScriptProcess script = run("disconnect", client, transports)) {
			script.assertReport("bye", "[]");
			script.assertReport("byebye", "[]");
			script.assertReport("left", "[]");
			script.awaitEnd();
			await().untilAsserted(() -> assertThat(others).containsAll(namespace.sockets()));
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void comesBackAfterItsConnectionBroke(String client, String transports) throws IOException {
		try (CuttingProxy proxy = new CuttingProxy(server().port());
				ScriptProcess script = start("reconnect", proxy.port(), client, transports)) {
			script.assertReport("connected", "[]");
			// Between two polls the client would not notice: it tries again by itself.
			SocketIOServer io = server().bean(SocketIOServer.class);
			await().until(() -> io.of("/").sockets().stream().anyMatch((socket) -> socket.session().isWritable()));
			proxy.cut();
			script.assertReport("disconnected", "[]");
			proxy.mend();
			script.assertReport("reconnected", "[true,\"again\"]");
			script.awaitEnd();
		}
	}

}
