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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Connections that are cut in each state of a client, in every way in which a network
 * fails.
 */
@ExtendWith(NoBufferLeaks.class)
@FullRunOnly("waits for heartbeats of many clients")
class CutConnectionTests {

	private static final int EACH = 5;

	private static TestServer server;

	private static LoadClients clients;

	private static Neighbour neighbour;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Probe.class, Map.of("socketio.ping-interval", "500ms", "socketio.ping-timeout", "4s",
				"socketio.upgrade-timeout", "2s", "logging.level.io.github.socketiospring", "ERROR"));
		clients = new LoadClients(server.port());
		neighbour = new Neighbour(clients.webSocket(), clients.polling());
	}

	@AfterAll
	static void stopServer() {
		clients.close();
		Tables.awaitConnections(server, 0);
		server.close();
	}

	/** All at once, since all end with the same heartbeat. */
	@Test
	void leaveNothingBehind() throws IOException {
		List<RawConnection> connections = new ArrayList<>();
		for (Cut cut : Cut.values()) {
			for (ClientState state : ClientState.values()) {
				for (int i = 0; i < EACH; i++) {
					for (RawConnection connection : state.reach(server.port())) {
						cut.apply(connection);
						connections.add(connection);
					}
				}
			}
		}
		Tables.awaitConnections(server, 2);
		neighbour.isServed();
		for (RawConnection connection : connections) {
			connection.close();
		}
	}

	/**
	 * How a connection ends.
	 */
	enum Cut {

		/** The other end has crashed. */
		RESET {

			@Override
			void apply(RawConnection connection) throws IOException {
				connection.reset();
			}

		},

		/** The other end has closed. */
		FINISH {

			@Override
			void apply(RawConnection connection) throws IOException {
				connection.finish();
			}

		},

		/** The other end has lost its network, so nothing arrives. */
		SILENCE {

			@Override
			void apply(RawConnection connection) {
				// Only the heartbeat can detect this.
			}

		};

		abstract void apply(RawConnection connection) throws IOException;

	}

}
