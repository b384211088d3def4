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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;

/**
 * The states of a client at which its connection is cut.
 */
enum ClientState {

	/** It has sent half a request. */
	HALF_A_REQUEST {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(new RawConnection(port).say("GET /socket.io/?EIO=4&transp"));
		}

	},

	/** It has asked for a session and not read the answer. */
	ASKED_FOR_A_SESSION {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(new RawConnection(port).poll(""));
		}

	},

	/** It has a session and does not poll. */
	HAS_A_SESSION {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			RawConnection connection = new RawConnection(port);
			connection.open();
			return List.of(connection);
		}

	},

	/** It waits for the answer to a poll. */
	POLLS {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			RawConnection connection = new RawConnection(port);
			connection.poll("&sid=" + connection.open());
			return List.of(connection);
		}

	},

	/** It has sent half a body. */
	HALF_A_POST {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			RawConnection connection = new RawConnection(port);
			String sid = connection.open();
			connection.say(Wire.request("POST", PollingProtocol.target("&sid=" + sid),
					Map.of("Host", "localhost", "Content-Length", "100")))
				.say(Packets.CONNECT);
			return List.of(connection);
		}

	},

	/** It has asked for a WebSocket and not read the answer. */
	ASKED_FOR_A_WEBSOCKET {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(new RawConnection(port).upgrade(""));
		}

	},

	/** It has a WebSocket and is in no namespace. */
	HAS_A_WEBSOCKET {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(webSocket(port));
		}

	},

	/** It has asked to be let into a namespace and not read the answer. */
	ASKED_FOR_A_NAMESPACE {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(webSocket(port).text(Packets.CONNECT));
		}

	},

	/** It is in a namespace. */
	CONNECTED {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(connected(port));
		}

	},

	/** It has sent half a frame. */
	HALF_A_FRAME {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			byte[] frame = Wire.text(Packets.event("echo", "a value that is cut"));
			return List.of(connected(port).say(Arrays.copyOf(frame, 14)));
		}

	},

	/** It has sent half a message in a separate frame. */
	HALF_A_MESSAGE {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(connected(port)
				.say(Wire.frame(Wire.FIRST_OF_TEXT, 0, "42[\"echo".getBytes(StandardCharsets.US_ASCII))));
		}

	},

	/** It has announced an attachment that does not come. */
	HALF_A_PACKET {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(connected(port).text(Packets.binaryEvent(1, "echo", Packets.placeholder(0))));
		}

	},

	/** It has opened a second transport for its session. */
	BEGAN_AN_UPGRADE {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return upgrading(port);
		}

	},

	/** It has been told that the second transport works. */
	PROBED {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return probed(port);
		}

	},

	/** It has changed to the second transport. */
	UPGRADED {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			List<RawConnection> connections = probed(port);
			connections.get(1).text(Packets.UPGRADE);
			return connections;
		}

	},

	/** It has sent a close frame and not read the answer. */
	CLOSES {

		@Override
		List<RawConnection> reach(int port) throws IOException {
			return List.of(connected(port).say(Wire.frame(Wire.CLOSE, 0, new byte[0])));
		}

	};

	/**
	 * Reach the state.
	 * @param port the server's port
	 * @return the connections of one client
	 * @throws IOException if the server hangs up
	 */
	abstract List<RawConnection> reach(int port) throws IOException;

	private static RawConnection webSocket(int port) throws IOException {
		return new RawConnection(port).openWebSocket(Map.of());
	}

	private static RawConnection connected(int port) throws IOException {
		return webSocket(port).enter("");
	}

	private static List<RawConnection> upgrading(int port) throws IOException {
		RawConnection polls = new RawConnection(port);
		String sid = polls.open();
		RawConnection webSocket = new RawConnection(port).upgrade("&sid=" + sid).takeUpgrade();
		return List.of(polls, webSocket);
	}

	private static List<RawConnection> probed(int port) throws IOException {
		List<RawConnection> connections = upgrading(port);
		connections.get(1).text(Packets.PROBE).take(Packets.PROBE_ANSWER);
		return connections;
	}

}
