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
import java.util.function.Consumer;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of a CONNECT, and each refusal. Wherever the admission ends, everything that
 * was acquired is released: the server is idle once the client is gone, and the client
 * may try again.
 */
class AdmissionTests {

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
	void forgetsAClientThatLeavesWhileTheNamespaceIsLookedFor() {
		Sinks.One<Boolean> decision = Sinks.one();
		this.io.of((name, auth) -> decision.asMono());
		ask("0/later,");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitValue(true);
		assertThat(this.session.sent()).isEmpty();
		assertNothingIsHeld();
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

	// The entry

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
