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

import java.time.Duration;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The state that a server keeps for its clients.
 */
final class Tables {

	private Tables() {
	}

	static void awaitEmpty(TestServer server) {
		awaitConnections(server, 0);
	}

	/**
	 * Wait until a server has state for exactly this many clients.
	 * @param server the server
	 * @param count how many clients there are, each in the root namespace
	 */
	static void awaitConnections(TestServer server, int count) {
		EngineServer engine = server.bean(EngineServer.class);
		SocketIOServer io = server.bean(SocketIOServer.class);
		await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
			assertThat(engine.sessionCount()).as("sessions").isEqualTo(count);
			assertThat(io.connectionCount()).as("connections").isEqualTo(count);
			assertThat(io.statistics().waitingBytes()).as("bytes that wait for handlers").isZero();
			assertThat(io.isIdle()).as("nothing is left to wait for").isEqualTo(count == 0);
			Namespace root = io.of("/");
			assertThat(root.sockets()).as("sockets").hasSize(count);
			assertThat(root.adapter().rooms()).as("rooms").isEmpty();
		});
	}

}
