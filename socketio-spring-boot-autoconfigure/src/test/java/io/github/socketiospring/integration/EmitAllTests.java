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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A source that emits more than its client reads.
 */
class EmitAllTests {

	/** Far more than the buffers of the system and of the server hold together. */
	private static final int ITEMS = 1000;

	private static final String FILLING = "x".repeat(100_000);

	private final AtomicInteger asked = new AtomicInteger();

	private TestServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitsForAWebSocketThatIsNotRead(boolean recovery) throws Exception {
		start(recovery);
		try (RawWebSocket client = RawWebSocket.connect(this.server.port())) {
			client.receiveText();
			client.send(Packets.CONNECT);
			SocketIOSocket socket = socket(client.receiveText());
			client.suspendReading();
			CompletableFuture<Void> done = emitAll(socket, ITEMS, FILLING);
			await().until(() -> !socket.session().isWritable());
			assertThat(this.asked).hasValueBetween(1, ITEMS / 2);
			assertThat(done).isNotDone();
			client.resumeReading();
			for (int i = 0; i < ITEMS; i++) {
				assertThat(client.receiveText()).startsWith(Packets.emitted("item") + ",\"" + i + " ");
			}
			assertThat(done).succeedsWithin(Duration.ofSeconds(10));
			assertThat(this.asked).hasValue(ITEMS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitsForAClientThatDoesNotPoll(boolean recovery) {
		start(recovery);
		PollingClient client = PollingClient.open(this.server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		SocketIOSocket socket = socket(client.awaitPoll().text());
		CompletableFuture<Void> done = emitAll(socket, 100, "");
		// No more items can be requested, since there is no poll to send them.
		assertThat(this.asked).hasValueBetween(1, 20);
		assertThat(done).isNotDone();
		List<String> received = new ArrayList<>();
		while (received.size() < 100) {
			received.addAll(List.of(client.awaitPoll().text().split(Packets.SEPARATOR)));
		}
		for (int i = 0; i < 100; i++) {
			assertThat(received.get(i)).startsWith(Packets.emitted("item") + ",\"" + i + " ");
		}
		assertThat(done).succeedsWithin(Duration.ofSeconds(10));
		socket.session().terminate();
	}

	private CompletableFuture<Void> emitAll(SocketIOSocket socket, int count, String filling) {
		Flux<String> items = Flux.range(0, count)
			.doOnRequest((n) -> assertThat(n).isOne())
			.doOnNext((number) -> this.asked.incrementAndGet())
			.map((number) -> number + " " + filling);
		return socket.emitAll("item", items).toFuture();
	}

	private SocketIOSocket socket(String connected) {
		return this.server.bean(SocketIOServer.class).of("/").socket(Packets.sid(connected));
	}

	private void start(boolean recovery) {
		this.server = TestServer.start(Nothing.class,
				Map.of("socketio.connection-state-recovery.enabled", String.valueOf(recovery)));
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
