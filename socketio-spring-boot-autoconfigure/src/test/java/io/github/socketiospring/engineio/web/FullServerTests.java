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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose clients use all the memory that they may.
 */
class FullServerTests {

	private static final long LIMIT = 100 * 1024;

	private final EngineServer engine = new EngineServer(EngineOptions.builder().maxMemory(LIMIT).build(),
			RecordingHandler.silent());

	private EngineTestServer server;

	private PollingClient client;

	@BeforeEach
	void fill() {
		this.server = EngineTestServer.start("/engine.io", this.engine);
		this.client = PollingClient.open(this.server.port(), "/engine.io/");
		this.engine.memory().charge(MemoryKind.NAMES, LIMIT);
	}

	@AfterEach
	void stop() {
		if (this.engine.memory().used(MemoryKind.NAMES) > 0) {
			this.engine.memory().release(MemoryKind.NAMES, LIMIT);
		}
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void newcomersAreToldWhenToComeBack(String transport) throws IOException {
		RawHttp.Response refused = PollingClient.await(handshake(transport));
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.headers()).containsEntry("retry-after", "5");
		assertThat(this.engine.statistics().count(EngineCounter.MEMORY_FULL)).isOne();
		assertThat(this.engine.sessionCount()).isOne();
	}

	@Test
	void whoIsThereGoesOn() {
		assertThat(this.client.post("4hello").text()).isEqualTo("ok");
		assertThat(this.engine.sessionCount()).isOne();
	}

	@Test
	void newcomersAreLetInAgain() throws IOException {
		this.engine.memory().release(MemoryKind.NAMES, LIMIT);
		assertThat(PollingClient.await(handshake("polling")).status()).isEqualTo(200);
	}

	private RawHttp handshake(String transport) throws IOException {
		Map<String, String> headers = new HashMap<>(Map.of("Host", "localhost"));
		if (transport.equals("websocket")) {
			headers.putAll(Map.of("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
					"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
		}
		return RawHttp.send(this.server.port(), "GET", "/engine.io/?EIO=4&transport=" + transport, headers,
				new byte[0]);
	}

}
