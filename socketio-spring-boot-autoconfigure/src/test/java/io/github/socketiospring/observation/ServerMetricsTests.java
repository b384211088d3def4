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

import java.util.List;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerMetrics}.
 */
class ServerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ServerMetrics metrics = new ServerMetrics(this.registry);

	private final SocketIOServer io = SocketIOServers.builder().meter(this.metrics).build();

	@BeforeEach
	void bind() {
		this.metrics.bind(this.io.statistics());
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	private Timer timer(String... tags) {
		return this.registry.get("socketio.handlers").tags(tags).timer();
	}

	private SocketIOSocket connect(TestEngineSession session, String namespace) {
		String id = session.connect(namespace);
		SocketIOSocket socket = this.io.of(namespace).socket(id);
		assertThat(socket).isNotNull();
		return socket;
	}

	@Test
	void showsWhatANamespaceHolds() {
		SocketIOSocket socket = connect(TestEngineSession.open(this.io), "/");
		socket.join("a", "b");
		socket.emitWithAck("asked", String.class).onErrorComplete().subscribe();
		assertThat(gauge("socketio.sockets", "namespace", "/", "transport", "websocket")).isOne();
		assertThat(gauge("socketio.sockets", "namespace", "/", "transport", "polling")).isZero();
		assertThat(gauge("socketio.rooms", "namespace", "/")).isEqualTo(2);
		assertThat(gauge("socketio.acks.pending", "namespace", "/")).isOne();
		socket.disconnect();
		assertThat(gauge("socketio.sockets", "namespace", "/", "transport", "websocket")).isZero();
		assertThat(gauge("socketio.rooms", "namespace", "/")).isZero();
		assertThat(gauge("socketio.acks.pending", "namespace", "/")).isZero();
	}

	@Test
	void countsEventsForEachReceiver() {
		TestEngineSession first = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(first, "/");
		connect(TestEngineSession.open(this.io), "/");
		first.receive("2[\"a\"]", "2[\"b\"]");
		socket.emit("one");
		this.io.emit("two");
		this.io.to("nobody").emit("none");
		assertThat(count("socketio.events.received", "namespace", "/")).isEqualTo(2);
		assertThat(count("socketio.events.sent", "namespace", "/")).isEqualTo(3);
		assertThat(this.registry.get("socketio.broadcast.receivers").summary().count()).isEqualTo(2);
		assertThat(this.registry.get("socketio.broadcast.receivers").summary().totalAmount()).isEqualTo(2);
	}

	@Test
	void measuresHandlersByTheNamesThatTheApplicationRegistered() {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public @Nullable EventHandler eventHandler(String event) {
				return event.equals("known") ? null : new AnyHandler();
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session, "/").on("known", (arguments, ack) -> {
		}).on("broken", (arguments, ack) -> {
			throw new IllegalArgumentException("broken");
		});
		session.receive("2[\"known\"]", "2[\"known\"]", "2[\"invented\"]", "2[\"broken\"]");
		assertThat(timer("namespace", "/", "event", "known", "outcome", "success").count()).isEqualTo(2);
		assertThat(timer("namespace", "/", "event", "known", "outcome", "error").count()).isZero();
		assertThat(timer("namespace", "/", "event", "broken", "outcome", "error").count()).isOne();
		// The handler for any event is called for "broken" as well.
		assertThat(timer("namespace", "/", "event", "other", "outcome", "success").count()).isEqualTo(2);
		assertThat(this.registry.find("socketio.handlers").tag("event", "invented").timer()).isNull();
	}

	@Test
	void measuresHandlersUntilTheirEventsEnd() {
		EventInvocation[] running = new EventInvocation[1];
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return new AnyHandler() {

					@Override
					public void handle(EventInvocation invocation) {
						running[0] = invocation;
					}

				};
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session, "/");
		session.receive("2[\"slow\"]");
		assertThat(timer("event", "other", "outcome", "success").count()).isZero();
		assertThat(gauge("socketio.handlers.active")).isOne();
		running[0].handled();
		running[0].handled();
		assertThat(timer("event", "other", "outcome", "success").count()).isOne();
		assertThat(gauge("socketio.handlers.active")).isZero();
	}

	@Test
	void limitsTheNamesOfEvents() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(session, "/");
		for (int i = 0; i < 300; i++) {
			socket.on("event-" + i, (arguments, ack) -> {
			});
			session.receive("2[\"event-" + i + "\"]");
		}
		assertThat(this.registry.get("socketio.handlers").timers()).hasSize(2 * 201);
		assertThat(timer("event", "other", "outcome", "success").count()).isEqualTo(100);
	}

	@Test
	void measuresAcknowledgements() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(session, "/");
		socket.emitWithAck("a", String.class).subscribe();
		this.io.emitWithAck("b", String.class).subscribe();
		socket.emitWithAck("c", String.class).onErrorComplete().subscribe();
		session.receive("30[\"x\"]", "31[\"y\"]");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.registry.get("socketio.acks").tag("namespace", "/").timer().count()).isEqualTo(2);
	}

	@Test
	void callsNamespacesThatClientsChooseByTheirPattern() {
		this.io.of("/fixed");
		this.io.of((name, auth) -> Mono.just(name.startsWith("/any") || name.startsWith("/room")));
		this.io.of(Pattern.compile("/room-\\d+"));
		TestEngineSession session = TestEngineSession.open(this.io);
		List.of("/", "/room-1", "/room-2", "/any").forEach(session::connect);
		assertThat(gauge("socketio.sockets", "namespace", "/room-\\d+", "transport", "websocket")).isEqualTo(2);
		assertThat(gauge("socketio.sockets", "namespace", "dynamic", "transport", "websocket")).isOne();
		assertThat(this.registry.get("socketio.rooms").gauges())
			.extracting((gauge) -> gauge.getId().getTag("namespace"))
			.containsExactlyInAnyOrder("/", "/room-\\d+", "dynamic");
	}

	@Test
	void callsNamespacesThatAreSetUpLaterDynamic() {
		TestEngineSession.open(this.io);
		this.io.of("/later").onConnection((socket) -> {
		});
		assertThat(this.registry.get("socketio.rooms").gauges())
			.extracting((gauge) -> gauge.getId().getTag("namespace"))
			.containsExactlyInAnyOrder("/", "dynamic");
	}

	@Test
	void removesGaugesWithTheLastNamespaceOfTheirName() {
		this.io.of(Pattern.compile("/room-\\d+"));
		TestEngineSession session = TestEngineSession.open(this.io);
		List.of("/room-1", "/room-2").forEach(session::connect);
		this.io.remove("/room-1");
		assertThat(gauge("socketio.sockets", "namespace", "/room-\\d+", "transport", "websocket")).isOne();
		this.io.remove("/room-2");
		assertThat(this.registry.find("socketio.sockets").tag("namespace", "/room-\\d+").gauges()).isEmpty();
		assertThat(this.registry.find("socketio.rooms").tag("namespace", "/room-\\d+").gauges()).isEmpty();
		session.connect("/room-1");
		assertThat(gauge("socketio.sockets", "namespace", "/room-\\d+", "transport", "websocket")).isOne();
	}

	@Test
	void countsIncidentsByReason() {
		TestEngineSession.open(this.io).receive("0/unknown,");
		assertThat(count("socketio.incidents", "layer", "socket.io", "reason", "unknown_namespace")).isOne();
		assertThat(count("socketio.incidents", "layer", "socket.io", "reason", "event_rate")).isZero();
	}

	/**
	 * Ends each event at once.
	 */
	private static class AnyHandler implements EventHandler {

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			return null;
		}

		@Override
		public void handle(EventInvocation invocation) {
			invocation.handled();
		}

	}

}
