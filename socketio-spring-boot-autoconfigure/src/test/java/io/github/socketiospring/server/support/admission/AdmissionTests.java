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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of a CONNECT, and each refusal. Wherever the admission ends, everything that
 * was acquired is released: the server is idle once the client has left, and the client
 * may try again.
 */
class AdmissionTests {

	private static final Duration CONNECT_TIMEOUT = SocketIOOptions.builder().build().connectTimeout();

	private final List<String> log = new ArrayList<>();

	private SocketIOServer io = SocketIOServers.builder().build();

	private TestEngineSession session;

	private void ask(String connect) {
		this.session = TestEngineSession.open(this.io);
		this.session.receive(connect);
	}

	private void assertRefused(String namespace, String message) {
		assertThat(this.session.take()).containsExactly("4" + namespace + "{\"message\":\"" + message + "\"}");
		assertNothingIsHeld();
	}

	private void assertNothingIsHeld() {
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.io.isIdle()).isTrue();
		assertThat(this.io.statistics().pendingAcks()).isZero();
		this.io.namespaces().forEach((namespace) -> {
			assertThat(namespace.sockets()).isEmpty();
			assertThat(namespace.adapter().rooms()).isEmpty();
		});
	}

	private void onConnect(Consumer<SocketIOSocket> action) {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return Mono.fromRunnable(() -> action.accept(socket));
			}

		});
	}

	// A place in the connection

	@Test
	void refusesMoreNamespacesThanAConnectionMayHave() {
		this.io = SocketIOServers.builder().options(new TestOptions().maxNamespaces(1).build()).build();
		this.io.configure((setup) -> setup.of("/second"));
		ask("0");
		this.session.connected();
		this.session.receive("0/second,");
		assertThat(this.session.take()).endsWith("4/second,{\"message\":\"Too many namespaces\"}");
		assertThat(this.io.statistics().count(SocketIOCounter.TOO_MANY_NAMESPACES)).isOne();
		assertNothingIsHeld();
	}

	@Test
	void givesThePlaceBackThatWasReservedForNothing() {
		this.io = SocketIOServers.builder().options(new TestOptions().maxNamespaces(1).build()).build();
		ask("0/unknown,");
		this.session.receive("0");
		this.session.connected();
	}

	@Test
	void closesTheConnectionOfAClientWhosePayloadIsMalformed() {
		ask("0[1]");
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.session.sent()).isEmpty();
		assertNothingIsHeld();
	}

	// The namespace

	@Test
	void refusesANamespaceThatDoesNotExist() {
		ask("0/unknown,");
		assertThat(this.io.statistics().count(SocketIOCounter.UNKNOWN_NAMESPACE)).isOne();
		assertRefused("/unknown,", "Invalid namespace");
	}

	@Test
	void refusesWhenTheNamespaceCannotBeCreated() {
		this.io = SocketIOServers.builder().adapters((name, sockets) -> {
			if (name.equals("/broken")) {
				throw new IllegalStateException("on purpose");
			}
			return new SessionAwareAdapter(sockets, Duration.ofMinutes(1), 10, Schedulers.parallel());
		}).build();
		this.io.of((name) -> Map.of());
		ask("0/broken,");
		assertRefused("/broken,", "Internal server error");
	}

	@Test
	void refusesWhenThePredicateOfANamespaceFails() {
		this.io.of((NamespacePredicate) (name, auth) -> Mono.error(new IllegalStateException("secret")));
		ask("0/later,");
		assertRefused("/later,", "Internal server error");
	}

	@Test
	void forgetsAClientThatLeavesWhileTheNamespaceIsLookedFor() {
		Sinks.One<Boolean> decision = Sinks.one();
		this.io.of((name, auth) -> decision.asMono());
		ask("0/later,");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitValue(true);
		assertThat(this.session.sent()).isEmpty();
		assertNothingIsHeld();
	}

	@Test
	void refusesWhenTheNamespaceIsNotFoundInTime() {
		TestTimer timer = new TestTimer();
		this.io = SocketIOServers.builder().timer(timer).build();
		this.io.of((NamespacePredicate) (name, auth) -> name.equals("/later") ? Mono.never() : Mono.empty());
		ask("0");
		this.session.connected();
		this.session.receive("0/later,");
		timer.advance(CONNECT_TIMEOUT);
		assertThat(this.session.take()).endsWith("4/later,{\"message\":\"Not decided in time\"}");
		assertNothingIsHeld();
		assertThat(timer.pending()).isZero();
	}

	// The identity

	@Test
	void resumesWhatTheClientHadBeforeItsConnectionWasLost() {
		recover();
		String identity = loseASocketIn("room");
		ask("0" + identity);
		assertThat(this.io.of("/").sockets()).singleElement()
			.satisfies((socket) -> assertThat(socket.isRecovered()).isTrue())
			.satisfies((socket) -> assertThat(socket.rooms()).contains("room"));
		assertThat(this.session.sent()).last().asString().startsWith("2[\"missed\",");
		assertNothingIsHeld();
	}

	@Test
	void beginsAnewWhenNobodyKnowsTheIdentity() {
		recover();
		ask("0{\"pid\":\"unknown\",\"offset\":\"unknown\"}");
		this.session.connected();
		assertThat(this.io.of("/").sockets()).singleElement()
			.satisfies((socket) -> assertThat(socket.isRecovered()).isFalse());
		assertNothingIsHeld();
	}

	@Test
	void beginsAnewWhenTheIdentityBelongsToAnotherUser() {
		recover();
		this.io.use((socket, next) -> {
			socket.setPrincipal(() -> "user " + socket.handshake().auth().path("user").asString("ann"));
			return next.proceed();
		});
		String identity = loseASocketIn("room");
		ask("0" + identity.replace("}", ",\"user\":\"eve\"}"));
		this.session.connected();
		assertThat(this.io.of("/").sockets()).singleElement()
			.satisfies((socket) -> assertThat(socket.isRecovered()).isFalse())
			.satisfies((socket) -> assertThat(socket.rooms()).doesNotContain("room"));
		assertNothingIsHeld();
	}

	private void recover() {
		this.io = SocketIOServers.builder()
			.options(new TestOptions().recovery(false).build())
			.adapters((name, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(1), 10,
					Schedulers.parallel()))
			.build();
	}

	private String loseASocketIn(String room) {
		ask("0");
		String privateId = TestEngineSession.privateId(this.session.take());
		this.io.of("/").sockets().forEach((socket) -> socket.join(room));
		this.io.emit("received");
		String offset = this.session.take().get(0).replaceAll(".*,\"([^\"]+)\"]", "$1");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		this.io.to(room).emit("missed");
		return "{\"pid\":\"" + privateId + "\",\"offset\":\"" + offset + "\"}";
	}

	// Middleware and handlers

	@Test
	void refusesWhatMiddlewareRefuses() {
		this.io.use((socket, next) -> Mono.error(new ConnectRefusedException("no")));
		ask("0");
		assertThat(this.io.statistics().count(SocketIOCounter.CONNECT_REFUSED)).isOne();
		assertRefused("", "no");
	}

	@Test
	void tellsNothingOfAnErrorThatWasNotMeantForTheClient() {
		this.io.use((socket, next) -> {
			throw new IllegalStateException("secret");
		});
		ask("0");
		assertRefused("", "Internal server error");
	}

	@Test
	void refusesWhatMiddlewareDoesNotPassOn() {
		this.io.use((socket, next) -> Mono.fromRunnable(() -> socket.join("room")));
		onConnect((socket) -> this.log.add("handler"));
		ask("0");
		assertThat(this.log).isEmpty();
		assertRefused("", "Connection refused");
	}

	@Test
	void refusesWhatAHandlerRefusesAndGivesItsRoomsBack() {
		onConnect((socket) -> {
			socket.join("room");
			socket.emit("early");
			throw new ConnectRefusedException("handler says no");
		});
		ask("0");
		assertRefused("", "handler says no");
	}

	@Test
	void stopsWhenTheClientLeavesWhileMiddlewareDecides() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io
			.use((socket, next) -> decision.asMono().doOnCancel(() -> this.log.add("cancelled")).then(next.proceed()));
		onConnect((socket) -> this.log.add("handler"));
		ask("0");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitEmpty();
		assertThat(this.log).containsExactly("cancelled");
		assertThat(this.session.sent()).isEmpty();
		assertNothingIsHeld();
	}

	@Test
	void refusesWhatIsNotDecidedInTime() {
		TestTimer timer = new TestTimer();
		this.io = SocketIOServers.builder().timer(timer).build();
		Mono<Void> never = Mono.<Void>never().doOnCancel(() -> this.log.add("cancelled"));
		this.io.configure((setup) -> setup.of("/later").use((socket, next) -> {
			socket.join("room");
			return never;
		}));
		ask("0");
		this.session.connected();
		this.session.receive("0/later,");
		timer.advance(CONNECT_TIMEOUT);
		assertThat(this.session.take()).endsWith("4/later,{\"message\":\"Not decided in time\"}");
		assertThat(this.log).containsExactly("cancelled");
		assertNothingIsHeld();
		assertThat(timer.pending()).isZero();
	}

	// The entry

	@Test
	void refusesWhenTheNamespaceIsRemovedWhileMiddlewareDecides() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.configure((setup) -> setup.of("/later").use((socket, next) -> {
			socket.join("room");
			return decision.asMono().then(next.proceed());
		}));
		ask("0");
		this.session.connected();
		this.session.receive("0/later,");
		this.io.remove("/later");
		decision.tryEmitEmpty();
		assertThat(this.session.take()).endsWith("4/later,{\"message\":\"Invalid namespace\"}");
		assertNothingIsHeld();
	}

	@Test
	void staysWhenAConnectionListenerFails() {
		this.io.onConnection((socket) -> {
			throw new IllegalStateException("on purpose");
		});
		this.io.onConnection((socket) -> this.log.add("next listener"));
		ask("0");
		this.session.connected();
		assertThat(this.log).containsExactly("next listener");
		assertThat(this.io.of("/").sockets()).hasSize(1);
		assertNothingIsHeld();
	}

	@Test
	void refusesASocketTooManyOfAUser() {
		this.io = SocketIOServers.builder().options(SocketIOOptions.builder().maxSocketsPerUser(1).build()).build();
		TestEngineSession first = TestEngineSession.open(this.io, () -> "ann", Context.empty());
		first.receive("0");
		first.connected();
		this.session = TestEngineSession.open(this.io, () -> "ann", Context.empty());
		this.session.receive("0");
		assertThat(this.session.take()).containsExactly("4{\"message\":\"Too many sockets of this user\"}");
		assertThat(this.io.statistics().count(SocketIOCounter.TOO_MANY_SOCKETS_OF_USER)).isOne();
		first.lose(CloseReason.TRANSPORT_CLOSE);
		this.session.receive("0");
		this.session.connected();
		assertNothingIsHeld();
	}

	@Test
	void isInTheNamespaceBeforeTheClientIsTold() {
		this.io.onConnection((socket) -> {
			this.log.add("connected " + socket.isConnected());
			this.log.add("found " + (this.io.of("/").socket(socket.id()) == socket));
		});
		ask("0");
		this.session.connected();
		assertThat(this.log).containsExactly("connected true", "found true");
		assertNothingIsHeld();
	}

	@Test
	void mayBeAskedAsSoonAsTheClientIsTold() {
		List<CompletableFuture<String>> asked = new ArrayList<>();
		this.session = TestEngineSession.open(this.io);
		this.session.whenSent(() -> {
			this.session.whenSent(() -> {
			});
			this.io.of("/")
				.sockets()
				.forEach((socket) -> asked.add(socket.emitWithAck("ask", String.class).toFuture()));
		});
		this.session.receive("0");
		assertThat(this.session.take()).last().asString().endsWith("[\"ask\"]");
		assertThat(asked).singleElement().satisfies((answer) -> assertThat(answer).isNotDone());
		assertNothingIsHeld();
	}

	/** It may have entered on another thread than the one that reads from its client. */
	@Test
	void eventsThatFollowTheAnswerMeetTheListenersThatAreAddedAfterIt() {
		this.io.onConnection((socket) -> socket.on("greet", (arguments, ack) -> ack.send(arguments.get(0))));
		this.session = TestEngineSession.open(this.io);
		this.session.whenSent(() -> {
			this.session.whenSent(() -> {
			});
			this.session.receive("20[\"greet\",\"first\"]");
			this.session.receive("21[\"greet\",\"second\"]");
		});
		this.session.receive("0");
		this.session.receive("22[\"greet\",\"third\"]");
		List<String> sent = this.session.take();
		assertThat(sent.subList(1, sent.size())).containsExactly("30[\"first\"]", "31[\"second\"]", "32[\"third\"]");
		assertNothingIsHeld();
	}

	@Test
	void answersFirstAndThenSendsWhatWasEmittedMeanwhile() {
		this.io.use((socket, next) -> {
			socket.emit("middleware");
			return next.proceed();
		});
		onConnect((socket) -> socket.emit("handler"));
		this.io.onConnection((socket) -> socket.emit("listener"));
		ask("0");
		List<String> sent = this.session.sent();
		assertThat(sent.get(0)).startsWith("0{\"sid\":");
		assertThat(sent.subList(1, sent.size())).containsExactly("2[\"middleware\"]", "2[\"handler\"]",
				"2[\"listener\"]");
	}

	@Test
	void givesEverythingBackWhenTheSocketHasLeft() {
		onConnect((socket) -> socket.join("room"));
		this.io.onConnection((socket) -> socket.onDisconnect((reason) -> this.log.add("left")));
		ask("0");
		this.session.connected();
		assertThat(this.io.isIdle()).isFalse();
		assertNothingIsHeld();
		assertThat(this.log).containsExactly("left");
	}

}
