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

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory that sockets use on the server.
 */
class SocketMemoryTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final MemoryAccount memory = this.session.memory();

	@AfterEach
	void nothingIsLeft() {
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.memory.held()).isZero();
	}

	@Test
	void namesOfRoomsCountWhileTheirSocketIsInThem() {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		assertThat(this.memory.held(MemoryKind.NAMES)).isZero();
		socket.join("a".repeat(200));
		socket.join("a".repeat(200));
		assertThat(this.memory.held(MemoryKind.NAMES)).isBetween(400L, 800L);
		socket.leave("a".repeat(200));
		assertThat(this.memory.held(MemoryKind.NAMES)).isZero();
		socket.join("b", "c");
		assertThat(this.memory.held(MemoryKind.NAMES)).isPositive();
	}

	@Test
	void attachmentsCountUntilTheirPacketIsComplete() {
		this.session.connect("/");
		this.session.receive("52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		long head = this.memory.held(MemoryKind.FRAGMENTS);
		assertThat(head).isPositive();
		this.session.receiveBinary(1, 2, 3);
		assertThat(this.memory.held(MemoryKind.FRAGMENTS)).isGreaterThan(head + 3);
		this.session.receiveBinary(1, 2, 3);
		assertThat(this.memory.held(MemoryKind.FRAGMENTS)).isZero();
		this.session.receive("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "52-", "52-/other," })
	void attachmentsForANamespaceThatTheClientIsNotInAreDropped(String head) {
		if (head.contains("/")) {
			this.session.connect("/");
		}
		this.session.receive(head + "[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		this.session.receiveBinary(1, 2, 3);
		assertThat(this.memory.held(MemoryKind.FRAGMENTS)).isZero();
		assertThat(this.session.isOpen()).isTrue();
		this.session.receiveBinary(1, 2, 3);
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.io.statistics().count(SocketIOCounter.PROTOCOL_VIOLATION)).isOne();
	}

}
