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

package io.github.socketiospring.server.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When adapters start and end, and which clients wait for the start.
 */
class AdapterLifeTests {

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final Map<String, Sinks.Empty<Void>> starts = new ConcurrentHashMap<>();

	private final SocketIOServer io = SocketIOServers.builder()
		.adapters((namespace, sockets) -> new LivingAdapter(namespace, sockets))
		.build();

	private Sinks.Empty<Void> start(String namespace) {
		return this.starts.computeIfAbsent(namespace, (name) -> Sinks.empty());
	}

	private static void awaitAnswer(TestEngineSession session, String answer) {
		await().untilAsserted(() -> assertThat(session.sent()).anyMatch((sent) -> sent.startsWith(answer)));
	}

	@Test
	void startsTheAdapterOfANamespaceOnce() {
		this.io.configure((setup) -> setup.of("/a"));
		this.io.configure((setup) -> setup.of("/a"));
		this.io.of("/b").emit("hello");
		assertThat(this.log).containsExactly("start /", "start /a");
	}

	@Test
	void neverStartsTheAdapterOfANamespaceThatAnotherThreadMadeBefore() {
		this.log.clear();
		SocketIOServer[] server = new SocketIOServer[1];
		server[0] = SocketIOServers.builder().adapters((namespace, sockets) -> {
			if (namespace.equals("/a") && !this.log.contains("created")) {
				// As if another thread did.
				this.log.add("created");
				server[0].configure((setup) -> setup.of("/a"));
			}
			return new LivingAdapter(namespace, sockets);
		}).build();
		server[0].configure((setup) -> setup.of("/a"));
		assertThat(this.log).containsExactly("start /", "created", "start /a", "close /a");
	}

	@Test
	void letsClientsOfANewNamespaceWaitUntilItsAdapterHasStarted() {
		this.io.configure((setup) -> setup.of("/a"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/a,");
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/a").sockets()).isEmpty();
		start("/a").tryEmitEmpty();
		awaitAnswer(session, "0/a,{");
		TestEngineSession.open(this.io).connect("/a");
	}

	@Test
	void letsClientsOfAChildWaitUntilItsAdapterHasStarted() {
		this.io.of(Pattern.compile("/room-\\d"));
		TestEngineSession first = TestEngineSession.open(this.io);
		first.receive("0/room-1,");
		TestEngineSession second = TestEngineSession.open(this.io);
		second.receive("0/room-1,");
		assertThat(first.sent()).isEmpty();
		assertThat(second.sent()).isEmpty();
		start("/room-1").tryEmitEmpty();
		awaitAnswer(first, "0/room-1,{");
		awaitAnswer(second, "0/room-1,{");
		assertThat(this.log).containsExactly("start /", "start /room-1");
		TestEngineSession.open(this.io).connect("/room-1");
	}

	@Test
	void releasesClientThatLeavesWhileItWaits() {
		this.io.of(Pattern.compile("/room-\\d"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/room-1,");
		session.receive("1");
		session.lose(CloseReason.TRANSPORT_ERROR);
		start("/room-1").tryEmitEmpty();
		await().untilAsserted(() -> assertThat(this.io.isIdle()).isTrue());
		assertThat(this.io.of("/room-1").sockets()).isEmpty();
	}

	@Test
	void letsClientsInWhenTheAdapterCannotStart() {
		this.io.configure((setup) -> setup.of("/a"));
		try (CapturedLog errors = CapturedLog.of(Namespace.class.getName())) {
			start("/a").tryEmitError(new IllegalStateException("on purpose"));
			assertThat(errors.lines()).singleElement()
				.asString()
				.contains("The adapter of namespace '/a' could not be started");
		}
		TestEngineSession.open(this.io).connect("/a");
	}

	@Test
	void closesAdaptersAtTheEndOfTheServerAndNotBefore() {
		start("/").tryEmitEmpty();
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		this.io.configure((setup) -> setup.of("/a"));
		this.io.close(10, Duration.ZERO).block();
		assertThat(this.log).containsExactly("start /", "start /a");
		this.io.start();
		TestEngineSession.open(this.io).connect("/");
		this.io.shutdown();
		this.io.shutdown();
		assertThat(this.log).containsExactlyInAnyOrder("start /", "start /a", "close /", "close /a");
		assertThat(this.io.namespaces()).isEmpty();
	}

	@Test
	void refusesClientsThatWaitForANamespaceThatIsRemoved() {
		this.io.configure((setup) -> setup.of("/a"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/a,");
		this.io.remove("/a");
		awaitAnswer(session, "4/a,{");
		assertThat(this.log).endsWith("close /a");
	}

	@Test
	void removesNamespaceWhoseAdapterCannotBeClosed() {
		SocketIOServer fragile = SocketIOServers.builder()
			.adapters((namespace, sockets) -> new InMemoryAdapter(sockets) {

				@Override
				public void close() {
					throw new IllegalStateException("on purpose");
				}

			})
			.build();
		fragile.configure((setup) -> setup.of("/a"));
		try (CapturedLog errors = CapturedLog.of(Namespace.class.getName())) {
			assertThat(fragile.remove("/a")).isTrue();
			assertThat(errors.lines()).singleElement().asString().contains("could not be closed");
		}
		assertThat(fragile.isIdle()).isTrue();
	}

	/**
	 * An adapter whose start takes as long as the test wants.
	 */
	private final class LivingAdapter extends InMemoryAdapter {

		private final String namespace;

		LivingAdapter(String namespace, LocalSockets sockets) {
			super(sockets);
			this.namespace = namespace;
		}

		@Override
		public Mono<Void> start() {
			AdapterLifeTests.this.log.add("start " + this.namespace);
			return AdapterLifeTests.this.start(this.namespace).asMono();
		}

		@Override
		public void close() {
			AdapterLifeTests.this.log.add("close " + this.namespace);
		}

	}

}
