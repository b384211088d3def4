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

package io.github.socketiospring.docs;

import java.util.Map;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.web.EngineHandlerMapping;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of {@code docs/engineio.md} works.
 */
class EngineIOAloneTests {

	@Test
	void servesEngineIOWithoutSocketIO() throws Exception {
		try (TestServer server = TestServer.start(EngineIOAlone.class,
				Map.of("socketio.path", "/engine.io", "socketio.serve-client", "false"))) {
			PollingClient polling = PollingClient.open(server.port(), "/engine.io/");
			assertThat(polling.handshake().text()).startsWith("0{").endsWith("4Welcome");
			polling.post("4hello");
			assertThat(polling.awaitPoll().text()).isEqualTo("4hello");
			try (RawWebSocket webSocket = RawWebSocket.connect(server.port(),
					"/engine.io/?EIO=4&transport=websocket")) {
				assertThat(webSocket.receiveText()).startsWith("0{");
				assertThat(webSocket.receiveText()).isEqualTo("4Welcome");
				webSocket.send("4hello");
				assertThat(webSocket.receiveText()).isEqualTo("4hello");
			}
		}
	}

	@Test
	void isAHandlerMappingWithoutSpringBoot() {
		EngineServer server = new EngineServer(EngineOptions.defaults(), (session) -> {
			throw new AssertionError("Nobody comes");
		});
		assertThat(EngineIOAlone.engineIO(server)).isInstanceOf(EngineHandlerMapping.class);
	}

}
