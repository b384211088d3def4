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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.websocket.EmbeddedWebSocket;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.fuzz.SessionRequest;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket that is opened after its handshake was answered, as on some web servers.
 */
class LateWebSocketTests {

	private final TestTimer timer = new TestTimer();

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent(),
			this.timer, () -> "session");

	private final List<EngineWebSocketHandler> accepted = new ArrayList<>();

	@BeforeEach
	void answerTheHandshake() {
		EngineWebHandler handler = EngineWebHandler.builder(this.engine, (exchange, webSocket) -> {
			this.accepted.add((EngineWebSocketHandler) webSocket);
			return Mono.empty();
		}).build();
		new SessionRequest(handler::handle,
				MockServerHttpRequest.get("http://localhost/engine.io/?EIO=4&transport=websocket")
					.header("Connection", "Upgrade")
					.header("Upgrade", "websocket")
					.header("Sec-WebSocket-Version", "13")
					.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
					.build());
		assertThat(this.accepted).hasSize(1);
		assertThat(this.engine.statistics().handshakes()).isOne();
	}

	@Test
	void opensItsSession() {
		this.timer.advance(this.engine.options().upgradeTimeout().minusMillis(1));
		EmbeddedWebSocket webSocket = open();
		assertThat(webSocket.take()).singleElement().extracting("type").isEqualTo(EnginePacketType.OPEN);
		assertThat(this.engine.sessionCount()).isOne();
		assertThat(this.engine.statistics().handshakes()).isZero();
		this.engine.terminateAll();
	}

	@Test
	void isClosedIfItIsTooLate() {
		this.timer.advance(this.engine.options().upgradeTimeout());
		assertThat(this.engine.statistics().handshakes()).isZero();
		EmbeddedWebSocket webSocket = open();
		assertThat(webSocket.take()).isEmpty();
		webSocket.advance(Duration.ofSeconds(3));
		assertThat(webSocket.isOpen()).isFalse();
		assertThat(this.engine.sessionCount()).isZero();
		assertThat(this.engine.memory().used()).isZero();
	}

	private EmbeddedWebSocket open() {
		EmbeddedWebSocket webSocket = EmbeddedWebSocket.open(this.accepted.get(0), UnpooledByteBufAllocator.DEFAULT);
		webSocket.run();
		return webSocket;
	}

}
