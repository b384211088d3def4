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

package io.github.socketiospring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.observation.MicrometerObserver.Conventions;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MicrometerObserver}.
 */
class MicrometerObserverTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String TRACE_PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

	private final TestTracing tracing = new TestTracing();

	private final ObservationRegistry registry = this.tracing.registry();

	private final TestTimer timer = new TestTimer();

	private final List<String> ended = new ArrayList<>();

	private SocketIOServer io = server(new Conventions(null, null, null, null, null), false, false);

	@BeforeEach
	void record() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStop(Observation.Context context) {
				Map<String, String> keys = new HashMap<>();
				for (KeyValue key : context.getLowCardinalityKeyValues()) {
					keys.put(key.getKey(), key.getValue());
				}
				MicrometerObserverTests.this.ended.add(context.getName() + " of " + keys.get("namespace") + ", "
						+ keys.get("event") + ": " + keys.get("outcome") + ", " + keys.get("exception"));
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	private SocketIOServer server(Conventions conventions, boolean propagating, boolean broadcasts) {
		return SocketIOServers.builder()
			.timer(this.timer)
			.observer(new MicrometerObserver(this.registry, conventions, propagating, broadcasts))
			.build();
	}

	private SocketIOSocket connect(TestEngineSession session) {
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		assertThat(socket).isNotNull();
		return socket;
	}

	@Test
	void observesConnectsAndRefusals() {
		connect(TestEngineSession.open(this.io));
		this.io.use((socket, next) -> Mono.error(new IllegalStateException("no")));
		TestEngineSession.open(this.io).receive("0");
		assertThat(this.ended).containsExactly("socketio.connect of /, null: success, none",
				"socketio.connect of /, null: error, IllegalStateException");
	}

	@Test
	void observesEvents() {
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).on("good", (arguments, ack) -> {
		}).on("bad", (arguments, ack) -> {
			throw new IllegalArgumentException("bad");
		});
		session.receive("2[\"good\"]", "2[\"bad\"]", "2[\"nobody\"]");
		assertThat(this.ended).containsExactly("socketio.connect of /, null: success, none",
				"socketio.event of /, good: success, none",
				"socketio.event of /, bad: error, IllegalArgumentException");
	}

	@Test
	void goesOnIfAHandlerOfObservationsFails() {
		List<Observation.Context> begun = new ArrayList<>();
		this.registry.observationConfig().observationHandler(new ObservationHandler<EventObservationContext>() {

			@Override
			public void onStart(EventObservationContext context) {
				begun.add(context);
				if (begun.size() == 1) {
					throw new IllegalStateException("on purpose");
				}
			}

			@Override
			public void onStop(EventObservationContext context) {
				throw new IllegalStateException("on purpose");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof EventObservationContext;
			}

		});
		List<EventInvocation> held = new ArrayList<>();
		this.io.of("/").addHandler(new HoldingHandler(new ArrayList<>()) {

			@Override
			void handleEvent(EventInvocation invocation) {
				held.add(invocation);
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session);
		session.receive("2[\"first\"]", "2[\"second\"]", "2[\"third\"]");
		for (int i = 0; i < 3; i++) {
			assertThat(held).hasSize(i + 1);
			held.get(i).handled();
		}
		assertThat(begun).hasSize(3);
	}

	@Test
	void boundsTheNamesOfEventsThatAreAsked() {
		SocketIOSocket socket = connect(TestEngineSession.open(this.io));
		for (int i = 0; i < 1_001; i++) {
			socket.emitWithAck("event-" + i, Object.class, Duration.ofSeconds(1)).subscribe(null, (error) -> {
			});
		}
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.ended).anyMatch((line) -> line.contains("event-999:"))
			.anyMatch((line) -> line.contains("other:"))
			.noneMatch((line) -> line.contains("event-1000:"));
	}

	@Test
	void callsEventsOtherWhoseNamesClientsChoose() {
		this.io.of("/").addHandler(new HoldingHandler(new ArrayList<>()) {

			@Override
			void handleEvent(EventInvocation invocation) {
				invocation.handled();
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session);
		session.receive("2[\"invented\"]");
		assertThat(this.ended).contains("socketio.event of /, other: success, none");
	}

	@Test
	void endsWithTheEventWhoeverEndsIt() {
		List<EventInvocation> held = new ArrayList<>();
		this.io = SocketIOServers.builder()
			.timer(this.timer)
			.options(SocketIOOptions.builder().handlerTimeout(Duration.ofSeconds(5)).build())
			.observer(
					new MicrometerObserver(this.registry, new Conventions(null, null, null, null, null), false, false))
			.build();
		this.io.of("/").addHandler(new HoldingHandler(held));
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session);
		this.ended.clear();
		session.receive("2[\"a\"]", "2[\"b\"]");
		assertThat(this.ended).isEmpty();
		held.get(0).handled();
		this.timer.advance(Duration.ofSeconds(6));
		assertThat(this.ended).containsExactly("socketio.event of /, other: success, none",
				"socketio.event of /, other: error, HandlerTimeoutException");
	}

	@Test
	void givesEachEventATraceOfItsOwn() {
		List<@Nullable String> traces = new ArrayList<>();
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).on("a", (arguments, ack) -> traces.add(this.tracing.traceId()));
		Observation.createNotStarted("thread", this.registry).observe(() -> {
			traces.add(this.tracing.traceId());
			session.receive("2[\"a\"]", "2[\"a\"]");
			traces.add(this.tracing.traceId());
		});
		assertThat(traces).hasSize(4).doesNotContainNull();
		assertThat(traces.get(3)).isEqualTo(traces.get(0));
		assertThat(List.of(traces.get(0), traces.get(1), traces.get(2))).doesNotHaveDuplicates();
		assertThat(this.tracing.traceId()).isNull();
	}

	@Test
	void takesTheTraceOfTheClientOnlyIfItIsAskedTo() {
		List<@Nullable String> heard = new ArrayList<>();
		receiveWithTrace(heard);
		assertThat(heard.get(0)).isNotEqualTo(TRACE);
		assertThat(heard.get(1)).isEqualTo("2 arguments");
		heard.clear();
		this.io = server(new Conventions(null, null, null, null, null), true, false);
		receiveWithTrace(heard);
		assertThat(heard).containsExactly(TRACE, "1 arguments");
	}

	@Test
	void takesTheTraceOfAClientThatConnects() {
		this.io = server(new Conventions(null, null, null, null, null), true, false);
		List<@Nullable String> heard = new ArrayList<>();
		this.io.use((socket, next) -> {
			heard.add(this.tracing.traceId());
			return next.proceed();
		});
		this.io.onConnection((socket) -> heard.add(this.tracing.traceId()));
		TestEngineSession.open(this.io).receive("0{\"traceparent\":\"" + TRACE_PARENT + "\"}");
		assertThat(heard).containsExactly(TRACE, TRACE);
	}

	private void receiveWithTrace(List<@Nullable String> heard) {
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).on("a", (arguments, ack) -> {
			heard.add(this.tracing.traceId());
			heard.add(arguments.size() + " arguments");
		});
		session.receive("2[\"a\",{\"x\":1},{\"traceparent\":\"" + TRACE_PARENT + "\"}]");
	}

	@Test
	void beginsATraceIfThatOfTheClientIsInvalid() {
		this.io = server(new Conventions(null, null, null, null, null), true, false);
		List<@Nullable String> traces = new ArrayList<>();
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).on("a", (arguments, ack) -> traces.add(this.tracing.traceId()));
		session.receive("2[\"a\",{\"traceparent\":\"nonsense\"}]", "2[\"a\"]", "2[\"a\",{\"traceparent\":5}]");
		assertThat(traces).hasSize(3).doesNotContainNull().doesNotHaveDuplicates();
	}

	@Test
	void tellsTheLogWhatItIsAbout() {
		Map<String, @Nullable String> seen = new HashMap<>();
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(session);
		socket.on("a", (arguments, ack) -> seen.putAll(MDC.getCopyOfContextMap()));
		MDC.put("own", "kept");
		try {
			session.receive("2[\"a\"]");
			assertThat(MDC.getCopyOfContextMap()).containsExactly(Map.entry("own", "kept"));
		}
		finally {
			MDC.clear();
		}
		assertThat(seen).containsEntry("socketio.namespace", "/")
			.containsEntry("socketio.event", "a")
			.containsEntry("socketio.socket", socket.id())
			.containsEntry("own", "kept")
			.containsKeys("traceId", "spanId");
	}

	@Test
	void shortensTheSessionIdOfAnOldClientInTheLog() {
		List<String> seen = new ArrayList<>();
		TestEngineSession session = TestEngineSession.openOld(this.io);
		this.io.of("/")
			.sockets()
			.forEach((socket) -> socket.on("a", (arguments, ack) -> seen.add(MDC.get("socketio.socket"))));
		session.receive("2[\"a\"]");
		assertThat(seen).singleElement().asString().doesNotContain(session.id());
	}

	@Test
	void observesAcknowledgementsWithinTheTraceOfTheCaller() {
		List<@Nullable String> parents = new ArrayList<>();
		this.registry.observationConfig().observationHandler(new ObservationHandler<AskObservationContext>() {

			@Override
			public void onStart(AskObservationContext context) {
				parents.add((context.getParentObservation() != null)
						? context.getParentObservation().getContextView().getName() : null);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof AskObservationContext;
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(session);
		this.ended.clear();
		Observation.createNotStarted("caller", this.registry)
			.observe(() -> socket.emitWithAck("a", String.class).subscribe());
		session.receive("30[\"x\"]");
		this.io.emitWithAck("b", String.class).onErrorComplete().subscribe();
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(parents).containsExactly("caller", null);
		assertThat(this.ended).contains("socketio.ask of /, a: success, none",
				"socketio.ask of /, b: error, AckTimeoutException");
	}

	@Test
	void observesBroadcastsOnlyIfItIsAskedTo() {
		this.io.emit("a");
		assertThat(this.ended).isEmpty();
		this.io = server(new Conventions(null, null, null, null, null), false, true);
		this.io.emit("a");
		assertThat(this.ended).containsExactly("socketio.broadcast of /, a: success, none");
	}

	@Test
	void namesObservationsByTheConventionOfTheApplication() {
		this.io = server(new Conventions(null, new DefaultEventObservationConvention() {

			@Override
			public String getName() {
				return "my.event";
			}

		}, null, null, null), false, false);
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).on("a", (arguments, ack) -> {
		});
		session.receive("2[\"a\"]");
		assertThat(this.ended).contains("my.event of /, a: success, none");
	}

	/**
	 * Keeps its events.
	 */
	private static class HoldingHandler implements NamespaceHandler {

		private final List<EventInvocation> held;

		HoldingHandler(List<EventInvocation> held) {
			this.held = held;
		}

		void handleEvent(EventInvocation invocation) {
			this.held.add(invocation);
		}

		@Override
		public EventHandler eventHandler(String event) {
			return new EventHandler() {

				@Override
				public @Nullable Object readArguments(EventArguments arguments) {
					return null;
				}

				@Override
				public void handle(EventInvocation invocation) {
					handleEvent(invocation);
				}

			};
		}

	}

}
