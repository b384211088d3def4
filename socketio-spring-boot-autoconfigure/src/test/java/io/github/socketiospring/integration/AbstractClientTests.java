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

import io.github.socketiospring.testsupport.ScriptProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base of the tests of a client that runs scripts. Subclasses supply the variants of the
 * client with their transports by two static methods: {@code clients()}, and
 * {@code reconnectingClients()} for those that come back after a restart.
 */
abstract class AbstractClientTests {

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Fixture.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	static TestServer server() {
		return server;
	}

	/**
	 * Start a script.
	 * @param script the name of the file without its extension
	 * @param port the server's port on the loopback address
	 * @param client the variant of the client
	 * @param arguments the further arguments of the script
	 * @return the running script, to be closed
	 */
	abstract ScriptProcess start(String script, int port, String client, String... arguments);

	/**
	 * What the client reports when its connection has ended.
	 * @return the values, as a JSON array
	 */
	abstract String disconnected();

	ScriptProcess run(String script, String client, String... arguments) {
		return start(script, server.port(), client, arguments);
	}

	@ParameterizedTest
	@MethodSource("clients")
	void connects(String client, String transports) {
		try (ScriptProcess script = run("connect", client, transports)) {
			script.assertReport("connect", "[20]");
			script.assertReport("transport", (transports.endsWith("websocket")) ? "[\"websocket\"]" : "[\"polling\"]");
			script.assertReport("ack", "[\"still\",\"here\"]");
			script.awaitEnd();
		}
	}

	@ParameterizedTest
	@MethodSource("reconnectingClients")
	void comesBackAfterARestart(String client, String transports) {
		TestServer first = TestServer.start(Fixture.class, Map.of("socketio.shutdown.budget", "5s"));
		int port = first.port();
		try (ScriptProcess script = start("reconnect", port, client, transports)) {
			script.assertReport("connected", "[]");
			first.close();
			script.assertReport("disconnected", disconnected());
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

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		FixtureApplication fixtureApplication() {
			return new FixtureApplication();
		}

	}

}
