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

package io.github.socketiospring.robustness;

import java.io.IOException;
import java.util.Map;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that open a new connection for each request, as the official one does in
 * Node.js.
 */
class ClosedConnectionTests {

	private static final int ROUND_TRIPS = 20;

	/**
	 * The server closes such a connection as soon as the answer is written, which was
	 * once mistaken for a client that did not read it.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 10, 500_000 })
	void endWithTheirAnswer(int size) throws IOException {
		try (TestServer server = TestServer.start(Probe.class, Map.of())) {
			String opened = request(server, "GET", "", "");
			String session = "&sid=" + Packets.sid(opened);
			assertThat(request(server, "POST", session, Packets.CONNECT)).isEqualTo("ok");
			assertThat(request(server, "GET", session, "")).startsWith(Packets.CONNECTED);
			String value = "x".repeat(size);
			for (int i = 0; i < ROUND_TRIPS; i++) {
				assertThat(request(server, "POST", session, Packets.event(i, "echo", value))).isEqualTo("ok");
				assertThat(request(server, "GET", session, "")).isEqualTo(Packets.ack(i, value));
			}
			assertThat(server.bean(EngineServer.class).sessionCount()).isEqualTo(1);
			assertThat(request(server, "POST", session, Packets.CLOSE)).isEqualTo("ok");
		}
	}

	private static String request(TestServer server, String method, String session, String body) throws IOException {
		try (RawConnection connection = new RawConnection(server.port())) {
			connection
				.say(Wire.request(method, PollingProtocol.target(session), Map.of("Host", "localhost", "Connection",
						"close", "Content-Length", String.valueOf(body.length()))))
				.say(body);
			String answer = connection.takeResponse(200).text();
			assertThat(connection.hearAll()).isEmpty();
			return answer;
		}
	}

}
