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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Official clients that require a property: those of 2.x, and those with the MessagePack
 * parser.
 */
@RequiresTool({ "node", "npm" })
class OtherGenerationsTests {

	static Stream<String> transports() {
		return TestProfile.choose(Stream.of("polling", "websocket", "polling,websocket"), "polling,websocket"::equals);
	}

	static Stream<Arguments> generationsAndTransports() {
		return Stream.of("4", "3")
			.flatMap((generation) -> transports().map((transports) -> Arguments.of(generation, transports)));
	}

	@ParameterizedTest
	@MethodSource("transports")
	void servesClientsOfSocketIO2(String transports) {
		try (TestServer server = TestServer.start(AbstractClientTests.Fixture.class,
				Map.of("socketio.allow-eio3", "true"));
				NodeScript script = NodeScript.start("legacy.mjs", server.port(), "2", transports)) {
			script.assertReport("id", "[true]");
			script.assertReport("echo", "[\"text\",1,\"ü\",\"00010203ff\",null]");
			script.assertReport("ack", "[\"a\",{\"b\":2}]");
			script.assertReport("binary ack", "[\"00010203ff\"]");
			script.assertReport("question", "[\"what?\"]");
			script.assertReport("auth", "[{\"token\":\"t\"}]");
			script.assertReport("namespaced id", "[true]");
			script.assertReport("refused", "[\"not authorized\"]");
			script.assertReport("refused with data", "[{\"code\":42}]");
			script.assertReport("in the room", "[\"00010203ff\",\"hello\"]");
			script.assertReport("in the room", "[\"00010203ff\",\"hello\"]");
			script.assertReport("bye", "[\"io server disconnect\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("generationsAndTransports")
	void servesClientsWithTheMessagePackParser(String generation, String transports) {
		try (TestServer server = TestServer.start(AbstractClientTests.Fixture.class,
				Map.of("socketio.parser", "msgpack"));
				NodeScript script = NodeScript.start("msgpack.mjs", server.port(), generation, transports)) {
			script.assertReport("echo", "[true]");
			script.assertReport("binary", "[\"00010203ff\",\"00010203ff\"]");
			script.assertReport("ack", "[\"a\",{\"b\":2}]");
			script.assertReport("question", "[\"what?\"]");
			script.assertReport("auth", "[{\"token\":\"t\"}]");
			script.assertReport("refused", "[\"nope\",{\"code\":42}]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("transports")
	void servesClientsOfSocketIO2WithTheMessagePackParser(String transports) {
		try (TestServer server = TestServer.start(AbstractClientTests.Fixture.class,
				Map.of("socketio.allow-eio3", "true", "socketio.parser", "msgpack"));
				NodeScript script = NodeScript.start("legacy-msgpack.mjs", server.port(), "2", transports)) {
			script.assertReport("echo", "[\"text\",1,\"ü\",70000,null]");
			script.assertReport("ack", "[\"a\",{\"b\":2}]");
			script.assertReport("question", "[\"what?\"]");
			script.assertReport("bye", "[\"io server disconnect\"]");
			script.awaitEnd();
		}
	}

}
