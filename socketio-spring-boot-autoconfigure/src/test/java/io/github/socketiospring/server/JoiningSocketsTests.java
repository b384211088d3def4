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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.support.SocketIOServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients are told that they have joined rooms when the adapter says so.
 */
class JoiningSocketsTests {

	private final List<String> log = new ArrayList<>();

	private @Nullable CompletableFuture<Void> joining;

	private @Nullable Adapter adapter;

	private final SocketIOServer io = SocketIOServers.builder().adapters((namespace, sockets) -> {
		this.adapter = new SlowAdapter(sockets);
		return this.adapter;
	}).build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	JoiningSocketsTests() {
		this.io.onConnection((socket) -> {
			this.log.add("connected");
			socket.on("join", (arguments, ack) -> {
				socket.join("r");
				ack.send("joined");
			});
			socket.on("talk", (arguments, ack) -> socket.emit("answer"));
			socket.onDisconnect((reason) -> this.log.add("left"));
		});
	}

	@Test
	void connectIsAnsweredWhenTheSocketHasJoined() {
		this.joining = new CompletableFuture<>();
		this.session.receive("0");
		this.io.emit("early");
		assertThat(this.session.sent()).isEmpty();
		assertThat(this.log).isEmpty();
		this.joining.complete(null);
		assertThat(this.session.take()).hasSize(2)
			.satisfies((sent) -> assertThat(sent.get(0)).startsWith("0{"),
					(sent) -> assertThat(sent.get(1)).contains("early"));
		assertThat(this.log).containsExactly("connected");
	}

	@Test
	void aClientThatLeavesMeanwhileDoesNotEnter() {
		this.joining = new CompletableFuture<>();
		this.session.receive("0");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		this.joining.complete(null);
		assertThat(this.session.sent()).isEmpty();
		assertThat(this.log).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.adapter.roomCount()).isZero();
	}

	@Test
	void anEventIsAcknowledgedWhenTheSocketHasJoined() {
		this.session.connect("/");
		this.session.take();
		this.joining = new CompletableFuture<>();
		this.session.receive("27[\"join\"]", "2[\"talk\"]");
		assertThat(this.session.take()).containsExactly("2[\"answer\"]");
		this.joining.complete(null);
		assertThat(this.session.take()).containsExactly("37[\"joined\"]");
	}

	@Test
	void aFailureDoesNotKeepTheAcknowledgement() {
		this.session.connect("/");
		this.session.take();
		this.joining = new CompletableFuture<>();
		this.session.receive("27[\"join\"]");
		this.joining.completeExceptionally(new IllegalStateException("no broker"));
		assertThat(this.session.take()).containsExactly("37[\"joined\"]");
	}

	/**
	 * Lets sockets wait.
	 */
	private final class SlowAdapter extends InMemoryAdapter {

		SlowAdapter(LocalSockets sockets) {
			super(sockets);
		}

		@Override
		public @Nullable CompletionStage<Void> joining(String socketId) {
			return JoiningSocketsTests.this.joining;
		}

	}

}
