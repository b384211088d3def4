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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rule for everything that returns a publisher: commands are executed with or without
 * a subscriber, and log a failure without one; everything else waits for a subscriber.
 */
class LazinessTests {

	private static final Map<String, Function<BroadcastOperator, Mono<Void>>> COMMANDS = Map.of("join",
			(target) -> target.socketsJoin("a"), "leave", (target) -> target.socketsLeave("a"), "disconnect",
			(target) -> target.disconnectSockets());

	private static final Map<String, Function<RemoteSocket, Mono<Void>>> REMOTE_COMMANDS = Map.of("join",
			(socket) -> socket.join("a"), "leave", (socket) -> socket.leave("a"), "disconnect",
			(socket) -> socket.disconnect(false));

	private final List<String> calls = new ArrayList<>();

	private final TestTimer timer = new TestTimer();

	private boolean failing;

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.adapters((name, sockets) -> new RecordingAdapter(sockets))
		.build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final String id = this.session.connect("/");

	@ParameterizedTest
	@ValueSource(strings = { "join", "leave", "disconnect" })
	void commandsNeedNoSubscriber(String command) {
		COMMANDS.get(command).apply(this.io.of("/").all());
		COMMANDS.get(command).apply(this.io.to(this.id));
		assertThat(this.calls).containsExactly(command, command);
	}

	@ParameterizedTest
	@ValueSource(strings = { "join", "leave", "disconnect" })
	void commandsOfRemoteSocketsNeedNoSubscriber(String command) {
		REMOTE_COMMANDS.get(command).apply(remote());
		assertThat(this.calls).containsExactly(command);
	}

	@ParameterizedTest
	@ValueSource(strings = { "join", "leave", "disconnect" })
	void failureOfACommandIsLoggedIfNobodySubscribes(String command) {
		this.failing = true;
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server")) {
			COMMANDS.get(command).apply(this.io.of("/").all());
			assertThat(log.lines()).isEmpty();
			this.timer.advance(Duration.ofSeconds(1));
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR Sockets of namespace / could not all");
		}
	}

	@Test
	void failureOfACommandBelongsToItsSubscriber() {
		this.failing = true;
		List<String> failures = new ArrayList<>();
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server")) {
			this.io.of("/").socketsJoin("a").subscribe(null, (error) -> failures.add(error.getMessage()));
			this.timer.advance(Duration.ofSeconds(1));
			assertThat(log.lines()).isEmpty();
		}
		assertThat(failures).containsExactly("join");
	}

	@Test
	void questionsWaitForASubscriber() {
		RemoteSocket remote = remote();
		SocketIOSocket socket = this.io.of("/").socket(this.id);
		List<Publisher<?>> questions = List.of(this.io.of("/").fetchSockets(), this.io.to("a").fetchSockets(),
				this.io.of("/").emitWithAck("ask", String.class), remote.emitWithAck("ask", String.class),
				socket.emitWithAck("ask", String.class), socket.emitAll("all", Flux.just(1)),
				this.io.of("/").serverSideEmitWithAck("ask", String.class));
		this.calls.clear();
		assertThat(this.session.take()).isEmpty();
		assertThat(this.calls).isEmpty();
		questions.forEach((question) -> Flux.from(question).onErrorComplete().subscribe());
		assertThat(this.session.take()).hasSize(4);
		assertThat(this.calls).contains("fetch");
	}

	@Test
	void serverClosesOnSubscription() {
		Mono<Void> closing = this.io.close(10, Duration.ZERO);
		assertThat(this.session.isOpen()).isTrue();
		closing.subscribe();
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void unknownNamespaceIsOneWarningAMinute() {
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server")) {
			this.io.of("/unknown").fetchSockets().subscribe();
			this.io.of("/unknown").emit("hello");
			this.io.of("/other").socketsJoin("a");
			assertThat(log.lines()).singleElement()
				.asString()
				.startsWith("WARN Nothing was sent to or asked of namespace '/unknown', since it was never set up");
		}
		assertThat(this.io.namespaces()).extracting(Namespace::name).containsExactly("/");
	}

	private RemoteSocket remote() {
		RemoteSocket remote = this.io.of("/").fetchSockets().blockFirst();
		assertThat(remote).isNotNull();
		this.calls.clear();
		return remote;
	}

	private final class RecordingAdapter extends InMemoryAdapter {

		RecordingAdapter(LocalSockets sockets) {
			super(sockets);
		}

		@Override
		public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
			LazinessTests.this.calls.add("fetch");
			return super.fetchSockets(options, timeout);
		}

		@Override
		public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
			return record("join");
		}

		@Override
		public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
			return record("leave");
		}

		@Override
		public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
			return record("disconnect");
		}

		private Mono<Void> record(String command) {
			return Mono.defer(() -> {
				LazinessTests.this.calls.add(command);
				return LazinessTests.this.failing ? Mono.error(new IllegalStateException(command)) : Mono.empty();
			});
		}

	}

}
