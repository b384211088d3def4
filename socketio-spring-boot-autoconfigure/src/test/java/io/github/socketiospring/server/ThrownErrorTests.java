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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Application code may throw anything, including an {@link Error}: the server continues,
 * and no resources are left.
 */
class ThrownErrorTests {

	private final TestTimer timer = new TestTimer();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final List<String> log = new ArrayList<>();

	private SocketIOServer server(boolean recovery) {
		SocketIOServer.Builder builder = SocketIOServers.builder().timer(this.timer);
		if (recovery) {
			builder.options(new TestOptions().recovery(false).build())
				.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100,
						this.timer));
		}
		return builder.build();
	}

	private static SocketIOSocket socket(SocketIOServer io, TestEngineSession session) {
		session.receive("0");
		SocketIOSocket socket = io.of("/").socket(session.connected());
		session.take();
		return socket;
	}

	private static void isServed(SocketIOSocket socket, TestEngineSession session) {
		session.take();
		socket.on("last", (arguments, ack) -> ack.send("done"));
		session.receive("299[\"last\"]");
		assertThat(session.take()).containsExactly("399[\"done\"]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofWhatIsSent(boolean recovery) {
		SocketIOServer io = server(recovery);
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		assertThat(catchThrowable(() -> io.emit("all", new Unreadable()))).isNotNull();
		assertThat(catchThrowable(() -> socket.emit("one", new Unreadable()))).isNotNull();
		io.emit("next");
		socket.emit("last");
		assertThat(session.take()).hasSize(2);
		isServed(socket, session);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofListenersToWhatIsSent(boolean recovery) {
		SocketIOServer io = server(recovery);
		TestEngineSession session = TestEngineSession.open(io);
		TestEngineSession other = TestEngineSession.open(io);
		socket(io, other);
		SocketIOSocket socket = socket(io, session);
		socket.onAnyOutgoing((event, arguments) -> {
			throw new AssertionError("broken");
		});
		io.emit("all");
		socket.emit("one");
		assertThat(session.take()).hasSize(2);
		assertThat(other.take()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofListenersToAllEvents(boolean recovery) {
		SocketIOServer io = server(recovery);
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		socket.onAny((event, arguments) -> {
			throw new AssertionError("broken");
		});
		isServed(socket, session);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofListenersToTheEnd(boolean recovery) {
		SocketIOServer io = server(recovery);
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		socket.onDisconnecting((reason, details) -> {
			throw new AssertionError("broken");
		});
		socket.onDisconnecting((reason, details) -> this.log.add("leaving"));
		socket.onDisconnect((reason, details) -> {
			throw new AssertionError("broken");
		});
		socket.onDisconnect((reason, details) -> this.log.add("left"));
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.log).containsExactly("leaving", "left");
		assertThat(io.isIdle()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "disconnecting", "disconnect" })
	void ofHandlersOfTheEnd(String which) {
		SocketIOServer io = server(false);
		io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
				return end("disconnecting");
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return end("disconnect");
			}

			private Mono<Void> end(String name) {
				if (name.equals(which)) {
					throw new NoClassDefFoundError("broken");
				}
				return Mono.empty();
			}

		});
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		socket.onDisconnect((reason, details) -> this.log.add("left"));
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.log).containsExactly("left");
		assertThat(io.isIdle()).isTrue();
		assertThat(this.timer.pending()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "arguments", "handler", "listener", "middleware" })
	void thatAreFatalCloseTheConnection(String where) {
		SocketIOServer io = server(false);
		io.of("/").addHandler(new Failing(where));
		TestEngineSession session = TestEngineSession.open(io);
		TestEngineSession other = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		SocketIOSocket neighbour = socket(io, other);
		socket.on("listener", (arguments, ack) -> {
			throw new OutOfMemoryError("on purpose");
		});
		if (where.equals("middleware")) {
			socket.use((event) -> {
				throw new OutOfMemoryError("on purpose");
			});
		}
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring")) {
			session.receive("21[\"" + where + "\"]");
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR").contains("on purpose");
		}
		assertThat(session.isOpen()).isFalse();
		isServed(neighbour, other);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofTheSearchForHandlers(boolean late) {
		SocketIOServer io = server(false);
		io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public @Nullable EventHandler eventHandler(String event) {
				if (event.equals("broken")) {
					throw new AssertionError("broken");
				}
				return null;
			}

		});
		TestEngineSession session = TestEngineSession.open(io);
		SocketIOSocket socket = socket(io, session);
		socket.use((event) -> (late && event.name().equals("broken")) ? this.gate.asMono() : Mono.empty());
		session.receive("21[\"broken\"]");
		this.gate.tryEmitEmpty();
		isServed(socket, session);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ofWhatDescribesErrors(boolean status) {
		SocketIOServer.Builder builder = SocketIOServers.builder().timer(this.timer);
		if (status) {
			builder.errorStatuses((error, locale) -> {
				throw new AssertionError("broken");
			});
		}
		else {
			builder.errors((error, locale) -> {
				throw new AssertionError("broken");
			});
		}
		SocketIOServer io = builder.build();
		List<EventInvocation> held = new ArrayList<>();
		io.of("/").addHandler(new HoldingHandler(held));
		TestEngineSession session = TestEngineSession.open(io);
		socket(io, session);
		session.receive("21[\"e\"]", "22[\"f\"]");
		held.get(0).fail(new IllegalStateException("no"));
		assertThat(session.take()).singleElement().asString().startsWith("31[");
		assertThat(held).hasSize(2);
	}

	/**
	 * Fails while it is written.
	 */
	static class Unreadable {

		@JsonProperty
		String name() {
			throw new AssertionError("broken");
		}

	}

	/**
	 * Fails as if memory had run out.
	 *
	 * @param where where it fails, which is the name of the event as well
	 */
	private record Failing(String where) implements NamespaceHandler {

		@Override
		public @Nullable EventHandler eventHandler(String event) {
			if (!event.equals(this.where)) {
				return null;
			}
			return (this.where.equals("listener") || this.where.equals("middleware")) ? null : new EventHandler() {

				@Override
				public @Nullable Object readArguments(EventArguments arguments) {
					fail("arguments");
					return null;
				}

				@Override
				public void handle(EventInvocation invocation) {
					fail("handler");
				}

			};
		}

		private void fail(String now) {
			if (this.where.equals(now)) {
				throw new OutOfMemoryError("on purpose");
			}
		}

	}

}
