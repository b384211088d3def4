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

import java.security.Principal;
import java.time.Duration;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which rooms a socket may join.
 */
class JoinTests {

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final SocketIOServer io = SocketIOServers.builder()
		.options(new TestOptions().recovery(false).build())
		.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.clock))
		.build();

	private static SocketIOSocket connect(SocketIOServer server, TestEngineSession session) {
		session.receive("0");
		return server.of("/").socket(session.connected());
	}

	@Test
	void refusesTheIdOfAnotherSocket() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket victim = connect(this.io, session);
		SocketIOSocket other = connect(this.io, TestEngineSession.open(this.io));
		assertThatExceptionOfType(SocketLimitException.class).isThrownBy(() -> other.join("a", victim.id()))
			.withMessageContaining("socketio.join-socket-ids");
		assertThat(other.rooms()).containsExactly(other.id());
		victim.join(victim.id());
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThatExceptionOfType(SocketLimitException.class).isThrownBy(() -> other.join(victim.id()));
		this.clock.advanceTimeBy(Duration.ofMinutes(3));
		assertThat(this.io.of("/").sockets()).hasSize(1);
	}

	@Test
	void refusesItOnAllWays() {
		SocketIOSocket victim = connect(this.io, TestEngineSession.open(this.io));
		SocketIOSocket other = connect(this.io, TestEngineSession.open(this.io));
		this.io.of("/").socketsJoin(victim.id()).onErrorComplete().block();
		this.io.of("/")
			.fetchSockets()
			.filter((socket) -> socket.id().equals(other.id()))
			.flatMap((socket) -> socket.join(victim.id()).onErrorComplete())
			.blockLast();
		assertThat(other.rooms()).containsExactly(other.id());
	}

	@Test
	void mayBeAllowed() {
		SocketIOServer server = SocketIOServers.builder()
			.options(SocketIOOptions.builder().joinSocketIds(true).build())
			.build();
		SocketIOSocket one = connect(server, TestEngineSession.open(server));
		SocketIOSocket other = connect(server, TestEngineSession.open(server));
		other.join(one.id());
		assertThat(other.rooms()).containsExactlyInAnyOrder(one.id(), other.id());
	}

	@Test
	void receivesOnlyWhatIsSentToTheRoom() {
		assertReceivesOnlyWhatIsSentToTheRoom(
				SocketIOServers.builder().options(SocketIOOptions.builder().joinSocketIds(true).build()).build());
		assertReceivesOnlyWhatIsSentToTheRoom(SocketIOServers.builder()
			.options(SocketIOOptions.builder()
				.joinSocketIds(true)
				.recovery(RecoveryOptions.builder().enabled(true).build())
				.build())
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.clock))
			.build());
	}

	private static void assertReceivesOnlyWhatIsSentToTheRoom(SocketIOServer server) {
		TestEngineSession session = TestEngineSession.open(server);
		SocketIOSocket socket = connect(server, session);
		TestEngineSession eavesdropper = TestEngineSession.open(server);
		connect(server, eavesdropper).join(socket.id());
		session.take();
		eavesdropper.take();
		socket.emit("private");
		socket.emitWithAck("question", String.class).subscribe();
		assertThat(session.take()).hasSize(2);
		assertThat(eavesdropper.take()).isEmpty();
		server.to(socket.id()).emit("public");
		assertThat(session.take()).hasSize(1);
		assertThat(eavesdropper.take()).hasSize(1);
	}

	@Test
	void refusesLongNames() {
		SocketIOSocket socket = connect(this.io, TestEngineSession.open(this.io));
		socket.join("r".repeat(256));
		assertThatExceptionOfType(SocketLimitException.class).isThrownBy(() -> socket.join("r".repeat(257)))
			.withMessageEndingWith("'socketio.limits.room-name-length' is 256");
		assertThat(socket.rooms()).hasSize(2);
	}

	@Test
	void isInTheRoomOfTheLastPrincipalOnly() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(this.io, session);
		for (int round = 0; round < 200; round++) {
			Race.run(4, (number) -> socket.setPrincipal(principal("user" + number)));
			for (int user = 0; user < 4; user++) {
				this.io.of("/").toUser("user" + user).emit("hello", user);
			}
			String last = socket.principal().getName();
			assertThat(session.take()).singleElement().asString().contains(last.substring("user".length()));
		}
	}

	private static Principal principal(String name) {
		return () -> name;
	}

}
