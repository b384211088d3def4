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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineStatistics;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that use many namespaces of one connection, or enter one repeatedly.
 */
class ComingAndGoingTests {

	/** By default one of them, where it makes no difference to what is tested. */
	static Stream<Wire> wires() {
		return TestProfile.choose(Stream.of(Wire.values()), (wire) -> wire == Wire.WEBSOCKET);
	}

	private static void connect(Attacker attacker, String namespace) {
		attacker.send(Packets.connect(namespace));
		assertThat(attacker.receive()).startsWith(Packets.connected(namespace));
	}

	private static int handlersAtWork(TestServer server) {
		return server.bean(SocketIOServer.class).statistics().handlersAtWork().size();
	}

	@ParameterizedTest
	@MethodSource("wires")
	void boundsWhatAConnectionHasHandledAtOnce(Wire wire) {
		try (TestServer server = TestServer.start(Application.class, Map.of("socketio.handlers.concurrency", "2"))) {
			Attacker attacker = wire.connect(server.port());
			for (String namespace : new String[] { "/a", "/b" }) {
				connect(attacker, namespace);
				for (int i = 0; i < 5; i++) {
					attacker.send(Packets.in(namespace, Packets.event("unordered")));
				}
				attacker.send(Packets.in(namespace, Packets.event(1, "echo")));
			}
			// Two beside the others, and one for each namespace whose turn it is.
			await().until(() -> handlersAtWork(server) == 4);
			server.bean(Holding.class).held.tryEmitEmpty();
			assertThat(List.of(String.valueOf(attacker.receive()), String.valueOf(attacker.receive())))
				.containsExactlyInAnyOrder(Packets.in("/a", Packets.ack(1, "echo")),
						Packets.in("/b", Packets.ack(1, "echo")));
			await().until(() -> handlersAtWork(server) == 0);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void countsNamespacesThatAreLeftWhileTheirHandlersAreAtWork(Wire wire) {
		try (TestServer server = TestServer.start(Application.class, Map.of("socketio.limits.namespaces", "3"))) {
			SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
			Attacker attacker = wire.connect(server.port());
			for (int i = 0; i < 3; i++) {
				connect(attacker, "/a");
				attacker.send(Packets.in("/a", Packets.event("hold")), Packets.disconnect("/a"));
			}
			for (int i = 0; i < 20; i++) {
				attacker.send(Packets.connect("/a"));
				assertThat(attacker.receive()).isEqualTo(Packets.refused("/a", "Too many namespaces"));
			}
			assertThat(statistics.count(SocketIOCounter.TOO_MANY_NAMESPACES)).isEqualTo(20);
			assertThat(handlersAtWork(server)).isEqualTo(3);
			server.bean(Holding.class).held.tryEmitEmpty();
			await().until(() -> handlersAtWork(server) == 0);
			connect(attacker, "/a");
			attacker.send(Packets.in("/a", Packets.event(1, "echo")));
			assertThat(attacker.receive()).isEqualTo(Packets.in("/a", Packets.ack(1, "echo")));
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void countsEventsAcrossSocketsOfAConnection(Wire wire) {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("socketio.rate-limits.events-per-second", "1", "socketio.rate-limits.event-burst", "5"))) {
			SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
			Attacker attacker = wire.connect(server.port());
			for (int i = 0; i < 40; i++) {
				connect(attacker, "/a");
				attacker.send(Packets.in("/a", Packets.event("count")), Packets.disconnect("/a"));
			}
			await().until(() -> server.bean(Holding.class).counted.get()
					+ statistics.count(SocketIOCounter.EVENT_RATE) == 40);
			assertThat(statistics.count(SocketIOCounter.EVENT_RATE)).isPositive();
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void countsEventsOfAMethodAcrossSocketsOfAConnection(Wire wire) {
		try (TestServer server = TestServer.start(Application.class, Map.of())) {
			SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
			Attacker attacker = wire.connect(server.port());
			for (int i = 0; i < 10; i++) {
				connect(attacker, "/n" + i);
				attacker.send(Packets.in("/n" + i, Packets.event("limited")), Packets.disconnect("/n" + i));
			}
			await().until(() -> statistics.count(SocketIOCounter.HANDLER_RATE) == 8);
			assertThat(server.bean(Holding.class).counted).hasValue(2);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void boundsWhatWaitsForAThread(Wire wire) {
		try (TestServer server = TestServer.start(NoThreads.class,
				Map.of("socketio.handlers.concurrency", "2", "socketio.limits.namespaces", "3"))) {
			for (int i = 0; i < 2; i++) {
				Attacker attacker = wire.connect(server.port());
				for (String namespace : new String[] { "/a", "/b", "/c" }) {
					connect(attacker, namespace);
					for (int n = 0; n < 5; n++) {
						attacker.send(Packets.in(namespace, Packets.event("block unordered")),
								Packets.in(namespace, Packets.event("block")));
					}
					attacker.send(Packets.disconnect(namespace));
				}
				// The answer shows that everything before it was read.
				attacker.send(Packets.connect("/d"));
				assertThat(attacker.receive()).isEqualTo(Packets.refused("/d", "Too many namespaces"));
			}
			LateThread thread = server.bean(LateThread.class);
			// For each connection, two beside the others and one for each namespace.
			assertThat(thread.waiting).hasSize(2 * (2 + 3));
			server.bean(Holding.class).unblocked.countDown();
			thread.start();
			await().until(() -> handlersAtWork(server) == 0);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void leavesHandlerThreadsToOthers(Wire wire) {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("spring.threads.virtual.enabled", "false"))) {
			Attacker attacker = wire.connect(server.port());
			Attacker neighbour = wire.connect(server.port());
			connect(neighbour, "/a");
			for (int i = 0; i < 100; i++) {
				connect(attacker, "/n" + i);
				attacker.send(Packets.in("/n" + i, Packets.event("block")));
			}
			await().until(() -> handlersAtWork(server) == 100);
			for (int i = 0; i < 10; i++) {
				neighbour.send(Packets.in("/a", Packets.event(1, "echo")));
				assertThat(neighbour.receive()).isEqualTo(Packets.in("/a", Packets.ack(1, "echo")));
			}
			server.bean(Holding.class).unblocked.countDown();
			await().until(() -> handlersAtWork(server) == 0);
			assertThat(server.bean(Holding.class).counted).hasValue(100);
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void countsAHandlerThatCannotBeStoppedUntilItEnds(Wire wire) {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("socketio.handlers.completion-timeout", "0s"))) {
			EngineStatistics statistics = server.bean(EngineServer.class).statistics();
			Attacker attacker = wire.connect(server.port());
			connect(attacker, "/a");
			attacker.send(Packets.in("/a", Packets.event("block")));
			Holding holding = server.bean(Holding.class);
			await().until(() -> holding.blocking.get() == 1);
			attacker.send(Packets.CLOSE);
			await().until(() -> statistics.sessions() == 0 && handlersAtWork(server) == 0);
			assertThat(statistics.memory().kinds()).containsKey(MemoryKind.EVENTS);
			holding.unblocked.countDown();
			await().until(() -> statistics.memory().kinds().isEmpty());
		}
	}

	@ParameterizedTest
	@MethodSource("wires")
	void accumulatesNoPayloadsOfNamespacesThatAreLeft(Wire wire) {
		try (TestServer server = TestServer.start(Application.class, Map.of("socketio.limits.namespaces", "3"))) {
			EngineStatistics statistics = server.bean(EngineServer.class).statistics();
			Attacker attacker = wire.connect(server.port());
			String connect = Packets.connect("/a") + "{\"token\":\"" + "t".repeat(60_000) + "\"}";
			for (int i = 0; i < 20; i++) {
				attacker.send(connect, Packets.in("/a", Packets.event("hold")));
				if (!String.valueOf(attacker.receive()).startsWith(Packets.in("/a", Packets.CONNECT))) {
					continue;
				}
				attacker.send(Packets.disconnect("/a"));
			}
			assertThat(statistics.memory().kinds().get(MemoryKind.AUTH)).isBetween(180_000L, 200_000L);
			server.bean(Holding.class).held.tryEmitEmpty();
			await().until(() -> !statistics.memory().kinds().containsKey(MemoryKind.AUTH));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Holding holding() {
			return new Holding();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoThreads extends Application {

		@Bean
		LateThread socketIOHandlerExecutor() {
			return new LateThread();
		}

	}

	/**
	 * Keeps tasks waiting until it is started.
	 */
	static class LateThread implements Executor {

		private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

		@Override
		public void execute(Runnable task) {
			this.waiting.add(task);
		}

		void start() {
			Thread thread = new Thread(() -> {
				while (true) {
					try {
						this.waiting.take().run();
					}
					catch (InterruptedException ex) {
						return;
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

	}

	@SocketNamespace("/{name}")
	static class Holding {

		private final Sinks.Empty<Void> held = Sinks.empty();

		private final AtomicInteger counted = new AtomicInteger();

		private final AtomicInteger blocking = new AtomicInteger();

		private final CountDownLatch unblocked = new CountDownLatch(1);

		@OnEvent("block")
		void block() throws InterruptedException {
			this.blocking.incrementAndGet();
			this.unblocked.await();
			this.counted.incrementAndGet();
		}

		@OnEvent(value = "block unordered", ordered = false)
		void blockUnordered() throws InterruptedException {
			block();
		}

		@OnEvent("hold")
		Mono<Void> hold() {
			return this.held.asMono();
		}

		@OnEvent(value = "unordered", ordered = false)
		Mono<Void> unordered() {
			return this.held.asMono();
		}

		@OnEvent("count")
		void count() {
			this.counted.incrementAndGet();
		}

		@OnEvent("limited")
		@RateLimit(permits = 2, per = "1h")
		@NonBlocking
		void limited() {
			this.counted.incrementAndGet();
		}

		@OnEvent("echo")
		String echo() {
			return "echo";
		}

	}

}
