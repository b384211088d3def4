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

package io.github.socketiospring.server.support.life;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a handler acquires when a socket connects can be released when it leaves: at each
 * stage at which the socket can end, and for each end, every completed connect is
 * followed by its disconnect.
 */
class WelcomeTests {

	private static final Duration COMPLETION = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder().timer(this.timer).build();

	private final Map<Stage, Sinks.Empty<Void>> gates = new EnumMap<>(Stage.class);

	private final List<String> log = new ArrayList<>();

	/** How the middleware ended. */
	private final List<SignalType> decisions = new ArrayList<>();

	/** How the handlers' {@code onConnect} ended. */
	private final List<SignalType> welcomes = new ArrayList<>();

	private @Nullable SocketIOSocket socket;

	private void setUp() {
		for (Stage stage : Stage.values()) {
			this.gates.put(stage, Sinks.empty());
		}
		this.io.use((entering, next) -> {
			this.socket = entering;
			return gate(Stage.BEFORE).then(Mono.defer(next::proceed))
				.then(gate(Stage.AFTER))
				.doFinally(this.decisions::add);
		});
		this.io.of("/").addHandler(new LoggingHandler(Stage.FIRST));
		this.io.of("/").addHandler(new LoggingHandler(Stage.SECOND));
	}

	private Mono<Void> gate(Stage stage) {
		return Mono.defer(() -> this.gates.get(stage).asMono());
	}

	private void open(Stage stage) {
		this.gates.get(stage).tryEmitEmpty();
	}

	private TestEngineSession reach(Stage stage) {
		for (Stage before : Stage.values()) {
			if (before.compareTo(stage) < 0) {
				open(before);
			}
		}
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		return session;
	}

	static Stream<Arguments> stagesAndEnds() {
		return Stream.of(Stage.values())
			.flatMap((stage) -> Stream.of(End.values())
				.filter((end) -> end.canComeAt(stage))
				.map((end) -> Arguments.of(stage, end)));
	}

	@ParameterizedTest
	@MethodSource("stagesAndEnds")
	void eachConnectThatCompletedIsFollowedByOneDisconnect(Stage stage, End end) {
		setUp();
		TestEngineSession session = reach(stage);
		List<String> expected = new ArrayList<>();
		for (Stage handler : List.of(Stage.FIRST, Stage.SECOND)) {
			if (handler.compareTo(stage) < 0 || (handler == stage && end != End.REFUSED)) {
				expected.add(handler + " connect");
			}
		}
		bring(end, stage, session);
		open(stage);
		expected.addAll(expected.stream().map((connect) -> connect.replace("connect", reason(stage, end))).toList());
		assertThat(this.log).isEqualTo(expected);
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.log).isEqualTo(expected);
		assertThat(this.io.isIdle()).isTrue();
		assertThat(this.timer.pending()).isZero();
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("stagesAndEnds")
	void middlewareIsCancelledAndHandlersAreNot(Stage stage, End end) {
		setUp();
		TestEngineSession session = reach(stage);
		int begun = (int) Stream.of(Stage.FIRST, Stage.SECOND).filter((it) -> it.compareTo(stage) <= 0).count();
		bring(end, stage, session);
		SignalType decision = SignalType.CANCEL;
		if (stage == Stage.CONNECTED) {
			decision = SignalType.ON_COMPLETE;
		}
		else if (end == End.REFUSED) {
			decision = SignalType.ON_ERROR;
		}
		assertThat(this.decisions).containsExactly(decision);
		open(stage);
		assertThat(this.welcomes).hasSize(begun).doesNotContain(SignalType.CANCEL);
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.decisions).hasSize(1);
		assertThat(this.welcomes).hasSize(begun);
	}

	private void bring(End end, Stage stage, TestEngineSession session) {
		switch (end) {
			case LOST -> session.lose(CloseReason.PING_TIMEOUT, "gone");
			case VIOLATION -> session.receive("2[\"too early\"]");
			case SHUTDOWN -> this.io.close(10, Duration.ofMillis(1)).subscribe();
			case MALFORMED -> session.receive("9");
			case TIMEOUT -> this.timer.advance(SocketIOOptions.defaults().connectTimeout());
			case DISCONNECTED -> this.socket.disconnect();
			case DISCONNECTED_WITH_ITS_CONNECTION -> this.socket.disconnect(true);
			case REFUSED -> this.gates.get(stage).tryEmitError(new ConnectRefusedException("no"));
			case LEFT -> session.receive("1");
		}
	}

	private static String reason(Stage stage, End end) {
		if (stage != Stage.CONNECTED) {
			return switch (end) {
				case REFUSED -> "CONNECT_REFUSED no";
				case DISCONNECTED, DISCONNECTED_WITH_ITS_CONNECTION -> "CONNECT_REFUSED null";
				case MALFORMED -> "CONNECT_ABORTED Expected a packet type, got something else";
				case TIMEOUT -> "CONNECT_ABORTED forced close";
				case LOST -> "CONNECT_ABORTED gone";
				case VIOLATION -> "CONNECT_ABORTED its client must not send EVENT for namespace / now";
				case SHUTDOWN -> "CONNECT_ABORTED server shutting down";
				case LEFT -> throw new IllegalArgumentException();
			};
		}
		return switch (end) {
			case LOST -> "PING_TIMEOUT gone";
			case SHUTDOWN -> "SERVER_SHUTTING_DOWN null";
			case DISCONNECTED, DISCONNECTED_WITH_ITS_CONNECTION -> "SERVER_NAMESPACE_DISCONNECT null";
			case MALFORMED -> "FORCED_CLOSE Expected a packet type, got something else";
			case LEFT -> "CLIENT_NAMESPACE_DISCONNECT null";
			case REFUSED, VIOLATION, TIMEOUT -> throw new IllegalArgumentException();
		};
	}

	@ParameterizedTest
	@EnumSource(names = { "BEFORE", "FIRST", "SECOND", "AFTER" })
	void socketIsRefusedIfItsNamespaceIsRemoved(Stage stage) {
		setUp();
		TestEngineSession session = reach(stage);
		this.io.remove("/");
		for (Stage next : Stage.values()) {
			open(next);
		}
		assertThat(session.take()).containsExactly("4{\"message\":\"Invalid namespace\"}");
		assertThat(this.log).containsExactly("FIRST connect", "SECOND connect",
				"FIRST CONNECT_REFUSED Invalid namespace", "SECOND CONNECT_REFUSED Invalid namespace");
		assertThat(this.socket.isConnected()).isFalse();
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"Invalid namespace\"}");
	}

	@Test
	void socketThatEntersWhileItsNamespaceIsRemovedDoesNotStay() {
		for (int i = 0; i < 300; i++) {
			String name = "/removed-" + i;
			this.io.of(name).addHandler(new NamespaceHandler() {

			});
			TestEngineSession session = TestEngineSession.open(this.io);
			Race.run(() -> this.io.remove(name), () -> session.receive("0" + name + ","));
			List<String> sent = session.take();
			assertThat(sent.get(sent.size() - 1)).matches("1" + name + ",|4" + name + ",\\{.*}");
			session.lose(CloseReason.TRANSPORT_CLOSE);
		}
	}

	@Test
	void handlerRunsOnWhenMiddlewareWaitsNoLonger() {
		setUp();
		open(Stage.BEFORE);
		Sinks.Empty<Void> patience = Sinks.empty();
		this.io.use((entering, next) -> next.proceed()
			.takeUntilOther(patience.asMono())
			.then(Mono.error(new CancellationException("too slow"))));
		TestEngineSession session = reach(Stage.SECOND);
		patience.tryEmitEmpty();
		assertThat(session.take()).containsExactly("4{\"message\":\"Internal server error\"}");
		assertThat(this.log).containsExactly("FIRST connect");
		open(Stage.SECOND);
		assertThat(this.log).containsExactly("FIRST connect", "SECOND connect", "FIRST CONNECT_REFUSED too slow",
				"SECOND CONNECT_REFUSED too slow");
	}

	@Test
	void cancelledProceedRefusesThoughTheHandlerCompletes() {
		Sinks.Empty<Void> patience = Sinks.empty();
		Sinks.Empty<Void> verdict = Sinks.empty();
		this.io.use((entering, next) -> next.proceed().takeUntilOther(patience.asMono()).then(verdict.asMono()));
		setUp();
		TestEngineSession session = reach(Stage.SECOND);
		patience.tryEmitEmpty();
		open(Stage.SECOND);
		open(Stage.AFTER);
		verdict.tryEmitEmpty();
		assertThat(session.take()).containsExactly("4{\"message\":\"Connection refused\"}");
		assertThat(this.log).containsExactly("FIRST connect", "SECOND connect",
				"FIRST CONNECT_REFUSED Connection refused", "SECOND CONNECT_REFUSED Connection refused");
	}

	@Test
	void handlerThatHangsDoesNotKeepOthersFromBeingTold() {
		setUp();
		TestEngineSession session = reach(Stage.SECOND);
		session.lose(CloseReason.PING_TIMEOUT, "gone");
		this.timer.advance(COMPLETION.minusMillis(1));
		assertThat(this.log).containsExactly("FIRST connect");
		assertThat(this.io.isIdle()).isFalse();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.log).containsExactly("FIRST connect", "FIRST CONNECT_ABORTED gone");
		assertThat(this.io.isIdle()).isTrue();
		open(Stage.SECOND);
		assertThat(this.log).containsExactly("FIRST connect", "FIRST CONNECT_ABORTED gone", "SECOND connect",
				"SECOND CONNECT_ABORTED gone");
	}

	@Test
	void handlerThatHasNotReturnedInTimeHoldsNobodyUpAfterwards() {
		setUp();
		TestEngineSession session = TestEngineSession.open(this.io);
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				socket.disconnect();
				WelcomeTests.this.timer.advance(COMPLETION);
				return Mono.never();
			}

		});
		List.of(Stage.BEFORE, Stage.FIRST, Stage.SECOND).forEach(this::open);
		try (CapturedLog log = CapturedLog.of(SocketIOSocket.class.getName())) {
			session.receive("0");
			assertThat(log.lines()).singleElement().asString().contains("An onConnect of namespace / is still running");
		}
		assertThat(this.log).containsExactly("FIRST connect", "SECOND connect", "FIRST CONNECT_REFUSED null",
				"SECOND CONNECT_REFUSED null");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.io.isIdle()).isTrue();
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
	}

	@Test
	void handlerThatHangsIsListed() {
		setUp();
		TestEngineSession session = reach(Stage.SECOND);
		this.timer.advance(Duration.ofSeconds(5));
		HandlerAtWork expected = new HandlerAtWork("/", this.socket.id(), "connect", Duration.ofSeconds(5));
		assertThat(this.io.statistics().handlersAtWork()).containsExactly(expected);
		open(Stage.SECOND);
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
		session.lose(CloseReason.TRANSPORT_CLOSE);
	}

	@Test
	void handlerThatHangsIsListedUntilNothingWaitsForIt() {
		setUp();
		TestEngineSession session = reach(Stage.FIRST);
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.io.statistics().handlersAtWork()).hasSize(1);
		this.timer.advance(COMPLETION);
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
	}

	@Test
	void lateRefusalIsNoError() {
		setUp();
		TestEngineSession session = reach(Stage.SECOND);
		session.lose(CloseReason.TRANSPORT_CLOSE);
		try (CapturedLog log = CapturedLog.of(SocketIOSocket.class.getName())) {
			this.gates.get(Stage.SECOND).tryEmitError(new ConnectRefusedException("no"));
			assertThat(log.lines()).noneMatch((line) -> line.startsWith("ERROR"));
		}
		assertThat(this.log).containsExactly("FIRST connect", "FIRST CONNECT_ABORTED transport close");
	}

	@Test
	void handlerAddedMeanwhileIsNotToldOfADisconnect() {
		setUp();
		TestEngineSession session = reach(Stage.CONNECTED);
		this.log.clear();
		this.io.of("/").addHandler(new LoggingHandler(Stage.AFTER));
		session.receive("1");
		assertThat(this.log).containsExactly("FIRST CLIENT_NAMESPACE_DISCONNECT null",
				"SECOND CLIENT_NAMESPACE_DISCONNECT null");
	}

	@Test
	void socketThatWasNotLetInIsInNoRoom() {
		setUp();
		TestEngineSession session = reach(Stage.FIRST);
		this.socket.join("room");
		this.io.of("/").addHandler(new NamespaceHandler() {

		});
		session.lose(CloseReason.TRANSPORT_CLOSE);
		open(Stage.FIRST);
		assertThat(this.socket.rooms()).isEmpty();
		this.socket.join("room");
		assertThat(this.socket.rooms()).isEmpty();
	}

	private enum Stage {

		/** Middleware has not proceeded yet. */
		BEFORE,

		/** The first handler is at work. */
		FIRST,

		/** The second handler is at work. */
		SECOND,

		/** All handlers let the socket in, and the middleware does not yet. */
		AFTER,

		/** CONNECT was answered. */
		CONNECTED

	}

	private enum End {

		LOST, VIOLATION, MALFORMED, TIMEOUT, SHUTDOWN, DISCONNECTED, DISCONNECTED_WITH_ITS_CONNECTION, REFUSED, LEFT;

		boolean canComeAt(Stage stage) {
			return switch (this) {
				case VIOLATION, TIMEOUT, REFUSED -> stage != Stage.CONNECTED;
				case LEFT -> stage == Stage.CONNECTED;
				default -> true;
			};
		}

	}

	/**
	 * Logs each call, and completes when its gate is open.
	 */
	private final class LoggingHandler implements NamespaceHandler {

		private final Stage stage;

		LoggingHandler(Stage stage) {
			this.stage = stage;
		}

		@Override
		public Mono<Void> onConnect(SocketIOSocket socket) {
			return gate(this.stage).doOnSuccess((nothing) -> WelcomeTests.this.log.add(this.stage + " connect"))
				.doFinally(WelcomeTests.this.welcomes::add);
		}

		@Override
		public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
			return Mono.fromRunnable(() -> {
				DisconnectDetails details = socket.disconnectDetails();
				assertThat(details.reason()).isEqualTo(reason);
				WelcomeTests.this.log.add(this.stage + " " + reason + " " + details.description());
			});
		}

	}

}
