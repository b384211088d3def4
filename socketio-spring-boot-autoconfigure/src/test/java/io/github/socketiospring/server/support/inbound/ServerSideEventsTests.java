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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Events of other nodes, and their answers.
 */
class ServerSideEventsTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Object> log = new ArrayList<>();

	private Executor executor = this.tasks::add;

	private LocalSockets local;

	private final SocketIOServer io = create((task) -> this.executor.execute(task));

	private final Namespace namespace = this.io.of("/");

	private SocketIOServer create(Executor executor) {
		return SocketIOServers.builder().executor(executor).adapters((name, sockets) -> {
			this.local = sockets;
			return new InMemoryAdapter(sockets);
		}).build();
	}

	private void receive(String event) {
		this.local.serverSideEvent(event, List.of(), null);
	}

	private void ask(String event, Object... arguments) {
		List<JsonNode> trees = Arrays.stream(arguments)
			.<JsonNode>map((argument) -> JsonNodeFactory.instance.stringNode(argument.toString()))
			.toList();
		this.local.serverSideEvent(event, trees, answers());
	}

	private Consumer<Object[]> answers() {
		return (answer) -> this.log.add("answer " + Arrays.toString(answer));
	}

	private void work() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void callsListenersOnTheExecutor() {
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> ack.send(arguments.get(0, String.class)));
		ask("hello", "x");
		assertThat(this.log).isEmpty();
		work();
		assertThat(this.log).containsExactly("answer [x]");
	}

	@Test
	void callsListenersForOneEventAfterAnother() {
		this.namespace.onServerSideEmit("a", (arguments, ack) -> {
			this.log.add("a begins");
			receive("b");
			this.log.add("a ends");
		});
		this.namespace.onServerSideEmit("b", (arguments, ack) -> this.log.add("b"));
		receive("a");
		receive("b");
		assertThat(this.tasks).hasSize(1);
		work();
		assertThat(this.log).containsExactly("a begins", "a ends", "b", "b");
		receive("b");
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void answersAtOnceWhenNobodyListens() {
		ask("unknown");
		assertThat(this.log).containsExactly("answer []");
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void answersWhenEachListenerFails() {
		for (int i = 0; i < 2; i++) {
			this.namespace.onServerSideEmit("hello", (arguments, ack) -> {
				throw new IllegalStateException("on purpose");
			});
		}
		ask("hello");
		work();
		assertThat(this.log).containsExactly("answer []");
	}

	@Test
	void waitsForListenerThatAnswersLater() {
		List<Ack> later = new ArrayList<>();
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> later.add(ack));
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> {
			throw new IllegalStateException("on purpose");
		});
		ask("hello");
		work();
		assertThat(this.log).isEmpty();
		later.get(0).send(1);
		later.get(0).send(2);
		assertThat(this.log).containsExactly("answer [1]");
	}

	@Test
	void goesOnWhenAnAnswerCannotBeSent() {
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> {
			throw new IllegalStateException("on purpose");
		});
		this.local.serverSideEvent("hello", List.of(), (answer) -> {
			throw new IllegalStateException("closed");
		});
		ask("hello");
		work();
		assertThat(this.log).containsExactly("answer []");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.local.serverSideEvent("unknown", List.of(), (answer) -> {
				throw new IllegalStateException("closed");
			}));
	}

	@Test
	void dropsWhatWaitsInVainAndAnswersIt() {
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> this.log.add("called"));
		for (int i = 0; i < ServerSideEvents.LIMIT; i++) {
			receive("hello");
		}
		ask("hello");
		assertThat(this.log).containsExactly("answer []");
		work();
		assertThat(this.log).hasSize(ServerSideEvents.LIMIT + 1);
		receive("hello");
		work();
		assertThat(this.log).hasSize(ServerSideEvents.LIMIT + 2);
	}

	@Test
	void answersWhenTheExecutorIsGone() {
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> this.log.add("called"));
		this.executor = (task) -> {
			throw new RejectedExecutionException("on purpose");
		};
		ask("hello");
		assertThat(this.log).containsExactly("answer []");
		this.executor = Runnable::run;
		receive("hello");
		assertThat(this.log).containsExactly("answer []", "called");
	}

	@Test
	void losesNoEventWhateverTheThreads() {
		SocketIOServer server = create((task) -> new Thread(task).start());
		AtomicInteger calls = new AtomicInteger();
		AtomicBoolean busy = new AtomicBoolean();
		AtomicBoolean overlap = new AtomicBoolean();
		server.of("/").onServerSideEmit("hello", (arguments, ack) -> {
			overlap.compareAndSet(false, !busy.compareAndSet(false, true));
			calls.incrementAndGet();
			busy.set(false);
		});
		int events = ServerSideEvents.LIMIT / 4;
		Race.run(4, (number) -> {
			for (int i = 0; i < events; i++) {
				receive("hello");
			}
		});
		await().untilAsserted(() -> assertThat(calls).hasValue(4 * events));
		assertThat(overlap).isFalse();
	}

	@Test
	void mayBlockByDefault() {
		SocketIOServer server = SocketIOServers.builder().adapters((name, sockets) -> {
			this.local = sockets;
			return new InMemoryAdapter(sockets);
		}).build();
		List<Boolean> blocking = new CopyOnWriteArrayList<>();
		server.of("/").onServerSideEmit("hello", (arguments, ack) -> blocking.add(Schedulers.isInNonBlockingThread()));
		receive("hello");
		await().untilAsserted(() -> assertThat(blocking).containsExactly(false));
	}

}
