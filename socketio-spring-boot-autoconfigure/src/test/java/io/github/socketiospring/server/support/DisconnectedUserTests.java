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

package io.github.socketiospring.server.support;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sockets of a user whose credentials have ended, and how many there may be.
 */
class DisconnectedUserTests {

	private final List<String> reasons = new ArrayList<>();

	private SocketIOServer io = server(SocketIOOptions.defaults());

	private SocketIOServer server(SocketIOOptions options) {
		SocketIOServer server = SocketIOServers.builder()
			.options(options)
			.adapters((name, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(1), 10,
					Schedulers.parallel()))
			.build();
		for (String name : List.of("/", "/other")) {
			server.of(name).use((socket, next) -> {
				String user = socket.handshake().auth().path("user").asString("");
				if (!user.isEmpty()) {
					socket.setPrincipal(() -> user);
				}
				return next.proceed();
			});
			server.of(name)
				.onConnection((socket) -> socket.onDisconnect((reason, details) -> this.reasons
					.add(name(socket) + " " + reason.value() + " " + details.description())));
		}
		return server;
	}

	private static String name(SocketIOSocket socket) {
		Principal principal = socket.principal();
		return (principal != null) ? principal.getName() : "nobody";
	}

	@BeforeEach
	void forget() {
		this.reasons.clear();
	}

	private TestEngineSession connect(String user) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"user\":\"" + user + "\"}");
		session.connected();
		return session;
	}

	private TestEngineSession login(String user) {
		TestEngineSession session = TestEngineSession.open(this.io, () -> user, Context.empty());
		session.receive("0");
		session.connected();
		return session;
	}

	@Test
	void everySocketOfTheUserLeaves() {
		TestEngineSession first = connect("ann");
		first.receive("0/other,{\"user\":\"jim\"}");
		TestEngineSession second = connect("ann");
		TestEngineSession jim = connect("jim");
		first.take();
		new SocketIOTemplate(this.io).disconnectUser("ann");
		assertThat(first.take()).containsExactly("1");
		assertThat(first.isOpen()).isTrue();
		assertThat(second.isOpen()).isTrue();
		assertThat(jim.take()).isEmpty();
		assertThat(this.io.of("/").sockets()).extracting(DisconnectedUserTests::name).containsExactly("jim");
		assertThat(this.io.of("/other").sockets()).hasSize(1);
		assertThat(this.reasons).containsExactly("ann credentials ended user disconnected",
				"ann credentials ended user disconnected");
	}

	@Test
	void connectionsThatTheUserOpenedAreClosed() {
		TestEngineSession session = login("ann");
		session.receive("0/other,{\"user\":\"jim\"}");
		session.take();
		this.io.disconnectUser("ann");
		assertThat(session.take()).containsExactlyInAnyOrder("1", "1/other,");
		assertThat(session.isOpen()).isFalse();
		assertThat(this.reasons).hasSize(2);
	}

	@Test
	void aRevokedSocketLeavesAlone() {
		TestEngineSession session = login("ann");
		session.receive("0/other,{\"user\":\"jim\"}");
		session.take();
		this.io.of("/other").sockets().forEach((socket) -> socket.revoke("token expired"));
		assertThat(session.take()).containsExactly("1/other,");
		this.io.of("/").sockets().forEach((socket) -> socket.revoke("logged out"));
		assertThat(session.take()).containsExactly("1");
		assertThat(session.isOpen()).isFalse();
		assertThat(this.reasons).containsExactly("jim credentials ended token expired",
				"ann credentials ended logged out");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lostSocketsAreForgotten(boolean lost) {
		this.io = server(new TestOptions().recovery(true).build());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"user\":\"ann\"}");
		List<String> answer = session.take();
		this.io.emit("news");
		String offset = session.take().get(0).replaceAll(".*,\"([^\"]+)\"]", "$1");
		String identity = "\"pid\":\"" + TestEngineSession.privateId(answer) + "\",\"offset\":\"" + offset + "\"";
		if (lost) {
			session.lose(CloseReason.TRANSPORT_CLOSE);
		}
		assertThat(this.io.of("/").adapter()).isInstanceOf(SessionAwareAdapter.class);
		this.io.disconnectUser("ann");
		TestEngineSession again = TestEngineSession.open(this.io);
		again.receive("0{" + identity + "}");
		again.connected();
		assertThat(this.io.of("/").sockets()).singleElement()
			.satisfies((socket) -> assertThat(socket.isRecovered()).isFalse())
			.satisfies((socket) -> assertThat(name(socket)).isEqualTo("nobody"));
	}

	@Test
	void aUserHasNoMoreSocketsThanAllowed() {
		this.io = server(SocketIOOptions.builder().maxSocketsPerUser(2).build());
		TestEngineSession first = connect("ann");
		first.receive("0/other,{\"user\":\"ann\"}");
		connect("jim");
		TestEngineSession third = TestEngineSession.open(this.io);
		for (int i = 0; i < 3; i++) {
			third.receive("0{\"user\":\"ann\"}");
			assertThat(third.take()).containsExactly("4{\"message\":\"Too many sockets of this user\"}");
		}
		assertThat(this.io.statistics().count(SocketIOCounter.TOO_MANY_SOCKETS_OF_USER)).isEqualTo(3);
		first.receive("1/other,");
		third.receive("0{\"user\":\"ann\"}");
		third.connected();
		first.lose(CloseReason.TRANSPORT_CLOSE);
		third.receive("0/other,{\"user\":\"ann\"}");
		assertThat(third.take()).singleElement().asString().startsWith("0/other,{\"sid\"");
		for (int i = 0; i < 3; i++) {
			TestEngineSession nobody = TestEngineSession.open(this.io);
			nobody.receive("0");
			nobody.connected();
		}
	}

}
