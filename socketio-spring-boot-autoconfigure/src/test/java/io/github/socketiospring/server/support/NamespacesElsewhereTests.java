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

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Level;
import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.CapturedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Sending to names of namespaces that are on other nodes only.
 */
class NamespacesElsewhereTests {

	private final List<String> log = new ArrayList<>();

	private final SocketIOServer io = SocketIOServers.builder().adapters(new Factory()).build();

	private final Namespace tenant = this.io.of("/tenant");

	@Test
	void broadcasts() {
		this.tenant.to("a").emit("hello", 1);
		new SocketIOTemplate(this.io).of("/tenant").emit("hello");
		assertThat(this.log).containsExactly("/tenant emit [hello, 1] to [a]", "/tenant emit [hello] to []");
		assertThat(this.io.namespaces()).extracting(Namespace::name).containsExactly("/");
	}

	@Test
	void collectsAcknowledgements() {
		assertThat(
				this.tenant.timeout(Duration.ofSeconds(2)).emitWithAck("question", String.class).collectList().block())
			.containsExactly("yes");
		assertThat(this.log).containsExactly("/tenant ask 0 [question] PT2S", "ended");
		assertThat(this.tenant.emitWithAck("question", String.class).blockFirst()).isEqualTo("yes");
		assertThat(this.log).contains("/tenant ask 1 [question] PT30S");
	}

	@Test
	void fetchesSocketsAndSendsToThem() {
		RemoteSocket socket = this.tenant.timeout(Duration.ofSeconds(3)).fetchSockets().blockFirst();
		assertThat(socket.id()).isEqualTo("x");
		assertThat(socket.emitWithAck("question", String.class).block()).isEqualTo("yes");
		socket.emit("private");
		socket.join("room").block();
		assertThat(this.log).containsExactly("/tenant fetch [] PT3S", "/tenant ask 0 [question] PT30S", "ended",
				"/tenant emit [private] to [x]", "/tenant join [x] [room]");
	}

	@Test
	void passesTheTimeoutToAdaptersOfThisNodeToo() {
		this.io.timeout(Duration.ofSeconds(4)).fetchSockets().blockLast();
		this.io.fetchSockets().blockLast();
		assertThat(this.log).containsExactly("here fetch PT4S", "here fetch null");
	}

	@Test
	void commandsSockets() {
		this.tenant.to("a").socketsJoin("b");
		this.tenant.to("a").socketsLeave("b");
		this.tenant.to("a").disconnectSockets(true);
		assertThat(this.log).containsExactly("/tenant join [a] [b]", "/tenant leave [a] [b]",
				"/tenant disconnect [a] true");
	}

	@Test
	void asksForRoomsAndNodes() {
		assertThat(this.tenant.rooms()).isEmpty();
		assertThat(this.tenant.roomsOfAllNodes().block()).containsExactly("elsewhere");
		assertThat(this.tenant.nodeCount().block()).isEqualTo(2);
		assertThat(this.io.of("/").roomsOfAllNodes().block()).isEmpty();
		assertThat(this.io.of("/").nodeCount().block()).isOne();
	}

	@Test
	void sendsToServers() {
		this.tenant.serverSideEmit("reload", 1);
		assertThat(this.tenant.serverSideEmitWithAck("load", Integer.class).collectList().block()).containsExactly(7);
		SocketIOTemplate template = new SocketIOTemplate(this.io);
		template.of("/tenant").serverSideEmit("again");
		template.of("/tenant").serverSideEmitWithAck(Duration.ofSeconds(1), "load", Integer.class).blockLast();
		template.of("/tenant").serverSideEmitWithAck("load", Integer.class).blockLast();
		assertThat(this.log).containsExactly("/tenant servers [reload, 1]", "/tenant servers [load] PT30S",
				"/tenant servers [again]", "/tenant servers [load] PT1S", "/tenant servers [load] PT30S");
	}

	@Test
	void sendsToServersOfTheMainNamespace() {
		this.io.serverSideEmit("reload", 1);
		assertThat(this.io.serverSideEmitWithAck("load", Integer.class).collectList().block()).containsExactly(8);
		this.io.serverSideEmitWithAck(Duration.ofSeconds(1), "load", Integer.class).blockLast();
		assertThat(this.log).containsExactly("here servers [reload, 1]", "here servers [load] PT30S",
				"here servers [load] PT1S");
	}

	@Test
	void choosesTheNamespaceWhenItsAnswersAreSubscribedTo() {
		Flux<Integer> answers = this.tenant.serverSideEmitWithAck("load", Integer.class);
		this.io.configure((setup) -> setup.of("/tenant"));
		assertThat(answers.collectList().block()).containsExactly(8);
		assertThat(this.log).containsExactly("here servers [load] PT30S");
	}

	@Test
	void refusesAtOnceWhatServersCannotBeSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tenant.serverSideEmit("connection"))
			.withMessageContaining("reserved");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.tenant.serverSideEmitWithAck("connection", String.class))
			.withMessageContaining("reserved");
		assertThatIllegalArgumentException().isThrownBy(() -> this.tenant.serverSideEmitWithAck("load", File.class));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.tenant.serverSideEmitWithAck(Duration.ZERO, "load", String.class))
			.withMessageContaining("millisecond");
		assertThat(this.log).isEmpty();
	}

	@Test
	void keepsToItselfWhatIsForThisNodeOnly() {
		this.tenant.local().emit("hello");
		assertThat(this.tenant.local().fetchSockets().collectList().block()).isEmpty();
		assertThat(this.tenant.local().emitWithAck("question", String.class).collectList().block()).isEmpty();
		this.tenant.local().socketsJoin("a");
		assertThat(this.log).isEmpty();
	}

	@Test
	void doesNotWarnOfNamesThatOthersMayHave() {
		try (CapturedLog debug = CapturedLog.of(SocketIOServer.class.getName(), Level.DEBUG)) {
			this.tenant.emit("hello");
			assertThat(debug.lines()).containsExactly("DEBUG Namespace '/tenant' is not on this node");
		}
	}

	@Test
	void prefersTheNamespaceOfThisNode() {
		this.io.configure((setup) -> setup.of("/tenant"));
		this.tenant.emit("hello");
		this.tenant.fetchSockets().blockLast();
		assertThat(this.log).containsExactly("here fetch null");
	}

	@Test
	void countsNoNodesWhereThereIsNoClusterAndNoNamespace() {
		Namespace unknown = SocketIOServers.builder().build().of("/unknown");
		assertThat(unknown.nodeCount().block()).isZero();
		assertThat(unknown.roomsOfAllNodes().block()).isEmpty();
	}

	/**
	 * Creates adapters of a cluster.
	 */
	private final class Factory implements AdapterFactory {

		@Override
		public Adapter create(String namespace, LocalSockets sockets) {
			return new InMemoryAdapter(sockets) {

				@Override
				public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
					NamespacesElsewhereTests.this.log.add("here fetch " + timeout);
					return super.fetchSockets(options, timeout);
				}

				@Override
				public void serverSideEmit(Packet packet) {
					NamespacesElsewhereTests.this.log.add("here servers " + Sender.data(packet));
				}

				@Override
				public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
					NamespacesElsewhereTests.this.log.add("here servers " + Sender.data(packet) + " " + timeout);
					return Flux.just(JsonNodeFactory.instance.numberNode(8));
				}

			};
		}

		@Override
		public AdapterSender sender(String namespace) {
			return new Sender(namespace, NamespacesElsewhereTests.this.log);
		}

	}

	/**
	 * Writes down what other nodes would get.
	 */
	private record Sender(String namespace, List<String> log) implements AdapterSender {

		private void log(String line) {
			this.log.add(this.namespace + " " + line);
		}

		private static List<Object> data(Packet packet) {
			return List.of((Object[]) packet.data());
		}

		@Override
		public void broadcast(Packet packet, BroadcastOptions options) {
			log("emit " + data(packet) + " to " + options.rooms());
		}

		@Override
		public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
			log("ask " + packet.id() + " " + data(packet) + " " + timeout);
			acks.askElsewhere();
			acks.expect(List.of());
			acks.expectElsewhere(1);
			acks.answeredElsewhere("x",
					new TreeArgumentReader(List.of(JsonNodeFactory.instance.stringNode("yes")), JsonMapper.shared()));
			acks.nodesCounted(MissingNodes.NONE);
			return Disposables.composite(() -> this.log.add("ended"));
		}

		@Override
		public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
			log("fetch " + options.rooms() + " " + timeout);
			return Flux.just(new SocketDetails("x", new HandshakeDetails("/", Map.of(), Map.of(), null, false, false,
					Instant.EPOCH, Instant.EPOCH, JsonNodeFactory.instance.objectNode()), Set.of("x"), Map.of()));
		}

		@Override
		public Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout) {
			return Mono.just(Set.of("elsewhere"));
		}

		@Override
		public Mono<Integer> nodeCount() {
			return Mono.just(2);
		}

		@Override
		public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
			log("join " + options.rooms() + " " + rooms);
			return Mono.empty();
		}

		@Override
		public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
			log("leave " + options.rooms() + " " + rooms);
			return Mono.empty();
		}

		@Override
		public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
			log("disconnect " + options.rooms() + " " + close);
			return Mono.empty();
		}

		@Override
		public void serverSideEmit(Packet packet) {
			log("servers " + data(packet));
		}

		@Override
		public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
			log("servers " + data(packet) + " " + timeout);
			return Flux.just(JsonNodeFactory.instance.numberNode(7));
		}

	}

}
