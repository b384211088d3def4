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

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shutdown of an application whose handlers never complete.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownBudgetTests {

	private static final String USED_UP = "socketio.shutdown.budget (1000 ms) is used up: closing 0 connections";

	@Test
	void endsBesideAHandlerThatNeverCompletes(CapturedOutput output) {
		TestServer server = TestServer.start(Unending.class, Map.of("socketio.shutdown.budget", "1s"));
		try (LoadClients clients = new LoadClients(server.port())) {
			LoadClient client = clients.webSocket();
			assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS);
			client.send(Packets.event("never"));
			await().until(server.bean(Unending.class)::isBegun);

			server.close();
			assertThat(client.ended()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(Ending.CLOSE_FRAME);
			assertThat(output).containsOnlyOnce(USED_UP);
		}
		finally {
			server.close();
		}
	}

	/**
	 * The application.
	 */
	@SocketNamespace
	static class Unending {

		private final Sinks.Empty<Void> end = Sinks.empty();

		@OnEvent("never")
		Mono<Void> never() {
			return this.end.asMono();
		}

		boolean isBegun() {
			return this.end.currentSubscriberCount() > 0;
		}

	}

}
