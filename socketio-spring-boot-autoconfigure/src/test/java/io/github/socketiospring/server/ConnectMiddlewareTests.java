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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.server.support.SocketIOServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectMiddlewareTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final List<String> log = new ArrayList<>();

	private ConnectMiddleware logging(String name) {
		return (socket, next) -> {
			this.log.add(name);
			return next.proceed().doOnSuccess((nothing) -> this.log.add(name + " done"));
		};
	}

	@Test
	void runsInOrderAndBeforeHandlers() {
		this.io.use(logging("first")).use(logging("second"));
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				ConnectMiddlewareTests.this.log.add("handler, connected: " + socket.isConnected());
				return Mono.empty();
			}

		});
		this.io.onConnection((socket) -> this.log.add("listener, connected: " + socket.isConnected()));
		TestEngineSession.open(this.io).connect("/");
		assertThat(this.log).containsExactly("first", "second", "handler, connected: false", "second done",
				"first done", "listener, connected: true");
	}

	@Test
	void runsWithoutAuthPayloadToo() {
		this.io.use((socket, next) -> socket.handshake().auth().has("token") ? next.proceed()
				: Mono.error(new ConnectRefusedException("no token")));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"no token\"}");
		session.receive("0{}");
		assertThat(session.take()).containsExactly("4{\"message\":\"no token\"}");
		session.receive("0{\"token\":1}");
		session.connected();
	}

	@Test
	void doesNotRunTheRestAfterRefusal() {
		this.io.use((socket, next) -> Mono.error(new ConnectRefusedException("no"))).use(logging("second"));
		this.io.onConnection((socket) -> this.log.add("connected"));
		TestEngineSession.open(this.io).receive("0");
		assertThat(this.log).isEmpty();
	}

	@Test
	void refusesWhenMiddlewareCompletesWithoutProceeding() {
		this.io.use((socket, next) -> Mono.empty()).use(logging("second"));
		assertRefused("Connection refused");
		assertThat(this.log).isEmpty();
	}

	@Test
	void refusesWhenMiddlewareForgetsWhatProceedReturns() {
		this.io.use((socket, next) -> {
			next.proceed();
			return Mono.empty();
		}).use(logging("second"));
		assertRefused("Connection refused");
		assertThat(this.log).isEmpty();
	}

	@Test
	void refusesWhenMiddlewareProceedsTwice() {
		AtomicInteger handled = new AtomicInteger();
		this.io.use((socket, next) -> next.proceed().then(next.proceed()));
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				handled.incrementAndGet();
				return Mono.empty();
			}

		});
		assertRefused("Connection refused");
		assertThat(handled).hasValue(1);
	}

	@Test
	void refusesWhenMiddlewareSwallowsARefusalBehindIt() {
		this.io.use((socket, next) -> next.proceed().onErrorComplete())
			.use((socket, next) -> Mono.error(new ConnectRefusedException("unknown token")));
		assertRefused("unknown token");
	}

	@Test
	void refusesWhenMiddlewareSwallowsTheRefusalOfAHandler() {
		this.io.use((socket, next) -> next.proceed().onErrorComplete());
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return Mono.error(new ConnectRefusedException("handler says no"));
			}

		});
		assertRefused("handler says no");
	}

	@Test
	void refusesWhenMiddlewareCancelsTheRest() {
		this.io.use((socket, next) -> next.proceed().timeout(Duration.ofMillis(1)).onErrorComplete())
			.use((socket, next) -> Mono.never());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("4{\"message\":\"Connection refused\"}");
	}

	@Test
	void handlersSeeTheContextThatMiddlewareWrites() {
		this.io.use((socket, next) -> next.proceed().contextWrite((context) -> context.put("tenant", "a")));
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return Mono.deferContextual((context) -> {
					ConnectMiddlewareTests.this.log.add(context.get("tenant"));
					return Mono.empty();
				});
			}

		});
		TestEngineSession.open(this.io).connect("/");
		assertThat(this.log).containsExactly("a");
	}

	private void assertRefused(String message) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"" + message + "\"}");
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void mayRefuseAfterTheRest() {
		this.io.use((socket, next) -> next.proceed().then(Mono.error(new ConnectRefusedException("changed my mind"))))
			.use(logging("second"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(this.log).containsExactly("second", "second done");
		assertThat(session.take()).containsExactly("4{\"message\":\"changed my mind\"}");
	}

	@Test
	void mayTakeItsTime() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
		decision.tryEmitEmpty();
		session.connected();
	}

	@Test
	void doesNotHoldUpOtherNamespaces() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		this.io.of("/slow").use((socket, next) -> Mono.delay(Duration.ofSeconds(1), time).then(next.proceed()));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/slow,", "0");
		session.connected();
		time.advanceTimeBy(Duration.ofSeconds(1));
		session.connected();
	}

	@Test
	void sendsWhatMiddlewareEmitsRightBehindTheAnswer() {
		this.io.use((socket, next) -> {
			socket.emit("early");
			return next.proceed();
		});
		this.io.onConnection((socket) -> socket.emit("late"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.sent()).hasSize(3);
		assertThat(session.sent().get(0)).startsWith("0{");
		assertThat(session.sent()).endsWith("2[\"early\"]", "2[\"late\"]");
	}

	@Test
	void dropsWhatMiddlewareEmitsWhenItRefuses() {
		this.io.use((socket, next) -> {
			socket.emit("early");
			return Mono.error(new ConnectRefusedException("no"));
		});
		assertRefused("no");
	}

	@Test
	void letsSocketJoinRoomsThatItIsInOnceConnected() {
		List<String> roomsBefore = new ArrayList<>();
		this.io.use((socket, next) -> {
			socket.join("a", "b");
			socket.leave("b");
			roomsBefore.addAll(socket.rooms());
			this.io.to("a").emit("too early");
			return next.proceed();
		});
		this.io.onConnection((socket) -> this.io.to("a").emit("hello"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(roomsBefore).containsExactly("a");
		assertThat(session.sent()).hasSize(2).endsWith("2[\"hello\"]");
		assertThat(this.io.of("/").adapter().rooms()).containsExactly("a");
	}

	@Test
	void handlerMayRefuseToo() {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return Mono.error(new ConnectRefusedException("handler says no"));
			}

		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"handler says no\"}");
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void mayDisconnectTheSocket() {
		this.io.use((socket, next) -> {
			socket.disconnect();
			return next.proceed();
		});
		this.io.onConnection((socket) -> this.log.add("connected"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).doesNotContain("0").noneMatch((packet) -> packet.startsWith("0{"));
		assertThat(this.log).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.of("/").adapter().size("x")).isZero();
	}

	@Test
	void connectionListenerMayFail() {
		this.io.onConnection((socket) -> {
			throw new IllegalStateException("broken");
		});
		this.io.onConnection((socket) -> this.log.add("second"));
		TestEngineSession.open(this.io).connect("/");
		assertThat(this.log).containsExactly("second");
	}

}
