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

package io.github.socketiospring.integration;

import java.util.Map;

import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log lines for clients that request another revision of the protocol. Each case has
 * its own server, which logs only the first refusal of a kind.
 */
class RefusedRevisionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "?EIO=3&transport=polling | revision \"3\" | set 'socketio.allow-eio3' to accept it",
					"?EIO=5&transport=polling | revision \"5\" | 'EIO=4'",
					"?transport=polling | revision (none) | 'EIO=4'" })
	void logSaysWhichRevisionWasAskedForAndIsMeant(String query, String asked, String meant) throws Exception {
		try (TestServer server = TestServer.start(Application.class, Map.of());
				CapturedLog refusals = CapturedLog.of(EngineWebHandler.class.getName())) {
			PollingClient.await(RawHttp.send(server.port(), "GET", "/socket.io/" + query, Map.of(), new byte[0]));
			assertThat(refusals.lines()).singleElement().asString().contains(asked, meant);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
