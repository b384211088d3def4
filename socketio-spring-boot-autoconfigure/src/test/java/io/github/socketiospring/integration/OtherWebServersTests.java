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

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.TestWebServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official client against the other web servers that WebFlux runs on.
 */
@RequiresTool({ "node", "npm" })
class OtherWebServersTests {

	/** By default with all transports at once. */
	static Stream<Arguments> serversAndTransports() {
		return Stream.of(TestWebServer.TOMCAT, TestWebServer.JETTY)
			.flatMap((webServer) -> TestProfile
				.choose(Stream.of("polling", "websocket", "polling,websocket"), "polling,websocket"::equals)
				.map((transports) -> Arguments.of(webServer, transports)));
	}

	@ParameterizedTest
	@MethodSource("serversAndTransports")
	void servesAnOfficialClient(TestWebServer webServer, String transports) {
		try (EngineTestServer server = start(webServer)) {
			try (NodeScript script = NodeScript.start("events.mjs", server.port(), "4", transports)) {
				JavaScriptClientTests.assertEvents(script);
				script.awaitEnd();
			}
			try (NodeScript script = NodeScript.start("rooms.mjs", server.port(), "4", transports)) {
				script.assertReport("received", "[[\"bob\",\"hello\",{\"from\":\"ann\"}],[\"bob\",\"psst\"]]");
				script.awaitEnd();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT", "JETTY" })
	void losesNothingDuringUpgrade(TestWebServer webServer) {
		try (EngineTestServer server = start(webServer);
				NodeScript script = NodeScript.start("upgrade.mjs", server.port(), "4", "5", "300")) {
			for (int round = 0; round < 5; round++) {
				script.assertReport("round", "[true,\"polling\",\"websocket\"]");
			}
			script.awaitEnd();
		}
	}

	private static EngineTestServer start(TestWebServer webServer) {
		SocketIOServer io = SocketIOServers.builder().build();
		new FixtureApplication().configure(io);
		EngineServer engine = new EngineServer(EngineOptions.defaults(), io);
		return EngineTestServer.start(webServer, "/socket.io", engine,
				EngineUpgradeStrategies.forServerInUse(engine.options().maxPayload()));
	}

}
