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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.observation.MicrometerClusterObserver;
import io.github.socketiospring.observation.MicrometerObserver;
import io.github.socketiospring.observation.TestTracing;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nodes of a cluster observe.
 */
class ClusterTracingTests {

	private final TestBroker broker = new TestBroker();

	private final TestTimer timer = new TestTimer();

	private final List<Object> answers = new ArrayList<>();

	private @Nullable Throwable failure;

	private void collect(Flux<?> flux) {
		flux.subscribe(this.answers::add, (ex) -> this.failure = ex);
	}

	@Test
	void observesARequestOnceWhateverTheNumberOfNodes() {
		Node first = new Node("first");
		new Node("second");
		new Node("third");
		first.within("caller", () -> {
			collect(first.server.fetchSockets());
			collect(first.server.of("/").roomsOfAllNodes().flux());
			collect(first.server.of("/").serverSideEmitWithAck("question", String.class));
		});
		assertThat(first.ended()).containsExactly(
				"fetchSockets in caller {exception=none, kind=sockets, namespace=/, nodes.answered=2, "
						+ "nodes.expected=2, outcome=complete}",
				"rooms in caller {exception=none, kind=rooms, namespace=/, nodes.answered=2, nodes.expected=2, "
						+ "outcome=complete}",
				"serverSideEmit in caller {exception=none, kind=server_event, namespace=/, nodes.answered=2, "
						+ "nodes.expected=2, outcome=complete}",
				"caller in nothing {}");
	}

	@Test
	void observesABroadcastWithAcknowledgementsAsPartOfTheCall() {
		Node first = new Node("first");
		new Node("second");
		first.within("caller",
				() -> collect(first.server.timeout(Duration.ofSeconds(1)).emitWithAck("a", String.class)));
		assertThat(first.ended()).containsExactly(
				"emitWithAck in ask a {exception=none, kind=broadcast, namespace=/, nodes.answered=1, "
						+ "nodes.expected=1, outcome=complete}",
				"ask a in caller {event=a, exception=none, namespace=/, outcome=success}", "caller in nothing {}");
	}

	@Test
	void takesTheCallerFromTheReactorContext() {
		Node first = new Node("first");
		Observation caller = Observation.start("caller", first.tracing.registry());
		collect(first.server.fetchSockets().contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, caller)));
		assertThat(first.ended()).singleElement().asString().startsWith("fetchSockets in caller");
	}

	@Test
	void remembersTheCallerUntilTheAnswersOfAnotherNamespaceAreSubscribed() {
		Node first = new Node("first");
		new Node("second").server.of("/chat");
		this.broker.refuseSubscriptions();
		first.within("caller", () -> collect(first.node.sender("/chat").fetchSockets(BroadcastOptions.ALL, null)));
		assertThat(first.ended()).containsExactly("caller in nothing {}");
		this.broker.acceptSubscriptions();
		first.bus.find();
		assertThat(first.ended().get(1)).startsWith("fetchSockets in caller").contains("namespace=/chat");
	}

	@Test
	void observesHowRequestsEnd() {
		Node first = new Node("first");
		new Node("second");
		this.broker.hold();
		first.server.fetchSockets().subscribe().dispose();
		collect(first.server.timeout(Duration.ofSeconds(1)).fetchSockets());
		this.timer.advance(Duration.ofSeconds(1));
		first.bus.lose();
		collect(first.server.fetchSockets());
		first.bus.find();
		collect(first.server.of("/").serverSideEmitWithAck("unfit", String.class, new Unfit()));
		assertThat(first.ended()).containsExactly(
				"fetchSockets in nothing {exception=none, kind=sockets, namespace=/, nodes.answered=0, "
						+ "nodes.expected=1, outcome=cancelled}",
				"fetchSockets in nothing {exception=ClusterTimeoutException, kind=sockets, namespace=/, "
						+ "nodes.answered=0, nodes.expected=1, outcome=timeout}",
				"fetchSockets in nothing {exception=ClusterUnavailableException, kind=sockets, namespace=/, "
						+ "nodes.answered=0, nodes.expected=unknown, outcome=unavailable}",
				"serverSideEmit in nothing {exception=" + this.failure.getClass().getSimpleName()
						+ ", kind=server_event, namespace=/, nodes.answered=0, nodes.expected=unknown, outcome=error}");
	}

	@Test
	void anObserverThatFailsChangesNothing() {
		ClusterObserver failing = new ClusterObserver() {

			@Override
			public ObservedRequest request(String namespace, ClusterListener.Request request, ContextView caller) {
				return (outcome, expected, answered, error) -> {
					throw new IllegalStateException("on purpose");
				};
			}

		};
		Node first = new Node("first", failing);
		new Node("second");
		try (CapturedLog log = CapturedLog.of(ClusterObserver.class.getName())) {
			collect(first.server.fetchSockets());
			assertThat(log.lines()).hasSize(1);
		}
		assertThat(this.failure).isNull();
	}

	/**
	 * Cannot be sent.
	 */
	public static final class Unfit {

		public int getNumber() {
			throw new IllegalStateException("on purpose");
		}

	}

	/**
	 * A node with a server and a tracer.
	 */
	private final class Node {

		private final TestTracing tracing = new TestTracing();

		private final List<Observation.Context> contexts = new ArrayList<>();

		private final TestBus bus = ClusterTracingTests.this.broker.connect();

		private final ClusterNode node;

		private final SocketIOServer server;

		Node(String name) {
			this(name, null);
		}

		Node(String name, @Nullable ClusterObserver observer) {
			this.node = ClusterNode.builder(this.bus)
				.options(ClusterOptions.builder().name(name).build())
				.observer((observer != null) ? observer
						: new MicrometerClusterObserver(this.tracing.registry(),
								new MicrometerClusterObserver.Conventions(null)))
				.timer(ClusterTracingTests.this.timer)
				.lanes(Schedulers.immediate())
				.build();
			this.node.start().block();
			this.server = SocketIOServers.builder()
				.adapters(this.node)
				.timer(ClusterTracingTests.this.timer)
				.executor(Runnable::run)
				.observer(new MicrometerObserver(this.tracing.registry(),
						new MicrometerObserver.Conventions(null, null, null, null), false, false))
				.build();
			this.server.start();
			this.tracing.registry().observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					Node.this.contexts.add(context);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
		}

		void within(String name, Runnable task) {
			Observation.createNotStarted(name, this.tracing.registry()).observe(task);
		}

		List<String> ended() {
			return this.contexts.stream().map((context) -> {
				Map<String, String> keys = new TreeMap<>();
				for (KeyValue key : context.getAllKeyValues()) {
					keys.put(key.getKey(), key.getValue());
				}
				return name(context) + " in " + ((context.getParentObservation() != null)
						? name(context.getParentObservation().getContextView()) : "nothing") + " " + keys;
			}).toList();
		}

		private static String name(Observation.ContextView context) {
			return (context.getContextualName() != null) ? context.getContextualName() : context.getName();
		}

	}

}
