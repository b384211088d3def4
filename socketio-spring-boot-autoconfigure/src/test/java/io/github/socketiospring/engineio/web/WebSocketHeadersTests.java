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
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSocket handshakes with headers that
 * <a href= "https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1">RFC 6455</a> does not
 * allow.
 */
class WebSocketHeadersTests {

	private static final Map<String, String> KEY = Map.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

	private static final Map<String, String> VERSION = Map.of("Sec-WebSocket-Version", "13");

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent());

	private EngineTestServer server;

	private void start(TestWebServer webServer) {
		this.server = EngineTestServer.start(webServer, "/engine.io", this.engine,
				EngineUpgradeStrategies.forServerInUse(this.engine.options().maxPayload()));
	}

	@AfterEach
	void stop() {
		assertThat(this.engine.sessionCount()).isZero();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void keyMustBe16Bytes(TestWebServer webServer) throws IOException {
		start(webServer);
		for (String key : List.of("", "c2hvcnQ=", "dGhlIHNhbXBsZSBub25jZQ==dGhl", "***",
				"dGhlIHNhbXBsZSBub25jZSBpcyBsb25n")) {
			Map<String, String> headers = new HashMap<>(VERSION);
			headers.put("Sec-WebSocket-Key", key);
			assertThat(open(headers).status()).as(key).isEqualTo(400);
		}
		assertThat(open(VERSION).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@EnumSource
	void versionMustBeThereAndKnown(TestWebServer webServer) throws IOException {
		start(webServer);
		RawHttp.Response missing = open(KEY);
		assertThat(missing.status()).isEqualTo(426);
		assertThat(missing.headers()).containsEntry("sec-websocket-version", "13, 8");
		Map<String, String> unknown = new HashMap<>(KEY);
		unknown.put("Sec-WebSocket-Version", "99");
		assertThat(open(unknown).status()).isEqualTo(426);
	}

	private RawHttp.Response open(Map<String, String> more) throws IOException {
		Map<String, String> headers = new HashMap<>(more);
		headers.put("Connection", "Upgrade");
		headers.put("Upgrade", "websocket");
		return RawHttp.send(this.server.port(), "GET", "/engine.io/?EIO=4&transport=websocket", headers, new byte[0])
			.response()
			.join();
	}

}
