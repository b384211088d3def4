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
import java.util.Map;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that have no meaning in Engine.IO are answered as the Node.js server does.
 */
class RequestMethodTests {

	private static final String PATH = "/engine.io/?EIO=4&transport=polling";

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), RecordingHandler.echo());

	private final EngineTestServer server = EngineTestServer.start("/engine.io", this.engine);

	@AfterEach
	void stop() {
		this.engine.terminateAll();
		this.server.close();
	}

	private RawHttp.Response send(String method, String target) throws IOException {
		return RawHttp.send(this.server.port(), method, target, Map.of(), new byte[0]).response().join();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND" })
	void withoutAMeaningHarmsNoSession(String method) throws IOException {
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		RawHttp.Response answer = send(method, PATH + "&sid=" + client.sid());
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.text()).isEmpty();
		assertThat(client.post("4hello").text()).isEqualTo("ok");
		assertThat(client.awaitPoll().text()).isEqualTo("4hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND" })
	void otherThanGetOpensNoSession(String method) throws IOException {
		RawHttp.Response answer = send(method, PATH);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
		assertThat(this.engine.sessionCount()).isZero();
	}

}
