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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.SwitchingClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a handler method emits leaves before its answer, and that before what the next
 * call emits, while another thread broadcasts.
 */
class AnswerOrderTests {

	private static final List<String> EVENTS = List.of("blocking", "non-blocking", "mono", "future", "ack");

	private static final int QUESTIONS = 100;

	private static final int UPGRADE_AT = 30;

	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource({ "true,polling", "true,websocket", "true,upgrade", "false,polling", "false,websocket",
			"false,upgrade" })
	void answersAfterWhatTheMethodEmits(String recovery, String way) throws Exception {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("socketio.connection-state-recovery.enabled", recovery))) {
			this.threads.execute(() -> disturb(server));
			SwitchingClient client = way.equals("websocket") ? SwitchingClient.webSocket(server.port())
					: SwitchingClient.polling(server.port());
			client.send(Packets.CONNECT);
			assertThat(client.next()).startsWith("0{");
			client.send(IntStream.range(0, QUESTIONS)
				.mapToObj((number) -> Packets.event(number, EVENTS.get(number % EVENTS.size()), number))
				.toArray(String[]::new));
			for (int number = 0; number < QUESTIONS; number++) {
				if (number == UPGRADE_AT && way.equals("upgrade")) {
					client.upgrade();
				}
				assertThat(nextWithoutNoise(client)).startsWith("2[\"progress\"," + number);
				assertThat("4" + nextWithoutNoise(client)).isEqualTo(Packets.ack(number, number));
			}
		}
	}

	private static void disturb(TestServer server) {
		try {
			while (true) {
				server.bean(Working.class).calls.acquire();
				server.bean(SocketIOServer.class).emit("noise");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String nextWithoutNoise(SwitchingClient client) throws Exception {
		String packet = client.next();
		while (packet.startsWith("2[\"noise\"")) {
			packet = client.next();
		}
		return packet;
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Working working() {
			return new Working();
		}

	}

	@SocketNamespace
	static class Working {

		private final Semaphore calls = new Semaphore(0);

		private int work(SocketIOSocket socket, int number) {
			this.calls.release();
			socket.emit("progress", number);
			return number;
		}

		@OnEvent("blocking")
		int blocking(SocketIOSocket socket, int number) {
			return work(socket, number);
		}

		@OnEvent("non-blocking")
		@NonBlocking
		int nonBlocking(SocketIOSocket socket, int number) {
			return work(socket, number);
		}

		@OnEvent("mono")
		Mono<Integer> mono(SocketIOSocket socket, int number) {
			return Mono.fromCallable(() -> work(socket, number));
		}

		@OnEvent("future")
		CompletableFuture<Integer> future(SocketIOSocket socket, int number) {
			return CompletableFuture.supplyAsync(() -> work(socket, number));
		}

		@OnEvent("ack")
		void ack(SocketIOSocket socket, int number, Ack ack) {
			ack.send(work(socket, number));
		}

	}

}
