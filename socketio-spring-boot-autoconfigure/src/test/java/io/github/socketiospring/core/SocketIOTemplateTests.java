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

package io.github.socketiospring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketIOTemplateTests {

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final SocketIOServer server = SocketIOServers.builder()
		.adapters((namespace, sockets) -> new LoggingAdapter(sockets, this.log))
		.build();

	private final SocketIOTemplate template = new SocketIOTemplate(this.server);

	@Test
	void sendsToTheRootNamespaceAtFirst() {
		this.template.emit("hello", 1);
		this.template.send("text");
		assertThat(this.log).containsExactly("/ [hello, 1] rooms [] except []", "/ [message, text] rooms [] except []");
	}

	@Test
	void sendsToAnotherNamespace() {
		this.server.configure((io) -> {
			io.of("/orders");
			io.of("/chat");
		});
		SocketIOOperations orders = this.template.of("orders");
		orders.emit("shipped");
		orders.of("/chat").emit("hello");
		this.template.emit("root");
		assertThat(this.log).containsExactly("/orders [shipped] rooms [] except []", "/chat [hello] rooms [] except []",
				"/ [root] rooms [] except []");
		assertThat(this.server.of("/orders").name()).isEqualTo("/orders");
	}

	@Test
	void createsNoNamespaceBySendingToIt() {
		this.template.of("/nowhere").emit("hello");
		this.template.of("/nowhere").to("room").emit("hello");
		assertThat(this.template.of("/nowhere").fetchSockets().collectList().block()).isEmpty();
		assertThat(this.server.namespaces()).extracting(Namespace::name).containsExactly("/");
		assertThat(this.log).isEmpty();
	}

	@Test
	void choosesReceivers() {
		this.template.to("a").emit("e");
		this.template.in("a").emit("e");
		this.template.to(List.of("b")).emit("e");
		this.template.except("c").emit("e");
		this.template.except(List.of("d")).emit("e");
		this.template.local().emit("e");
		this.template.asVolatile().emit("e");
		this.template.compress(false).emit("e");
		assertThat(this.log).containsExactly("/ [e] rooms [a] except []", "/ [e] rooms [a] except []",
				"/ [e] rooms [b] except []", "/ [e] rooms [] except [c]", "/ [e] rooms [] except [d]",
				"/ [e] rooms [] except [] local", "/ [e] rooms [] except [] volatile",
				"/ [e] rooms [] except [] uncompressed");
	}

	@Test
	void choosesUsersByReservedRooms() {
		this.template.toUser("ann").emit("e");
		assertThat(this.log).singleElement().asString().contains("ann").doesNotContain("[ann]");
	}

	@Test
	void collectsAcknowledgements() {
		StepVerifier.create(this.template.emitWithAck("a", String.class)).verifyComplete();
		StepVerifier.create(this.template.emitWithAck("b", new ParameterizedTypeReference<List<String>>() {
		})).verifyComplete();
		StepVerifier.create(this.template.timeout(Duration.ofSeconds(1)).emitWithAck("c", String.class))
			.verifyComplete();
		assertThat(this.log).containsExactly("/ [a] rooms [] except [] acknowledged",
				"/ [b] rooms [] except [] acknowledged", "/ [c] rooms [] except [] acknowledged");
	}

	@Test
	void sendsByCallingMethods() {
		this.template.as(Client.class).hello("ann");
		this.template.to("x").as(Client.class).twice("bob");
		StepVerifier.create(this.template.as(Client.class).question()).verifyComplete();
		assertThat(this.log).containsExactly("/ [hello, ann] rooms [] except []", "/ [hello, bob] rooms [x] except []",
				"/ [hello, bob] rooms [x] except []", "/ [question] rooms [] except [] acknowledged");
	}

	@Test
	void actsOnSockets() {
		StepVerifier.create(this.template.fetchSockets()).verifyComplete();
		StepVerifier.create(this.template.socketsJoin("a")).verifyComplete();
		StepVerifier.create(this.template.socketsLeave("a")).verifyComplete();
		StepVerifier.create(this.template.disconnectSockets(true)).verifyComplete();
	}

	@Test
	void needsServerAndNamespace() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SocketIOTemplate(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.of(null));
	}

	interface Client {

		void hello(String name);

		Flux<String> question();

		default void twice(String name) {
			hello(name);
			hello(name);
		}

	}

	/**
	 * Records broadcasts.
	 */
	private static final class LoggingAdapter extends InMemoryAdapter {

		private final List<String> log;

		LoggingAdapter(LocalSockets sockets, List<String> log) {
			super(sockets);
			this.log = log;
		}

		@Override
		public void broadcast(Packet packet, BroadcastOptions options) {
			this.log.add(describe(packet, options));
		}

		@Override
		public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
			this.log.add(describe(packet, options) + " acknowledged");
			acks.expect(List.of());
			return Disposables.disposed();
		}

		private static String describe(Packet packet, BroadcastOptions options) {
			return packet.namespace() + " " + List.of((Object[]) packet.data()) + " rooms " + options.rooms()
					+ " except " + options.except() + (options.local() ? " local" : "")
					+ (options.droppable() ? " volatile" : "") + (options.compressed() ? "" : " uncompressed");
		}

	}

}
