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

import java.util.List;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EngineHandlerMapping}.
 */
class EngineHandlerMappingTests {

	private final EngineWebHandler handler = new EngineWebHandler(
			new EngineServer(EngineOptions.defaults(), RecordingHandler.silent()),
			new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy()), null, List.of());

	@ParameterizedTest
	@CsvSource({ "/socket.io, /socket.io, true", "/socket.io, /socket.io/, true", "/socket.io/, /socket.io, true",
			"/socket.io/, /socket.io/, true", "/socket.io, /socket.iox, false", "/socket.io, /socket.io/x, false",
			"/socket.io, /, false", "/a/b, /a/b/, true", "/, /, true", "/, /other, false" })
	void takesItsPathWithAndWithoutATrailingSlash(String path, String request, boolean ours) {
		EngineHandlerMapping mapping = new EngineHandlerMapping(path, this.handler);
		mapping.setApplicationContext(new StaticApplicationContext());
		Object found = mapping.getHandler(MockServerWebExchange.from(MockServerHttpRequest.get(request))).block();
		assertThat(found != null).isEqualTo(ours);
	}

	@ParameterizedTest
	@CsvSource({ "/socket.io, true", "/socket.io/, false" })
	void canLeaveTheTrailingSlashToOthers(String request, boolean ours) {
		EngineHandlerMapping mapping = new EngineHandlerMapping("/socket.io", this.handler, false);
		mapping.setApplicationContext(new StaticApplicationContext());
		Object found = mapping.getHandler(MockServerWebExchange.from(MockServerHttpRequest.get(request))).block();
		assertThat(found != null).isEqualTo(ours);
	}

	@Test
	void wantsAnAbsolutePath() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EngineHandlerMapping("socket.io", this.handler));
	}

}
