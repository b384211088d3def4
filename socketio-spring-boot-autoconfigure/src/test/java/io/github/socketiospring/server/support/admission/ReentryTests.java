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

package io.github.socketiospring.server.support.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.RememberedEvent;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.HoldingHandler;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client enters again while handlers are still running for its previous socket. If both
 * sockets have the same id, no handler is called for the second before the first has
 * left.
 */
class ReentryTests {

	private static final Duration COMPLETION = Duration.ofSeconds(30);

	private static final Duration RECOVERY = Duration.ofSeconds(45).dividedBy(2);

	private static final Pattern OFFSET = Pattern.compile(",\"([\\w.-]+)\"]$");

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.options(new TestOptions().recovery(false).build())
		.adapters((namespace, sockets) -> new SlowAdapter(sockets))
		.build();

	private final List<String> log = new ArrayList<>();

	private final List<EventInvocation> held = new ArrayList<>();

	private Mono<Void> farewell = Mono.empty();

	/** What a search for a saved session waits for. */
	private Mono<SavedSession> search = Mono.empty();

	/** What a socket waits for before it is resumed. */
	private Mono<List<RememberedEvent>> resumption = Mono.empty();

	/**
	 * Whether the adapter finds another session in place of the one that is asked for.
	 */
	private boolean confused;

	ReentryTests() {
		this.io.of("/adm").addHandler(new HoldingHandler(this.held));
		this.io.of("/adm").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				ReentryTests.this.log.add("connect");
				return Mono.empty();
			}

			@Override
			public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
				return ReentryTests.this.farewell
					.then(Mono.fromRunnable(() -> ReentryTests.this.log.add("disconnect")));
			}

		});
	}

	private TestEngineSession old() {
		TestEngineSession session = TestEngineSession.openOld(this.io);
		session.receive("0/adm,", "2/adm,[\"e\"]");
		assertThat(session.take()).containsExactly("0", "0/adm,");
		return session;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oldClientWaitsUntilItsSocketHasLeft(boolean byClient) {
		TestEngineSession session = old();
		if (byClient) {
			session.receive("1/adm,");
		}
		else {
			this.io.of("/adm").disconnectSockets();
			assertThat(session.take()).containsExactly("1/adm,");
		}
		session.receive("0/adm,");
		assertThat(session.take()).isEmpty();
		assertThat(this.log).containsExactly("connect");
		this.held.get(0).handled();
		assertThat(session.take()).containsExactly("0/adm,");
		assertThat(this.log).containsExactly("connect", "disconnect", "connect");
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void oldClientWaitsUntilItsSocketHasLeftARemovedNamespace() {
		TestEngineSession session = old();
		this.io.remove("/adm");
		assertThat(session.take()).containsExactly("1/adm,");
		this.io.of("/adm").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				ReentryTests.this.log.add("connect again");
				return Mono.empty();
			}

		});
		session.receive("0/adm,");
		assertThat(session.take()).isEmpty();
		this.held.get(0).handled();
		assertThat(session.take()).containsExactly("0/adm,");
		assertThat(this.log).containsExactly("connect", "disconnect", "connect again");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.io.isIdle()).isTrue();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void oldClientIsRefusedWhenThatTakesTooLong() {
		TestEngineSession session = old();
		this.farewell = Mono.never();
		session.receive("1/adm,", "0/adm,");
		this.timer.advance(COMPLETION.minusMillis(1));
		assertThat(session.take()).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.take()).containsExactly("4/adm,{\"message\":\"The previous socket has not left yet\"}");
		session.receive("0/adm,");
		assertThat(session.take()).isEmpty();
		this.timer.advance(COMPLETION);
		assertThat(session.take()).containsExactly("0/adm,");
		assertThat(this.log).containsExactly("connect", "connect");
	}

	@Test
	void clientThatLeavesWhileItWaitsIsNotLetIn() {
		TestEngineSession session = old();
		session.receive("1/adm,", "0/adm,");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		this.held.get(0).handled();
		assertThat(this.log).containsExactly("connect", "disconnect");
		assertThat(this.io.isIdle()).isTrue();
	}

	@Test
	void recoveredClientWaitsUntilItsSocketHasLeft() {
		Client client = new Client();
		TestEngineSession session = client.comeBack();
		assertThat(session.take()).isEmpty();
		assertThat(this.log).containsExactly("connect");
		this.held.get(0).handled();
		assertThat(session.connected()).isEqualTo(client.id);
		assertThat(this.log).containsExactly("connect", "disconnect", "connect");
		assertThat(this.timer.pending()).as("what looks for old sessions").isOne();
	}

	@Test
	void recoveredClientBeginsAnewWhenThatTakesTooLong() {
		Client client = new Client();
		this.farewell = Mono.never();
		TestEngineSession session = client.comeBack();
		this.timer.advance(COMPLETION);
		assertThat(session.connected()).isNotEqualTo(client.id);
		assertThat(this.log).containsExactly("connect", "connect");
	}

	@Test
	void laterOfTwoClientsThatWaitForTheSameSocketResumesIt() {
		Sinks.Empty<Void> gate = Sinks.empty();
		Client client = new Client();
		this.io.of("/adm").use((socket, next) -> gate.asMono().then(next.proceed()));
		TestEngineSession first = client.comeBack();
		TestEngineSession second = client.comeBack();
		this.held.get(0).handled();
		gate.tryEmitEmpty();
		assertThat(first.connected()).isEqualTo(client.id);
		assertThat(second.connected()).isEqualTo(client.id);
		assertThat(first.isOpen()).isFalse();
		assertThat(this.io.of("/adm").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
		assertThat(this.timer.pending()).as("what looks for old sessions").isOne();
	}

	@Test
	void oneOfTwoClientsThatReplaceTheSameSocketResumesIt() {
		Sinks.Empty<Void> decision = Sinks.empty();
		Sinks.Empty<List<RememberedEvent>> gate = Sinks.empty();
		Client client = new Client(false);
		this.io.of("/adm").use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession first = client.comeBack();
		TestEngineSession second = client.comeBack();
		decision.tryEmitEmpty();
		this.resumption = gate.asMono();
		this.held.get(0).handled();
		gate.tryEmitEmpty();
		assertThat(first.connected()).isEqualTo(client.id);
		assertThat(second.connected()).isNotEqualTo(client.id);
		assertOneIsRecovered(client);
		assertThat(first.isOpen()).isTrue();
	}

	private void assertOneIsRecovered(Client client) {
		assertThat(this.io.of("/adm").sockets()).hasSize(2);
		assertThat(this.io.of("/adm").sockets()).filteredOn(SocketIOSocket::isRecovered)
			.extracting(SocketIOSocket::id)
			.containsExactly(client.id);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientBeginsAnewWhenItsSessionCannotBeLookedUp(boolean failing) {
		Client client = new Client();
		this.held.get(0).handled();
		this.search = failing ? Mono.error(new IllegalStateException("on purpose")) : Mono.never();
		TestEngineSession session = client.comeBack();
		if (!failing) {
			this.timer.advance(RECOVERY.minusMillis(1));
			assertThat(session.take()).isEmpty();
			this.timer.advance(Duration.ofMillis(1));
		}
		assertThat(session.connected()).isNotEqualTo(client.id);
	}

	@Test
	void clientThatReplacesItsSocketBeginsAnewWhenTheSessionCannotBeLookedUp() {
		Client client = new Client(false);
		TestEngineSession session = client.comeBack();
		this.search = Mono.never();
		this.held.get(0).handled();
		assertThat(session.take()).isEmpty();
		this.timer.advance(RECOVERY);
		assertThat(session.connected()).isNotEqualTo(client.id);
	}

	@Test
	void clientMayTryAgainWhenItsSocketIsNotResumedInTime() {
		Client client = new Client();
		this.held.get(0).handled();
		this.resumption = Mono.never();
		TestEngineSession session = client.comeBack();
		this.timer.advance(RECOVERY.minusMillis(1));
		assertThat(session.isOpen()).isTrue();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.isOpen()).isFalse();
		this.resumption = Mono.empty();
		assertThat(client.comeBack().connected()).isEqualTo(client.id);
	}

	@Test
	void socketIsFoundAgainAfterAnotherOneWasNotResumedInItsPlace() {
		Client client = new Client(false);
		this.held.get(0).handled();
		this.confused = true;
		this.resumption = Mono.error(new IllegalStateException("on purpose"));
		assertThat(client.comeBack().isOpen()).isFalse();
		this.confused = false;
		this.resumption = Mono.empty();
		assertThat(client.comeBack().connected()).isEqualTo(client.id);
		assertThat(this.io.of("/adm").sockets()).singleElement().matches(SocketIOSocket::isRecovered);
	}

	@Test
	void goodbyeLeavesTheReservationOfTheNextSocketAlone() {
		Sinks.One<Boolean> decision = Sinks.one();
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/adm");
		session.receive("2/adm,[\"e\"]");
		this.io.of((NamespacePredicate) (name, auth) -> decision.asMono());
		this.io.remove("/adm");
		session.take();
		session.receive("0/adm,");
		assertThat(session.take()).isEmpty();
		this.held.get(0).handled();
		session.receive("0/adm,");
		assertThat(session.isOpen()).as("a second CONNECT while the first one waits is a violation").isFalse();
	}

	/**
	 * A client that loses its connection while its event is handled.
	 */
	private final class Client {

		private final String id;

		private final String privateId;

		private final String offset;

		Client() {
			this(true);
		}

		Client(boolean lost) {
			TestEngineSession session = TestEngineSession.open(ReentryTests.this.io);
			session.receive("0/adm,");
			List<String> sent = session.sent();
			this.privateId = TestEngineSession.privateId(sent);
			this.id = session.connected();
			ReentryTests.this.io.of("/adm").emit("seen");
			Matcher matcher = OFFSET.matcher(session.take().get(0));
			assertThat(matcher.find()).isTrue();
			this.offset = matcher.group(1);
			session.receive("2/adm,[\"e\"]");
			if (lost) {
				session.lose(CloseReason.TRANSPORT_CLOSE);
			}
		}

		TestEngineSession comeBack() {
			TestEngineSession session = TestEngineSession.open(ReentryTests.this.io);
			session.receive("0/adm,{\"pid\":\"" + this.privateId + "\",\"offset\":\"" + this.offset + "\"}");
			return session;
		}

	}

	/**
	 * An adapter that can wait, fail, or find the wrong session.
	 */
	private final class SlowAdapter extends SessionAwareAdapter {

		SlowAdapter(LocalSockets sockets) {
			super(sockets, Duration.ofMinutes(2), 100, ReentryTests.this.timer);
		}

		@Override
		public boolean isRemembered(String offset) {
			return !ReentryTests.this.confused && super.isRemembered(offset);
		}

		@Override
		public Mono<SavedSession> find(String privateId, String offset) {
			if (ReentryTests.this.confused) {
				return Mono.just(new SavedSession(privateId, "another", Set.of(), Map.of(), null, null));
			}
			return ReentryTests.this.search.switchIfEmpty(super.find(privateId, offset));
		}

		@Override
		public Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms,
				String offset) {
			return ReentryTests.this.resumption.switchIfEmpty(super.resume(socket, privateId, rooms, offset));
		}

	}

}
