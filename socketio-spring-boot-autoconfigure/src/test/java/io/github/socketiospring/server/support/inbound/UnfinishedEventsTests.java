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
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.HoldingHandler;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that are still running when their time is over, or when their client has left.
 */
class UnfinishedEventsTests {

	private static final Duration COMPLETION = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private final List<EventInvocation> held = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	private SocketIOServer io = server(SocketIOOptions.defaults());

	private TestEngineSession session;

	private SocketIOServer server(SocketIOOptions options) {
		SocketIOServer server = SocketIOServers.builder().options(options).timer(this.timer).build();
		server.of("/").addHandler(new HoldingHandler(this.held));
		server.of("/").addHandler(new Logging());
		return server;
	}

	private SocketIOSocket connect() {
		this.session = TestEngineSession.open(this.io);
		return this.io.of("/").socket(this.session.connect("/"));
	}

	private void leave() {
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
	}

	private void hold(int index, String name, boolean endsAtOnce) {
		EventInvocation invocation = this.held.get(index);
		invocation.underway(new EventWork() {

			@Override
			public void clientLeft() {
				UnfinishedEventsTests.this.log.add(name + " alone");
				if (endsAtOnce) {
					invocation.handled();
				}
			}

			@Override
			public void cancel() {
				UnfinishedEventsTests.this.log.add(name + " cancelled");
			}

		});
	}

	@Test
	void letsWorkCompleteBeforeTheGoodbye() {
		connect();
		this.session.receive("2[\"a\"]");
		hold(0, "a", false);
		leave();
		this.timer.advance(COMPLETION.minusMillis(1));
		assertThat(this.log).containsExactly("a alone");
		this.held.get(0).handled();
		assertThat(this.log).containsExactly("a alone", "disconnecting", "disconnected");
		this.timer.advance(COMPLETION);
		assertThat(this.log).hasSize(3);
	}

	@Test
	void goesOnOnceBehindAHandlerWhoseTimeoutCannotBeSet() {
		HoldingHandler holding = new HoldingHandler(this.held);
		this.io.of("/other").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return new EventHandler() {

					@Override
					public @Nullable Object readArguments(EventArguments arguments) {
						return holding.readArguments(arguments);
					}

					@Override
					public void handle(EventInvocation invocation) {
						holding.handle(invocation);
					}

					@Override
					public @Nullable Duration timeout() {
						if (event.equals("broken")) {
							throw new IllegalStateException("on purpose");
						}
						return null;
					}

				};
			}

		});
		this.session = TestEngineSession.open(this.io);
		this.session.connect("/other");
		this.session.receive("2/other,1[\"broken\"]", "2/other,[\"a\"]", "2/other,[\"b\"]");
		assertThat(this.session.take()).singleElement().asString().startsWith("3/other,1[");
		assertThat(this.held).extracting(EventInvocation::event).containsExactly("broken", "a");
		this.held.get(0).handled();
		assertThat(this.held).hasSize(2);
		this.held.get(1).handled();
		this.held.get(2).handled();
		assertThat(this.held).extracting(EventInvocation::event).containsExactly("broken", "a", "b");
		assertThat(this.session.memory().held(MemoryKind.EVENTS)).isZero();
	}

	@Test
	void tellsWhichHandlersAreAtWork() {
		SocketIOSocket socket = connect();
		this.session.receive("2[\"a\"]", "2[\"b\"]");
		this.timer.advance(Duration.ofSeconds(3));
		SocketIOSocket other = connect();
		other.use((event) -> Mono.never());
		this.session.receive("2[\"c\"]");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.io.statistics().handlersAtWork()).containsExactly(
				new HandlerAtWork("/", socket.id(), "a", Duration.ofSeconds(4)),
				new HandlerAtWork("/", other.id(), "c", Duration.ofSeconds(1)));
		this.held.get(0).handled();
		assertThat(this.io.statistics().handlersAtWork()).extracting(HandlerAtWork::event).containsExactly("c", "b");
		leave();
		this.timer.advance(COMPLETION);
		assertThat(this.io.statistics().handlersAtWork()).extracting(HandlerAtWork::event).containsExactly("b");
		this.held.get(1).handled();
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
	}

	@Test
	void tellsWhichGoodbyesHang() {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
				return Mono.never();
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return Mono.never();
			}

		});
		SocketIOSocket socket = connect();
		leave();
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(this.io.statistics().handlersAtWork())
			.containsExactly(new HandlerAtWork("/", socket.id(), "disconnecting", Duration.ofSeconds(3)));
		this.timer.advance(COMPLETION);
		assertThat(this.io.statistics().handlersAtWork())
			.containsExactly(new HandlerAtWork("/", socket.id(), "disconnect", Duration.ofSeconds(3)));
		this.timer.advance(COMPLETION);
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
	}

	@Test
	void endsWorkOfWhichOnlyTheClientHadSomething() {
		connect();
		this.session.receive("2[\"a\"]");
		hold(0, "a", true);
		leave();
		assertThat(this.log).containsExactly("a alone", "disconnecting", "disconnected");
	}

	@Test
	void endsEverythingWhenTheTimeToCompleteIsOver() {
		connect();
		this.session.receive("2[\"a\"]", "2[\"b\"]", "2[\"c\"]");
		hold(0, "a", false);
		leave();
		this.timer.advance(COMPLETION.dividedBy(2));
		this.held.get(0).handled();
		hold(1, "b", false);
		this.timer.advance(COMPLETION.dividedBy(2));
		assertThat(this.held).extracting(EventInvocation::event).containsExactly("a", "b");
		assertThat(this.log).containsExactly("a alone", "b cancelled", "disconnecting", "disconnected");
		this.held.get(1).handled();
		assertThat(this.log).hasSize(4);
		assertThat(this.io.isIdle()).isTrue();
	}

	@Test
	void saysGoodbyeWhenMiddlewareNeverDecides() {
		connect().use((event) -> Mono.never());
		this.session.receive("2[\"a\"]", "2[\"b\"]");
		leave();
		assertThat(this.log).isEmpty();
		this.timer.advance(COMPLETION);
		assertThat(this.log).containsExactly("disconnecting", "disconnected");
		assertThat(this.held).isEmpty();
	}

	@Test
	void saysGoodbyeToOthersWhenOneHangs() {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
				return hang("disconnecting");
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return hang("disconnect");
			}

			private Mono<Void> hang(String event) {
				return Mono.<Void>never().doOnCancel(() -> UnfinishedEventsTests.this.log.add(event + " cancelled"));
			}

		});
		this.io.of("/").addHandler(new Logging());
		connect();
		leave();
		assertThat(this.log).containsExactly("disconnecting");
		this.timer.advance(COMPLETION.minusMillis(1));
		assertThat(this.log).hasSize(1);
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.log).containsExactly("disconnecting", "disconnecting cancelled", "disconnecting",
				"disconnected");
		assertThat(this.io.isIdle()).isFalse();
		this.timer.advance(COMPLETION);
		assertThat(this.log).hasSize(6).endsWith("disconnect cancelled", "disconnected");
		assertThat(this.io.isIdle()).isTrue();
	}

	@Test
	void boundsTheTimeOfHandlers() {
		this.io = server(SocketIOOptions.builder().handlerTimeout(Duration.ofSeconds(5)).build());
		connect();
		this.session.receive("21[\"a\"]", "22[\"b\"]");
		hold(0, "a", false);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.log).containsExactly("a cancelled");
		assertThat(this.session.take()).containsExactly("31[{\"title\":\"Gateway Timeout\",\"status\":504,"
				+ "\"detail\":\"The event was not handled within 5000 ms\",\"socketioProblem\":true}]");
		assertThat(this.held).hasSize(2);
		this.held.get(0).acknowledge("late");
		assertThat(this.session.take()).isEmpty();
		this.held.get(1).acknowledge("in time");
		assertThat(this.session.take()).containsExactly("32[\"in time\"]");
	}

	@Test
	void releasesWhatStoppedBetweenItsTimeAndItsEnd() {
		this.io = server(SocketIOOptions.builder().handlerTimeout(Duration.ofSeconds(5)).build());
		connect();
		this.session.receive("2[\"a\"]");
		assertThat(this.session.memory().held(MemoryKind.EVENTS)).isPositive();
		this.held.get(0).underway(new EventWork() {

			private boolean cancelled;

			@Override
			public void cancel() {
				this.cancelled = true;
			}

			@Override
			public boolean goesOn() {
				// A method that has returned in the meantime: this was called before.
				return !this.cancelled;
			}

		});
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.session.memory().held(MemoryKind.EVENTS)).isZero();
	}

	@Test
	void logsOneLineWhateverEventsAreCalled() {
		this.io = server(SocketIOOptions.builder().handlerTimeout(Duration.ofSeconds(5)).build());
		connect();
		try (CapturedLog captured = CapturedLog.of(EventInvocation.class.getName())) {
			for (String event : List.of("a", "b", "c")) {
				this.session.receive("2[\"" + event + "\"]");
				this.timer.advance(Duration.ofSeconds(5));
			}
			assertThat(captured.lines()).filteredOn((line) -> line.startsWith("WARN")).hasSize(1);
		}
		assertThat(this.held).hasSize(3);
	}

	@Test
	void setsNoTimerForWhatIsDoneAtOnce() {
		this.io = server(SocketIOOptions.builder().handlerTimeout(Duration.ofSeconds(5)).build());
		SocketIOSocket socket = connect();
		int before = this.timer.pending();
		this.session.receive("2[\"a\"]");
		assertThat(this.timer.pending()).isEqualTo(before + 1);
		this.held.get(0).handled();
		assertThat(this.timer.pending()).isEqualTo(before);
		socket.on("sync", (arguments, ack) -> this.log.add("sync " + this.timer.pending()));
		this.session.receive("2[\"sync\"]");
		this.held.get(1).handled();
		assertThat(this.log).containsExactly("sync " + before);
		leave();
		assertThat(this.timer.pending()).isLessThanOrEqualTo(before);
	}

	/**
	 * Told of those who leave.
	 */
	private final class Logging implements NamespaceHandler {

		@Override
		public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
			return Mono.fromRunnable(() -> UnfinishedEventsTests.this.log.add("disconnecting"));
		}

		@Override
		public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
			return Mono.fromRunnable(() -> UnfinishedEventsTests.this.log.add("disconnected"));
		}

	}

}
