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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.LoadClient;
import io.github.socketiospring.testsupport.LoadClients;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of an application with many clients.
 */
class ShutdownAtScaleTests {

	private static final int WEB_SOCKETS = 1_500;

	private static final int HELD_POLLS = 500;

	/** What does not know of the end within it would be cut without a word. */
	private static final String BUDGET = "30s";

	@Test
	void tellsEveryClientInAWayThatMakesItComeBack() {
		Errors errors = new Errors();
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

			errors.watch();
			long start = System.nanoTime();
			server.close();
			Observations.note("Shutdown with %d WebSockets and %d held polls took %.0f ms", WEB_SOCKETS, HELD_POLLS,
					(System.nanoTime() - start) / 1e6);

			assertThat(webSockets)
				.allSatisfy((client) -> assertThat(client.ended()).succeedsWithin(10, TimeUnit.SECONDS)
					.isEqualTo(LoadClient.End.CLOSE_FRAME));
			assertThat(polling).allSatisfy((client) -> assertThat(client.ended()).succeedsWithin(10, TimeUnit.SECONDS)
				.isEqualTo(LoadClient.End.CLOSE_PACKET));
			assertThat(probe.leftCount(DisconnectReason.SERVER_SHUTTING_DOWN)).isEqualTo(WEB_SOCKETS + HELD_POLLS);
			assertThat(errors.messages).isEmpty();
		}
		finally {
			errors.end();
		}
	}

	/**
	 * What is logged as an error.
	 */
	private static final class Errors extends AppenderBase<ILoggingEvent> {

		private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

		private final List<String> messages = new CopyOnWriteArrayList<>();

		void watch() {
			start();
			this.root.addAppender(this);
		}

		void end() {
			this.root.detachAppender(this);
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
				this.messages.add(event.getFormattedMessage());
			}
		}

	}

}
