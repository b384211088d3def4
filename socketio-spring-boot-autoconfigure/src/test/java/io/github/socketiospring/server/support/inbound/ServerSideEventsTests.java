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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.HandlerTimeoutException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Events of other nodes, and their answers.
 */
class ServerSideEventsTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Object> log = new ArrayList<>();

	private final TestTimer timer = new TestTimer();

	private Executor executor = this.tasks::add;

	private boolean observationFails;

	private LocalSockets local;

	private final SocketIOServer io = create((task) -> this.executor.execute(task));

	private final Namespace namespace = this.io.of("/");

	private SocketIOServer create(Executor executor) {
		ErrorStatusResolver statuses = (error,
				locale) -> new ErrorStatus((error instanceof HandlerTimeoutException) ? 504 : 500, "problem");
		return SocketIOServers.builder()
			.executor(executor)
			.timer(this.timer)
			.observer(new Observer())
			.errorStatuses(statuses)
			.errors((error, locale) -> describe(error, statuses.resolve(error, locale).code()))
			.adapters((name, sockets) -> {
				this.local = sockets;
				return new InMemoryAdapter(sockets);
			})
			.build();
	}

	private static Object describe(Throwable error, int status) {
		if ("indescribable".equals(error.getMessage())) {
			throw new IllegalStateException("on purpose");
		}
		return Map.of("status", status);
	}

	private void receive(String event) {
		this.local.serverSideEvent(event, List.of(), null, Map.of());
	}

	private void ask(String event, Object... arguments) {
		List<JsonNode> trees = Arrays.stream(arguments)
			.<JsonNode>map((argument) -> JsonNodeFactory.instance.stringNode(argument.toString()))
			.toList();
		this.local.serverSideEvent(event, trees, answers(), Map.of());
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
		}, Map.of());
		ask("hello");
		work();
		assertThat(this.log).containsExactly("answer []");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.local.serverSideEvent("unknown", List.of(), (answer) -> {
				throw new IllegalStateException("closed");
			}, Map.of()));
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

	private Steps handle(String event) {
		Steps steps = new Steps();
		this.namespace.addHandler(new NamespaceHandler() {

			@Override
			public @Nullable EventHandler serverEventHandler(String name) {
				return name.equals(event) ? steps : null;
			}

		});
		return steps;
	}

	@Test
	void callsHandlersOnTheExecutor() {
		Steps steps = handle("hello");
		ask("hello", "x", "y");
		assertThat(steps.invocations).isEmpty();
		work();
		EventInvocation invocation = steps.invocations.get(0);
		assertThat(invocation.event()).isEqualTo("hello");
		assertThat(invocation.namespace().name()).isEqualTo("/");
		assertThat(invocation.hasSocket()).isFalse();
		assertThat(invocation.arguments()).isEqualTo("x");
		assertThat(invocation.context().isEmpty()).isTrue();
		assertThatIllegalStateException().isThrownBy(invocation::socket).withMessageContaining("another server");
		assertThat(this.log).isEmpty();
		invocation.acknowledge("done");
		invocation.ack().send("again");
		assertThat(this.log).containsExactly("answer [done]");
		ask("unknown");
		assertThat(this.log).containsExactly("answer [done]", "answer []");
	}

	@Test
	void eventsWaitForAnOrderedHandler() {
		Steps steps = handle("hello");
		this.namespace.onServerSideEmit("other", (arguments, ack) -> this.log.add("other"));
		receive("hello");
		receive("other");
		work();
		assertThat(this.log).isEmpty();
		steps.invocations.get(0).handled();
		work();
		assertThat(this.log).containsExactly("other");
	}

	@Test
	void eventsDoNotWaitForAnUnorderedHandler() {
		Steps steps = handle("hello");
		steps.ordered = false;
		receive("hello");
		receive("hello");
		work();
		assertThat(steps.invocations).hasSize(2);
	}

	@Test
	void theFirstAnswerCounts() {
		Steps first = handle("hello");
		first.ordered = false;
		Steps second = handle("hello");
		this.namespace.onServerSideEmit("hello", (arguments, ack) -> this.log.add("listener"));
		ask("hello", "x");
		work();
		second.invocations.get(0).acknowledge(2);
		first.invocations.get(0).acknowledge(1);
		assertThat(this.log).containsExactly("listener", "answer [2]");
	}

	@Test
	void answersWithTheProblemOfAHandler() {
		Steps steps = handle("hello");
		ask("hello", "x");
		work();
		steps.invocations.get(0).fail(new IllegalStateException("on purpose"));
		steps.readingFails = true;
		ask("hello", "x");
		work();
		assertThat(this.log).hasSize(2).allSatisfy((entry) -> assertThat((String) entry).startsWith("answer [{"));
		assertThat(steps.invocations).hasSize(1);
	}

	@Test
	void answersAnErrorThatCannotBeDescribed() {
		Steps steps = handle("hello");
		ask("hello", "x");
		work();
		steps.invocations.get(0).fail(new IllegalStateException("indescribable"));
		assertThat(this.log).containsExactly("answer []");
	}

	@Test
	void answersWithAnErrorWhatCannotBeSent() {
		Steps steps = handle("hello");
		this.local.serverSideEvent("hello", List.of(), (answer) -> {
			if (answer[0] instanceof Thread) {
				throw new IllegalArgumentException("on purpose");
			}
			this.log.add("answer");
		}, Map.of());
		work();
		EventInvocation invocation = steps.invocations.get(0);
		assertThatIllegalArgumentException().isThrownBy(() -> invocation.acknowledge(Thread.currentThread()));
		invocation.fail(new IllegalArgumentException("on purpose"));
		assertThat(this.log).containsExactly("answer");
	}

	@Test
	void goesOnAfterTheTimeout() {
		Steps steps = handle("hello");
		steps.timeout = Duration.ofSeconds(2);
		ask("hello", "x");
		receive("hello");
		work();
		this.timer.advance(Duration.ofMillis(1999));
		assertThat(this.log).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.log).singleElement().asString().contains("504");
		assertThat(steps.cancelled).isOne();
		work();
		assertThat(steps.invocations).hasSize(2);
		steps.invocations.get(1).handled();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(steps.cancelled).isOne();
	}

	@Test
	void whatCannotBeStoppedCountsUntilItEnds() {
		Steps steps = handle("hello");
		steps.timeout = Duration.ofSeconds(2);
		steps.goesOn = true;
		for (int i = 0; i < ServerSideEvents.LIMIT; i++) {
			receive("hello");
			work();
			this.timer.advance(Duration.ofSeconds(2));
		}
		assertThat(steps.invocations).hasSize(ServerSideEvents.LIMIT);
		ask("hello");
		assertThat(this.log).containsExactly("answer []");
		steps.goesOn = false;
		steps.invocations.get(0).handled();
		receive("hello");
		work();
		assertThat(steps.invocations).hasSize(ServerSideEvents.LIMIT + 1);
	}

	@Test
	void limitsTheBytesOfArguments() {
		Steps steps = handle("hello");
		String half = "x".repeat((int) ServerSideEvents.LIMIT_BYTES / 2);
		ask("hello", half + half);
		ask("hello", "x");
		assertThat(this.log).as("too many").containsExactly("answer []");
		work();
		steps.invocations.get(0).handled();
		ask("hello", half);
		ask("hello", "x");
		ask("hello", half);
		assertThat(this.log).containsExactly("answer []", "answer []");
		work();
		steps.invocations.get(1).handled();
		ask("hello", half);
		assertThat(this.log).hasSize(2);
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
	void losesNoEventWhenHandlersEndOnOtherThreads() {
		SocketIOServer server = create((task) -> new Thread(task).start());
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger busy = new AtomicInteger();
		AtomicBoolean overlap = new AtomicBoolean();
		server.of("/").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler serverEventHandler(String name) {
				return new Steps() {

					@Override
					public void handle(EventInvocation invocation) {
						overlap.compareAndSet(false, busy.incrementAndGet() > 1);
						new Thread(() -> {
							busy.decrementAndGet();
							calls.incrementAndGet();
							invocation.handled();
						}).start();
					}

				};
			}

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

	@Test
	void anEventOfATraceIsObservedUntilItsHandlersHaveEnded() {
		Steps first = handle("hello");
		Steps second = handle("hello");
		second.ordered = false;
		this.local.serverSideEvent("hello", List.of(), null, Map.of("traceparent", "x"));
		assertThat(this.log).isEmpty();
		work();
		assertThat(this.log).containsExactly("hello of {traceparent=x} in /");
		assertThat(first.invocations.get(0).context().<String>get("observation")).isEqualTo("hello");
		assertThat(second.invocations.get(0).context().<String>get("observation")).isEqualTo("hello");
		first.invocations.get(0).handled();
		second.goesOn = true;
		try (CapturedLog captured = CapturedLog.of(EventInvocation.class.getName())) {
			assertThat(this.log).hasSize(1);
			second.invocations.get(0).fail(new IllegalStateException("on purpose"));
		}
		assertThat(this.log).hasSize(2).last().asString().contains("on purpose");
		second.invocations.get(0).handled();
		assertThat(this.log).hasSize(2);
	}

	@Test
	void anEventWithoutATraceIsNotObserved() {
		Steps steps = handle("hello");
		receive("hello");
		work();
		assertThat(steps.invocations).hasSize(1);
		assertThat(steps.invocations.get(0).context().isEmpty()).isTrue();
		assertThat(this.log).isEmpty();
	}

	@Test
	void anObserverThatFailsDoesNotStopEvents() {
		this.observationFails = true;
		Steps steps = handle("hello");
		try (CapturedLog captured = CapturedLog.of(Namespace.class.getName())) {
			for (int i = 0; i < 2; i++) {
				this.local.serverSideEvent("hello", List.of(), answers(), Map.of("traceparent", "x"));
				work();
				steps.invocations.get(i).acknowledge("done");
			}
			assertThat(captured.lines()).isNotEmpty();
		}
		assertThat(this.log).containsExactly("answer [done]", "answer [done]");
	}

	/**
	 * Observes events of other servers only.
	 */
	private final class Observer implements SocketIOObserver {

		@Override
		public Observed connect(String namespace, SocketIOSocket socket) {
			throw new IllegalStateException("unexpected");
		}

		@Override
		public Observed event(String namespace, SocketIOSocket socket, String event, boolean named,
				Map<String, String> carrier) {
			throw new IllegalStateException("unexpected");
		}

		@Override
		public Observed ask(String namespace, String event, ContextView caller) {
			throw new IllegalStateException("unexpected");
		}

		@Override
		public @Nullable Observed broadcast(String namespace, String event) {
			return null;
		}

		@Override
		public Observed serverEvent(String namespace, String event, Map<String, String> carrier) {
			if (ServerSideEventsTests.this.observationFails) {
				throw new IllegalStateException("on purpose");
			}
			ServerSideEventsTests.this.log.add(event + " of " + carrier + " in " + namespace);
			return new Observed() {

				@Override
				public Context context(Context context) {
					return context.put("observation", event);
				}

				@Override
				public void end(@Nullable Throwable error) {
					ServerSideEventsTests.this.log.add("end " + error);
				}

			};
		}

	}

	/**
	 * A handler whose events are ended by the test.
	 */
	private static class Steps implements EventHandler {

		private final List<EventInvocation> invocations = new ArrayList<>();

		private boolean ordered = true;

		private boolean goesOn;

		private boolean readingFails;

		private @Nullable Duration timeout;

		private int cancelled;

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			if (this.readingFails) {
				throw new IllegalArgumentException("on purpose");
			}
			return arguments.hasNext() ? arguments.readTrees().get(0).asString() : null;
		}

		@Override
		public void handle(EventInvocation invocation) {
			invocation.underway(new EventInvocation.EventWork() {

				@Override
				public void cancel() {
					Steps.this.cancelled++;
				}

				@Override
				public boolean goesOn() {
					return Steps.this.goesOn;
				}

			});
			this.invocations.add(invocation);
		}

		@Override
		public boolean isOrdered() {
			return this.ordered;
		}

		@Override
		public @Nullable Duration timeout() {
			return this.timeout;
		}

	}

}
