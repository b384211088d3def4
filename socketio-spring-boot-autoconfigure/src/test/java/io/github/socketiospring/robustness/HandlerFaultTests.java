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

package io.github.socketiospring.robustness;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faulty applications.
 */
class HandlerFaultTests {

	private TestServer server;

	private Faulty application;

	private LoadClients clients;

	private Neighbour neighbour;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Application.class,
				Map.of("socketio.ping-interval", "500ms", "socketio.ping-timeout", "20s", "socketio.shutdown.budget",
						"2s", "logging.level.io.github.socketiospring", "OFF"));
		this.application = this.server.bean(Faulty.class);
		this.clients = new LoadClients(this.server.port());
		this.neighbour = new Neighbour(this.clients.webSocket(), this.clients.polling());
	}

	@AfterEach
	void stop() {
		this.application.goOn.countDown();
		this.application.busy = false;
		this.clients.close();
		this.server.close();
	}

	@Test
	void answersForHandlersThatThrow() {
		LoadClient client = connect();
		for (int i = 0; i < 100; i++) {
			assertThat(client.ask("throw", "1")).succeedsWithin(30, TimeUnit.SECONDS).asString().contains("500");
		}
		this.neighbour.isServed();
		assertThat(client.ended()).isNotDone();
	}

	@Test
	void goesOnBesideAHandlerThatNeverCompletes() {
		LoadClient client = connect();
		CompletableFuture<String> answer = client.ask("never", "1");
		CompletableFuture<String> next = client.ask("echo", "\"waits\"");
		this.neighbour.isServed();
		assertThat(answer).isNotDone();
		assertThat(next).isNotDone();
		client.leave();
		await().until(() -> this.server.bean(EngineServer.class).sessionCount() == 2);
		this.neighbour.isServed();
	}

	@Test
	void refusesWhatItHasNoThreadFor() {
		List<CompletableFuture<String>> blocked = Stream.generate(this::connect)
			.limit(2)
			.map((client) -> client.ask("block", "1"))
			.toList();
		// One thread, and one place to wait for it.
		await().until(() -> this.application.pool.getQueue().remainingCapacity() == 0);
		LoadClient third = connect();
		assertThat(third.ask("block", "1")).succeedsWithin(30, TimeUnit.SECONDS).asString().contains("500");
		this.neighbour.isServed();
		assertThat(blocked).noneMatch(CompletableFuture::isDone);

		this.application.goOn.countDown();
		blocked.forEach((answer) -> assertThat(answer).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("[]"));
		assertThat(third.ask("block", "1")).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("[]");
	}

	@Test
	void goesOnWhileAnEventLoopIsBusy() {
		List<LoadClient> others = Stream.generate(this::connect).limit(16).toList();
		LoadClient client = connect();
		CompletableFuture<String> answer = client.ask("spin", "1");
		await().until(() -> this.application.spinning);
		List<CompletableFuture<String>> answers = others.stream().map((other) -> other.ask("echo", "\"x\"")).toList();
		await().untilAsserted(() -> assertThat(answers).as("those on other event loops")
			.filteredOn(CompletableFuture::isDone)
			.hasSizeGreaterThanOrEqualTo(others.size() / 2));

		this.application.busy = false;
		assertThat(answer).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(answers).allSatisfy((other) -> assertThat(other).succeedsWithin(30, TimeUnit.SECONDS));
		this.neighbour.isServed();
		assertThat(others).noneMatch((other) -> other.ended().isDone());
	}

	private LoadClient connect() {
		LoadClient client = this.clients.webSocket();
		assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS);
		return client;
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import({ Probe.class, Faulty.class })
	static class Application {

		@Bean
		Executor socketIOHandlerExecutor(Faulty faulty) {
			return faulty.pool;
		}

	}

	/**
	 * Handlers that misbehave.
	 */
	@SocketNamespace
	static class Faulty {

		private final ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(1));

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile boolean busy = true;

		private volatile boolean spinning;

		private int turns;

		@OnEvent("throw")
		@NonBlocking
		void fail(int number) {
			throw new IllegalStateException("on purpose");
		}

		@OnEvent("never")
		Mono<Void> never(int number) {
			return Mono.never();
		}

		@OnEvent("block")
		void block(int number) throws InterruptedException {
			this.goOn.await();
		}

		@OnEvent("spin")
		@NonBlocking
		void spin(int number) {
			this.spinning = true;
			while (this.busy) {
				this.turns++;
			}
		}

	}

}
