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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shutdown of an application with many clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownAtScaleTests {

	private static final int WEB_SOCKETS = 1_500;

	private static final int HELD_POLLS = 500;

	/** What does not know of the end within it would be cut without a word. */
	private static final String BUDGET = "30s";

	@Test
	void tellsEveryClientInAWayThatMakesItComeBack(CapturedOutput output) {
		TestServer server = TestServer.start(Probe.class,
				Map.of("socketio.shutdown.budget", BUDGET, "socketio.ping-interval", "60s"));
		try (LoadClients clients = new LoadClients(server.port())) {
			Probe probe = server.bean(Probe.class);
			List<LoadClient> webSockets = new ArrayList<>();
			List<LoadClient> polling = new ArrayList<>();
			for (int i = 0; i < WEB_SOCKETS; i++) {
				webSockets.add(clients.webSocket());
			}
			for (int i = 0; i < HELD_POLLS; i++) {
				polling.add(clients.polling());
			}
			webSockets.forEach((client) -> assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS));
			polling.forEach((client) -> assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS));

			long start = System.nanoTime();
			server.close();
			Observations.note("Shutdown with %d WebSockets and %d held polls took %.0f ms", WEB_SOCKETS, HELD_POLLS,
					(System.nanoTime() - start) / 1e6);

			assertThat(webSockets)
				.allSatisfy((client) -> assertThat(client.ended()).succeedsWithin(10, TimeUnit.SECONDS)
					.isEqualTo(Ending.CLOSE_FRAME));
			assertThat(polling).allSatisfy((client) -> assertThat(client.ended()).succeedsWithin(10, TimeUnit.SECONDS)
				.isEqualTo(Ending.CLOSE_PACKET));
			assertThat(probe.leftCount(DisconnectReason.SERVER_SHUTTING_DOWN)).isEqualTo(WEB_SOCKETS + HELD_POLLS);
			assertThat(output).doesNotContain(" ERROR ").doesNotContain("is used up");
		}
		finally {
			server.close();
		}
	}

}
