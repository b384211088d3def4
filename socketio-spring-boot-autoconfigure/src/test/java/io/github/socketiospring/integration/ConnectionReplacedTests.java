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

package io.github.socketiospring.integration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that lost its connection and reconnects before the server notices.
 */
class ConnectionReplacedTests {

	static Stream<Arguments> wires() {
		return Stream.of(Wire.values())
			.flatMap((before) -> Stream.of(Wire.values()).map((after) -> Arguments.of(before, after)));
	}

	@ParameterizedTest
	@MethodSource("wires")
	void isRecovered(Wire before, Wire after) {
		List<String> log = new CopyOnWriteArrayList<>();
		SocketIOServer io = SocketIOServers.builder()
			.options(SocketIOOptions.builder().recovery(RecoveryOptions.builder().enabled(true).build()).build())
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 1000,
					Schedulers.parallel()))
			.build();
		io.onConnection((socket) -> {
			log.add("connected, " + socket.isRecovered());
			socket.onDisconnect((reason) -> log.add(reason.value()));
			socket.emit("hello");
		});
		EngineServer engine = new EngineServer(EngineOptions.defaults(), io);
		try (EngineTestServer http = EngineTestServer.start("/socket.io", engine)) {
			Attacker lost = before.connect(http.port());
			lost.send(Packets.CONNECT);
			String connected = lost.receive();
			String offset = Packets.offset(lost.receive());
			io.emit("missed");
			Attacker back = after.connect(http.port());
			back.send(Packets.recover(Packets.pid(connected), offset));
			assertThat(Packets.sid(back.receive())).isEqualTo(Packets.sid(connected));
			assertThat(back.receive()).contains("missed");
			assertThat(back.receive()).contains("hello");
			assertThat(log).containsExactly("connected, false", "connection replaced", "connected, true");
			// It ends on its own event loop.
			await().until(() -> engine.sessionCount() == 1);
			assertThat(io.statistics().recoverableSockets()).isZero();
		}
	}

}
