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

package io.github.socketiospring.server.support.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of Socket.IO 2.x.
 */
class RevisionFourTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final List<String> log = new ArrayList<>();

	private TestEngineSession session() {
		TestEngineSession session = TestEngineSession.openOld(this.io);
		assertThat(session.take()).containsExactly("0");
		return session;
	}

	@Test
	void isInTheRootNamespaceWithoutAWord() {
		TestEngineSession session = session();
		SocketIOSocket socket = this.io.of("/").socket(session.id());
		assertThat(socket.isConnected()).isTrue();
		assertThat(socket.id()).isEqualTo(session.id());
		assertThat(socket.handshake().auth().isEmpty()).isTrue();
		assertThat(socket.handshake().query()).containsEntry("EIO", "3");
		socket.emit("hello");
		assertThat(session.take()).containsExactly("2[\"hello\"]");
	}

	@Test
	void mayNotAskForTheRootNamespace() {
		TestEngineSession session = session();
		session.receive("0");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void asksForNamespaceByUrl() {
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = session();
		session.receive("0/adm?x=1&y=a%20b&x=2&flag&=,");
		assertThat(session.take()).containsExactly("0/adm,");
		SocketIOSocket socket = this.io.of("/adm").socket("/adm#" + session.id());
		assertThat(socket.handshake().auth()).hasToString("{\"x\":\"2\",\"y\":\"a b\",\"flag\":\"\",\"\":\"\"}");
		assertThat(socket.handshake().query()).doesNotContainKey("x");
	}

	@Test
	void addressesPacketsByUrlToo() {
		this.io.of("/adm").onConnection((socket) -> socket.on("e", (arguments, ack) -> ack.send("yes")));
		TestEngineSession session = session();
		session.receive("0/adm,", "2/adm?t=1,0[\"e\"]");
		assertThat(session.take()).containsExactly("0/adm,", "3/adm,0[\"yes\"]");
		session.receive("1/adm?t=1,");
		assertThat(this.io.of("/adm").sockets()).isEmpty();
		assertThat(session.isOpen()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/é, /%C3%A9", "/a b, /a%20b", "/a/../b, /b", "/%C3%A9, /%C3%A9", "/a.b, /a.b" })
	void understandsNamespaceAsUrl(String asked, String name) {
		this.io.configure((setup) -> setup.of(name));
		TestEngineSession session = session();
		session.receive("0" + asked + ",");
		assertThat(session.take()).containsExactly("0" + name + ",");
	}

	@Test
	void isToldWhyItWasRefused() {
		this.io.of("/deny").use((socket, next) -> Mono.error(new ConnectRefusedException("no way")));
		this.io.of("/denyd").use((socket, next) -> Mono.error(new ConnectRefusedException("no way", Map.of("c", 1))));
		TestEngineSession session = session();
		session.receive("0/deny,", "0/denyd,", "0/nowhere,");
		assertThat(session.take()).containsExactly("4/deny,\"no way\"", "4/denyd,{\"c\":1}",
				"4/nowhere,{\"message\":\"Invalid namespace\"}");
	}

	@Test
	void staysWhenTheRootNamespaceRefuses() {
		this.io.use((socket, next) -> Mono.error(new ConnectRefusedException("nope")));
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = TestEngineSession.openOld(this.io);
		assertThat(session.take()).containsExactly("4\"nope\"");
		session.receive("0/adm,");
		assertThat(session.take()).containsExactly("0/adm,");
		session.receive("2[\"to the root\"]");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void exchangesEventsWithCurrentClients() {
		TestEngineSession old = session();
		TestEngineSession current = TestEngineSession.open(this.io);
		current.connect("/");
		this.io.of("/").socketsJoin("x").block();
		this.io.to("x").emit("hello", new byte[] { 1 });
		assertThat(old.take()).isEqualTo(current.take())
			.containsExactly("51-[\"hello\",{\"_placeholder\":true,\"num\":0}]", "<01>");
	}

	@Test
	void acknowledges() {
		TestEngineSession session = session();
		this.io.of("/")
			.socket(session.id())
			.emitWithAck("question", String.class)
			.subscribe((answer) -> this.log.add(answer));
		assertThat(session.take()).containsExactly("20[\"question\"]");
		session.receive("30[\"answer\"]");
		assertThat(this.log).containsExactly("answer");
	}

	@Test
	void isDisconnected() {
		TestEngineSession session = session();
		this.io.of("/").socket(session.id()).disconnect();
		assertThat(session.take()).containsExactly("1");
		assertThat(session.isOpen()).isTrue();
	}

}
