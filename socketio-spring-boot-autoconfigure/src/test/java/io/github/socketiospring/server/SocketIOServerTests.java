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

import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketIOServerTests {

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder().timer(this.timer).build();

	private final List<String> log = new ArrayList<>();

	@Test
	void speaksForTheRootNamespace() {
		this.io.use((socket, next) -> {
			this.log.add("middleware");
			return next.proceed();
		}).onConnection((socket) -> this.log.add("connected"));
		TestEngineSession session = TestEngineSession.open(this.io);
		String id = session.connect("/");
		this.io.emit("all", 1);
		this.io.to(id).emit("to");
		this.io.except(id).emit("except");
		assertThat(session.take()).containsExactly("2[\"all\",1]", "2[\"to\"]");
		assertThat(this.log).containsExactly("middleware", "connected");
	}

	@Test
	void countsConnections() {
		TestEngineSession first = TestEngineSession.open(this.io);
		TestEngineSession second = TestEngineSession.open(this.io);
		first.connect("/");
		assertThat(this.io.connectionCount()).isEqualTo(2);
		second.close();
		assertThat(this.io.connectionCount()).isOne();
	}

	@Test
	void disconnectsAllInBatches() {
		List<TestEngineSession> sessions = new ArrayList<>();
		this.io.onConnection((socket) -> socket.onDisconnect((reason) -> this.log.add(reason.value())));
		for (int i = 0; i < 5; i++) {
			TestEngineSession session = TestEngineSession.open(this.io);
			session.connect("/");
			sessions.add(session);
		}
		this.io.close(2, Duration.ofSeconds(1)).subscribe(null, null, () -> this.log.add("done"));
		assertThat(this.io.connectionCount()).isEqualTo(3);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.io.connectionCount()).isOne();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.io.connectionCount()).isZero();
		assertThat(this.log).containsExactly("server shutting down", "server shutting down", "server shutting down",
				"server shutting down", "server shutting down", "done");
		// No DISCONNECT, which would keep clients from coming back.
		assertThat(sessions).allSatisfy((session) -> {
			assertThat(session.sent()).isEmpty();
			assertThat(session.isOpen()).isFalse();
		});
	}

	@Test
	void closesWithoutConnections() {
		this.io.close(10, Duration.ofSeconds(1)).subscribe(null, null, () -> this.log.add("done"));
		assertThat(this.log).containsExactly("done");
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.close(0, Duration.ofSeconds(1)));
	}

	@Test
	void tellsClientsOfErrorsAsItWasTold() {
		SocketIOServer custom = SocketIOServers.builder()
			.errors((error, locale) -> "told: " + error.getMessage())
			.build();
		custom.onConnection((socket) -> socket.on("e", (arguments, ack) -> {
			throw new IllegalStateException("broken");
		}));
		TestEngineSession session = TestEngineSession.open(custom);
		session.connect("/");
		session.receive("20[\"e\"]");
		assertThat(session.take()).containsExactly("30[\"told: broken\"]");
	}

	@Test
	void endsEventsWhoseErrorCannotBeDescribed() {
		SocketIOServer custom = SocketIOServers.builder().errors((error, locale) -> {
			throw new IllegalStateException("on purpose");
		}).build();
		custom.onConnection((socket) -> socket.on("e", (arguments, ack) -> {
			throw new IllegalStateException("broken");
		}).on("next", (arguments, ack) -> ack.send("handled")));
		TestEngineSession session = TestEngineSession.open(custom);
		session.connect("/");
		session.receive("20[\"e\"]", "21[\"next\"]");
		assertThat(session.take()).containsExactly("30[]", "31[\"handled\"]");
	}

}
