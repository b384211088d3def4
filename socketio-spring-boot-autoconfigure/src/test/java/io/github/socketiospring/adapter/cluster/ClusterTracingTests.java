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
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.observation.MicrometerClusterObserver;
import io.github.socketiospring.observation.MicrometerObserver;
import io.github.socketiospring.observation.TestTracing;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What nodes of a cluster observe, and the traces that their messages carry. Each node
 * has a tracer of its own.
 */
class ClusterTracingTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private final TestBroker broker = new TestBroker();

	private final TestTimer timer = new TestTimer();

	private final List<Object> answers = new ArrayList<>();

	private @Nullable Throwable failure;

	private void collect(Flux<?> flux) {
		flux.subscribe(this.answers::add, (ex) -> this.failure = ex);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observesARequestOnceWhateverTheNumberOfNodes(boolean propagating) {
		Node first = new Node("first", propagating);
		new Node("second", propagating);
		new Node("third", propagating);
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
		Node first = new Node("first", false);
		new Node("second", false);
		first.within("caller",
				() -> collect(first.server.timeout(Duration.ofSeconds(1)).emitWithAck("a", String.class)));
		assertThat(first.ended()).containsExactly(
				"emitWithAck in ask a {exception=none, kind=broadcast, namespace=/, nodes.answered=1, "
						+ "nodes.expected=1, outcome=complete}",
				"ask a in caller {event=a, exception=none, namespace=/, outcome=success}", "caller in nothing {}");
	}

	@Test
	void takesTheCallerFromTheReactorContext() {
		Node first = new Node("first", false);
		Observation caller = Observation.start("caller", first.tracing.registry());
		collect(first.server.fetchSockets().contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, caller)));
		assertThat(first.ended()).singleElement().asString().startsWith("fetchSockets in caller");
	}

	@Test
	void remembersTheCallerUntilTheAnswersOfAnotherNamespaceAreSubscribed() {
		Node first = new Node("first", false);
		new Node("second", false).server.of("/chat");
		this.broker.refuseSubscriptions();
		first.within("caller", () -> collect(first.node.sender("/chat").fetchSockets(BroadcastOptions.ALL, null)));
		assertThat(first.ended()).containsExactly("caller in nothing {}");
		this.broker.acceptSubscriptions();
		first.bus.find();
		assertThat(first.ended().get(1)).startsWith("fetchSockets in caller").contains("namespace=/chat");
	}

	@Test
	void observesHowRequestsEnd() {
		Node first = new Node("first", false);
		new Node("second", false);
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
	void aListenerOfAnotherNodeBelongsToTheTraceOfTheSender() {
		Node first = new Node("first", true);
		Node second = new Node("second", true);
		List<@Nullable String> traces = new ArrayList<>();
		second.server.of("/").onServerSideEmit("load", (arguments, ack) -> {
			traces.add(second.tracing.traceId());
			ack.send("x");
		});
		first.within("caller", () -> {
			traces.add(first.tracing.traceId());
			first.server.of("/").serverSideEmit("load");
			collect(first.server.of("/").serverSideEmitWithAck("load", String.class));
		});
		assertThat(traces).hasSize(3).doesNotContainNull();
		assertThat(traces.subList(1, 3)).containsOnly(traces.get(0));
		assertThat(this.answers).containsExactly("x");
		assertThat(second.tracing.traceId()).isNull();
		assertThat(first.ended()).containsExactly(
				"publish server_event in caller {exception=none, kind=server_event, namespace=/, outcome=success}",
				"serverSideEmit in caller {exception=none, kind=server_event, namespace=/, nodes.answered=1, "
						+ "nodes.expected=1, outcome=complete}",
				"caller in nothing {}");
		assertThat(second.ended()).hasSize(2)
			.containsOnly("handle load in nothing {event=load, exception=none, kind=server_event, namespace=/, "
					+ "outcome=success}");
		assertThat(second.parents()).containsExactly(first.spans().get(0), first.spans().get(1));
	}

	@Test
	void tellsThatAListenerFailed() {
		Node first = new Node("first", true);
		Node second = new Node("second", true);
		second.server.of("/").onServerSideEmit("load", (arguments, ack) -> {
			throw new IllegalStateException("on purpose");
		});
		try (CapturedLog log = CapturedLog.of(Namespace.class.getName())) {
			first.within("caller", () -> first.server.of("/").serverSideEmit("load"));
			assertThat(log.lines()).hasSize(1);
		}
		assertThat(second.ended()).singleElement().asString().contains("exception=IllegalStateException");
	}

	@Test
	void everyMessageBelongsToTheTraceOfItsSender() {
		Node first = new Node("first", true);
		Node second = new Node("second", true);
		TestEngineSession client = TestEngineSession.open(second.server);
		client.connect("/");
		second.contexts.clear();
		List<@Nullable String> traces = new ArrayList<>();
		first.within("caller", () -> {
			traces.add(first.tracing.traceId());
			first.server.emit("hello");
			first.server.socketsJoin("a");
			first.server.socketsLeave("a");
			collect(first.server.fetchSockets());
			collect(first.server.of("/").roomsOfAllNodes().flux());
			collect(first.server.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
			first.server.disconnectSockets();
		});
		assertThat(second.handled()).containsExactly("broadcast", "join", "leave", "sockets", "rooms", "broadcast",
				"disconnect");
		assertThat(second.traces()).hasSize(7).containsOnly(traces.get(0));
		assertThat(second.parents()).containsExactlyInAnyOrderElementsOf(first.sent());
		assertThat(client.take()).contains("2[\"hello\"]");
	}

	@Test
	void messagesCarryNoTraceUnlessThatIsWanted() {
		Node first = new Node("first", false);
		Node second = new Node("second", true);
		first.within("caller", () -> {
			first.server.emit("hello");
			first.server.of("/").serverSideEmit("load");
			collect(first.server.fetchSockets());
		});
		assertThat(this.broker.published()).hasSize(3).noneMatch((frame) -> frame.contains("traceparent"));
		assertThat(second.ended()).isEmpty();
		assertThat(first.ended()).hasSize(2);
	}

	@Test
	void messagesOutsideOfATraceAreNotObserved() {
		Node first = new Node("first", true);
		first.server.emit("hello");
		first.server.of("/").serverSideEmit("load");
		assertThat(this.broker.published()).hasSize(2).noneMatch((frame) -> frame.contains("traceparent"));
		assertThat(first.ended()).isEmpty();
	}

	@Test
	void aNodeThatDoesNotWantTracesIgnoresThoseOfOthers() {
		Node first = new Node("first", true);
		Node second = new Node("second", false);
		List<@Nullable String> traces = new ArrayList<>();
		second.server.of("/").onServerSideEmit("load", (arguments, ack) -> traces.add(second.tracing.traceId()));
		TestEngineSession client = TestEngineSession.open(second.server);
		client.connect("/");
		second.contexts.clear();
		this.broker.hold();
		first.within("caller", () -> {
			first.server.emit("hello");
			first.server.of("/").serverSideEmit("load");
		});
		assertThat(this.broker.published()).hasSize(2).allMatch((frame) -> frame.contains("traceparent"));
		// Only now, since the tracers of all nodes share the span of the thread.
		this.broker.release();
		assertThat(client.take()).containsExactly("2[\"hello\"]");
		assertThat(traces).hasSize(1).containsOnlyNulls();
		assertThat(second.ended()).isEmpty();
	}

	@Test
	void aMalformedTraceIsIgnored() {
		Node node = new Node("node", true);
		TestEngineSession client = TestEngineSession.open(node.server);
		client.connect("/");
		node.contexts.clear();
		String frame = WireFormat.write("peer",
				new ClusterMessage.Broadcast(Packet.event("/", "hello"), BroadcastOptions.ALL, null, null));
		for (String trace : List.of("nonsense", "00-" + TRACE + "-00f067aa0ba902b7-0",
				"00-" + TRACE.toUpperCase() + "-00f067aa0ba902b7-01")) {
			this.broker.inject("/", frame.replaceFirst("\\{", "{\"traceparent\":\"" + trace + "\","));
		}
		assertThat(client.take()).containsExactly("2[\"hello\"]", "2[\"hello\"]", "2[\"hello\"]");
		assertThat(node.ended()).isEmpty();
		assertThat(node.node.statistics().count(ClusterCounter.MALFORMED)).isZero();
		this.broker.inject("/",
				frame.replaceFirst("\\{", "{\"traceparent\":\"00-" + TRACE + "-00f067aa0ba902b7-01\","));
		assertThat(node.traces()).containsExactly(TRACE);
		assertThat(node.parents()).containsExactly("00f067aa0ba902b7");
	}

	@Test
	void aMessageThatIsLostOrUnfitEndsItsObservation() {
		Node node = new Node("node", true);
		node.bus.lose();
		node.within("caller", () -> {
			node.server.emit("hello");
			try {
				node.server.emit("hello", new Unfit());
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		});
		assertThat(node.ended()).containsExactly(
				"publish broadcast in caller {exception=IllegalStateException, kind=broadcast, namespace=/, "
						+ "outcome=error}",
				"publish broadcast in caller {exception=" + this.failure.getClass().getSimpleName()
						+ ", kind=broadcast, namespace=/, outcome=error}",
				"caller in nothing {}");
	}

	@Test
	void aMessageThatOwnClientsCannotGetEndsItsObservation() {
		Node node = new Node("node", true);
		TestEngineSession.open(node.server).connect("/");
		node.contexts.clear();
		Object unfit = CompletableFuture.completedFuture(1);
		node.within("caller", () -> assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> node.server.emit("hello", unfit)));
		assertThat(this.broker.published()).isEmpty();
		assertThat(node.ended().get(0)).startsWith("publish broadcast in caller")
			.contains("exception=IllegalStateException");
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

			@Override
			public ObservedMessage publish(String namespace, MessageKind kind) {
				throw new IllegalStateException("on purpose");
			}

			@Override
			public ObservedMessage handle(String namespace, MessageKind kind, TraceContext trace) {
				throw new IllegalStateException("on purpose");
			}

		};
		Node first = new Node("first", true);
		Node second = new Node("second", true, failing);
		TestEngineSession client = TestEngineSession.open(second.server);
		client.connect("/");
		try (CapturedLog log = CapturedLog.of(ClusterObserver.class.getName())) {
			first.within("caller", () -> first.server.emit("hello"));
			second.within("caller", () -> second.server.emit("again"));
			collect(second.server.fetchSockets());
			assertThat(log.lines()).isNotEmpty();
		}
		assertThat(client.take()).containsExactly("2[\"hello\"]", "2[\"again\"]");
		assertThat(this.answers).hasSize(1);
		assertThat(this.failure).isNull();
		assertThat(second.node.statistics().count(ClusterCounter.FAILED)).isZero();
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

		Node(String name, boolean propagating) {
			this(name, propagating, null);
		}

		Node(String name, boolean propagating, @Nullable ClusterObserver observer) {
			this.node = ClusterNode.builder(this.bus)
				.options(ClusterOptions.builder().name(name).propagateTrace(propagating).build())
				.observer((observer != null) ? observer
						: new MicrometerClusterObserver(this.tracing.registry(),
								new MicrometerClusterObserver.Conventions(null, null, null)))
				.timer(ClusterTracingTests.this.timer)
				.lanes(Schedulers.immediate())
				.build();
			this.node.start().block();
			this.server = SocketIOServers.builder()
				.adapters(this.node)
				.timer(ClusterTracingTests.this.timer)
				.executor(Runnable::run)
				.observer(new MicrometerObserver(this.tracing.registry(),
						new MicrometerObserver.Conventions(null, null, null, null, null), false, false))
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

		List<String> handled() {
			return this.contexts.stream()
				.map((context) -> context.getLowCardinalityKeyValue("kind").getValue())
				.toList();
		}

		List<String> traces() {
			return this.contexts.stream().map((context) -> traced(context).getSpan().context().traceId()).toList();
		}

		List<String> spans() {
			return this.contexts.stream().map((context) -> traced(context).getSpan().context().spanId()).toList();
		}

		/**
		 * The spans of what was sent, which have no other observation than the caller.
		 */
		List<String> sent() {
			return this.contexts.stream()
				.filter((context) -> context.getName().startsWith("socketio.cluster."))
				.map((context) -> traced(context).getSpan().context().spanId())
				.toList();
		}

		List<String> parents() {
			return this.contexts.stream().map((context) -> traced(context).getSpan().context().parentId()).toList();
		}

		private static TracingObservationHandler.TracingContext traced(Observation.Context context) {
			return context.getRequired(TracingObservationHandler.TracingContext.class);
		}

	}

}
