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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.CuttingProxy;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Official clients whose connections are cut while they are sent events, with connection
 * state recovery.
 */
@RequiresTool({ "node", "npm" })
class RecoveryUnderLoadTests {

	private static final int CLIENTS = 30;

	private static final int CUTS = 3;

	@Test
	void missesAndDoublesNothing() throws Exception {
		try (TestServer server = TestServer.start(Probe.class,
				Map.of("socketio.connection-state-recovery.enabled", "true"));
				CuttingProxy proxy = new CuttingProxy(server.port());
				Broadcaster broadcaster = new Broadcaster(server.bean(SocketIOServer.class));
				NodeScript script = NodeScript.start("recovery.mjs", proxy.port(), "4", String.valueOf(CLIENTS))) {
			awaitSockets(server, CLIENTS);
			broadcaster.start();
			assertRecovered(script, false, 0);
			for (int cut = 0; cut < CUTS; cut++) {
				proxy.cut();
				awaitSockets(server, 0);
				proxy.mend();
				assertRecovered(script, true, CLIENTS);
			}
			int total = broadcaster.finish();
			List<JsonNode> received = script.await("received");
			assertThat(received.get(0)).hasSize(CLIENTS).extracting(JsonNode::asInt).containsOnly(total);
			assertThat(received.get(1)).as("numbers that were not next").isEmpty();
			script.awaitEnd();
			Observations.note("Recovery: %d clients received %d events each over %d cuts", CLIENTS, total, CUTS);
		}
	}

	private static void awaitSockets(TestServer server, int count) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(server.bean(SocketIOServer.class).of("/").sockets()).hasSize(count));
	}

	private static void assertRecovered(NodeScript script, boolean recovered, int disconnects) {
		List<JsonNode> report = script.await("under way");
		assertThat(report.get(0)).hasSize(disconnects)
			.extracting(JsonNode::asString)
			.isSubsetOf("transport close", "transport error");
		assertThat(report.get(1)).hasSize(CLIENTS).extracting(JsonNode::asBoolean).containsOnly(recovered);
	}

	/**
	 * Sends one number after the other to everybody.
	 */
	private static final class Broadcaster implements AutoCloseable {

		private static final int PERIOD_MILLIS = 2;

		private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

		private final SocketIOServer io;

		private int next;

		Broadcaster(SocketIOServer io) {
			this.io = io;
		}

		void start() {
			this.thread.scheduleWithFixedDelay(() -> this.io.emit("number", this.next++), 0, PERIOD_MILLIS,
					TimeUnit.MILLISECONDS);
		}

		/**
		 * Say that no more numbers come.
		 * @return how many there were
		 * @throws Exception if sending has failed
		 */
		int finish() throws Exception {
			this.thread.shutdown();
			assertThat(this.thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
			this.io.emit("last");
			return this.next;
		}

		@Override
		public void close() {
			this.thread.shutdownNow();
		}

	}

}
