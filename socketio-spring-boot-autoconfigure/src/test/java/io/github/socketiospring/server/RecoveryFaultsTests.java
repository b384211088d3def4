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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.RememberedEvent;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come back while another attempt is under way, or to an adapter that fails.
 * No time passes unless a test says so.
 */
class RecoveryFaultsTests {

	private static final Pattern OFFSET = Pattern.compile(",\"([\\w-]+(?:\\.[\\w-]+)?)\"]$");

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final List<String> log = new ArrayList<>();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	/** What becomes of the result of the adapter when it brings a socket back. */
	private UnaryOperator<Mono<List<RememberedEvent>>> resuming = UnaryOperator.identity();

	private Runnable saving = () -> {
	};

	private final SocketIOServer io = SocketIOServers.builder()
		.options(new TestOptions().recovery(false).build())
		.adapters((namespace, sockets) -> new FaultyAdapter(sockets))
		.timer(this.clock)
		.build();

	private final TestEngineSession first = TestEngineSession.open(this.io);

	private SocketIOSocket socket;

	private String credentials;

	private void connect() {
		this.first.receive("0");
		String privateId = TestEngineSession.privateId(this.first.sent());
		this.socket = this.io.of("/").socket(this.first.connected());
		this.socket.emit("seen");
		Matcher offset = OFFSET.matcher(this.first.take().get(0));
		assertThat(offset.find()).isTrue();
		this.credentials = "{\"pid\":\"" + privateId + "\",\"offset\":\"" + offset.group(1) + "\"}";
	}

	private TestEngineSession comeBack() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0" + this.credentials);
		return session;
	}

	@Test
	void replacesAnAttemptThatHasJustSucceeded() {
		connect();
		this.first.lose(CloseReason.TRANSPORT_CLOSE);
		this.io.use((socket, next) -> this.gate.asMono().then(next.proceed()));
		this.io.onConnection((socket) -> socket.onDisconnect((reason) -> this.log.add(reason.value())));
		TestEngineSession second = comeBack();
		TestEngineSession third = comeBack();
		assertThat(third.sent()).isEmpty();
		this.gate.tryEmitEmpty();
		assertThat(third.connected()).isEqualTo(this.socket.id());
		assertThat(second.isOpen()).isFalse();
		assertThat(this.log).containsExactly("connection replaced");
		assertThat(this.io.of("/").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
		assertThat(this.io.statistics().recoverableSockets()).isZero();
	}

	@Test
	void doesNotWaitForAnAttemptThatWasCut() {
		connect();
		this.first.lose(CloseReason.TRANSPORT_CLOSE);
		this.io.use((socket, next) -> this.gate.asMono().then(next.proceed()));
		TestEngineSession second = comeBack();
		TestEngineSession third = comeBack();
		second.lose(CloseReason.TRANSPORT_CLOSE);
		this.gate.tryEmitEmpty();
		assertThat(third.connected()).isEqualTo(this.socket.id());
	}

	@Test
	void doesNotWaitForeverForAnAttemptThatIsNotDecided() {
		connect();
		this.first.lose(CloseReason.TRANSPORT_CLOSE);
		this.io.use((socket, next) -> socket.isRecovered() ? Mono.never() : next.proceed());
		comeBack();
		TestEngineSession third = comeBack();
		this.clock.advanceTimeBy(SocketIOOptions.defaults().completionTimeout());
		assertThat(third.connected()).isNotEqualTo(this.socket.id());
	}

	@Test
	void closesTheConnectionWhenTheAdapterGivesNoEvents() {
		connect();
		this.first.lose(CloseReason.TRANSPORT_CLOSE);
		this.resuming = (missed) -> missed.then(Mono.empty());
		TestEngineSession session = comeBack();
		assertThat(session.isOpen()).isFalse();
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.statistics().handlersAtWork()).isEmpty();
		assertAnotherClientEnters();
	}

	@Test
	void socketLeavesAlthoughItsSessionCannotBeSaved() {
		this.io.onConnection((socket) -> socket.onDisconnect((reason) -> this.log.add(reason.value())));
		connect();
		this.saving = () -> {
			throw new StackOverflowError("on purpose");
		};
		this.first.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.log).containsExactly("transport close");
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(comeBack().connected()).isNotEqualTo(this.socket.id());
	}

	private void assertAnotherClientEnters() {
		TestEngineSession other = TestEngineSession.open(this.io);
		other.receive("0");
		assertThat(other.connected()).isNotEqualTo(this.socket.id());
	}

	/**
	 * An adapter that fails as a test tells it.
	 */
	private final class FaultyAdapter extends SessionAwareAdapter {

		FaultyAdapter(LocalSockets sockets) {
			super(sockets, Duration.ofMinutes(2), 100, RecoveryFaultsTests.this.clock);
		}

		@Override
		public void save(SavedSession session) {
			RecoveryFaultsTests.this.saving.run();
			super.save(session);
		}

		@Override
		public Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms,
				String offset) {
			return RecoveryFaultsTests.this.resuming.apply(super.resume(socket, privateId, rooms, offset));
		}

	}

}
