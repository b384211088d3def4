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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A few hundred compressed bytes count as what they become.
 */
class DeflatedMessagesTests {

	private static final int COMPRESSED = 0x40;

	private static final int LAST = 0x80;

	private static final int TEXT = 1;

	private static final int SIZE = 100_000;

	private static final String EVENT = Packets.event("hold", "x".repeat(SIZE));

	private TestServer server;

	private RawWebSocket client;

	@BeforeEach
	void connect() throws IOException {
		this.server = TestServer.start(Application.class,
				Map.of("socketio.per-message-deflate.enabled", "true", "socketio.handlers.backlog-size", "1MB"));
		this.client = RawWebSocket.connect(this.server.port(),
				Map.of("Sec-WebSocket-Extensions", "permessage-deflate"));
		assertThat(this.client.headers()).containsKey("sec-websocket-extensions");
		assertThat(this.client.receiveText()).startsWith("0{");
		this.client.send(Packets.CONNECT);
		assertThat(this.client.receiveText()).startsWith(Packets.CONNECTED);
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.server.bean(Holding.class).held.tryEmitEmpty();
		this.server.close();
	}

	@Test
	void waitAtTheirInflatedSize() throws IOException {
		SocketIOStatistics statistics = this.server.bean(SocketIOServer.class).statistics();
		byte[] deflated = deflate(EVENT);
		assertThat(deflated.length).isLessThan(SIZE / 100);
		// One is handled, and the others wait.
		for (int i = 0; i < 6; i++) {
			this.client.frame(LAST | COMPRESSED | TEXT, deflated);
		}
		await().until(() -> statistics.waitingBytes() >= 5L * SIZE);
		assertThat(held(MemoryKind.EVENTS)).isGreaterThanOrEqualTo(5L * SIZE);
		assertThat(statistics.count(SocketIOCounter.READING_SUSPENDED)).isZero();
		for (int i = 0; i < 6; i++) {
			this.client.frame(LAST | COMPRESSED | TEXT, deflated);
		}
		await().until(() -> statistics.count(SocketIOCounter.READING_SUSPENDED) == 1);
	}

	@Test
	void countInflatedBeforeTheyAreComplete() throws IOException {
		byte[] deflated = deflate(EVENT);
		// Without its end, a compressed text is inflated almost to the end.
		this.client.frame(COMPRESSED | TEXT, Arrays.copyOf(deflated, deflated.length - 10));
		await().until(() -> held(MemoryKind.FRAGMENTS) >= SIZE / 2);
		this.client.frame(LAST, Arrays.copyOfRange(deflated, deflated.length - 10, deflated.length));
		await().until(() -> held(MemoryKind.FRAGMENTS) == 0);
		assertThat(held(MemoryKind.EVENTS)).isGreaterThanOrEqualTo(SIZE);
	}

	@Test
	void stateOfTheirCompressionIsCountedWhileTheirClientIsConnected() throws IOException {
		assertThat(held(MemoryKind.COMPRESSION)).isPositive();
		this.client.close();
		await().until(() -> held(MemoryKind.COMPRESSION) == 0);
	}

	private long held(MemoryKind kind) {
		return this.server.bean(EngineServer.class).statistics().memory().kinds().getOrDefault(kind, 0L);
	}

	private static byte[] deflate(String text) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
		byte[] bytes = new byte[text.length()];
		int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
		deflater.end();
		// Without the end of each flush, see RFC 7692.
		return Arrays.copyOf(bytes, length - 4);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Holding holding() {
			return new Holding();
		}

	}

	@SocketNamespace
	static class Holding {

		private final Sinks.Empty<Void> held = Sinks.empty();

		@OnEvent("hold")
		Mono<Void> hold(String text) {
			return this.held.asMono();
		}

	}

}
