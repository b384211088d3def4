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
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that keep their connections open between requests, as browsers do.
 */
class KeptConnectionTests {

	private static final int ROUND_TRIPS = 300;

	/**
	 * A poll is answered by what comes on the other connection, on another event loop.
	 */
	@Test
	void readsThePollThatFollowsAnAnswerFromAnotherThread() {
		try (TestServer server = TestServer.start(Probe.class, Map.of());
				LoadClients clients = new LoadClients(server.port())) {
			LoadClient client = clients.polling();
			assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS);
			for (int i = 0; i < ROUND_TRIPS; i++) {
				assertThat(client.ask("echo", "\"" + i + "\"")).succeedsWithin(20, TimeUnit.SECONDS)
					.isEqualTo("[\"" + i + "\"]");
			}
		}
	}

	/**
	 * The second request arrives while the first is not answered, and so is postponed.
	 */
	@Test
	void readsTheRequestAfterOneThatWasPostponed() throws IOException {
		try (TestServer server = TestServer.start(Probe.class, Map.of("socketio.ping-interval", "1s"));
				RawConnection connection = new RawConnection(server.port())) {
			String sid = connection.open();
			// Answered by the ping.
			connection.poll("&sid=" + sid).poll("");
			assertThat(connection.takeResponse(200).text()).isEqualTo(Packets.PING);
			connection.takeSession();
			assertThat(connection.open()).isNotEqualTo(sid);
		}
	}

}
