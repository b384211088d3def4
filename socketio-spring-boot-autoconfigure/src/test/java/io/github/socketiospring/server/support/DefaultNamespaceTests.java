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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DefaultNamespaceTests {

	private final List<String> log = new ArrayList<>();

	private final CountingParser parser = new CountingParser();

	private LocalSockets local;

	private final SocketIOServer io = SocketIOServers.builder()
		.parser(this.parser)
		.executor(Runnable::run)
		.adapters((namespace, sockets) -> {
			this.local = sockets;
			return new ForwardingAdapter(sockets, this.log);
		})
		.build();

	@Test
	void encodesBroadcastOnceForAllReceivers() {
		List<TestEngineSession> sessions = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			TestEngineSession session = TestEngineSession.open(this.io);
			session.connect("/");
			sessions.add(session);
		}
		this.parser.events.set(0);
		this.io.emit("hello", new byte[] { 1 });
		assertThat(this.parser.events).hasValue(1);
		List<EngineMessage> first = sessions.get(0).messages();
		assertThat(sessions).allSatisfy((session) -> {
			assertThat(session.messages()).hasSize(2);
			assertThat(session.messages().get(0)).isSameAs(first.get(0));
			assertThat(session.messages().get(1)).isSameAs(first.get(1));
		});
		this.io.of("/").asVolatile().emit("volatile");
		assertThat(this.parser.events).hasValue(2);
		this.io.of("/").emitWithAck("question", String.class).onErrorComplete().subscribe();
		assertThat(this.parser.events).hasValue(3);
	}

	@Test
	void modifiersDoNotChangeTheOperator() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		BroadcastOperator everybody = this.io.of("/").local();
		everybody.to("nobody");
		everybody.except(this.io.of("/").sockets().iterator().next().id());
		everybody.emit("hello");
		assertThat(session.take()).containsExactly("2[\"hello\"]");
	}

	@Test
	void actsOnRemoteSockets() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		socket.attributes().put("name", "Ann");
		RemoteSocket remote = this.io.of("/").fetchSockets().blockFirst();
		assertThat(remote.id()).isEqualTo(socket.id());
		assertThat(remote.attributes()).containsEntry("name", "Ann");
		assertThat(remote.handshake().url()).isEqualTo(socket.handshake().url());
		remote.join("x").block();
		assertThat(socket.rooms()).contains("x");
		remote.leave("x").block();
		assertThat(socket.rooms()).doesNotContain("x");
		remote.emit("hello", 1);
		remote.disconnect(true).block();
		assertThat(session.take()).containsExactly("2[\"hello\",1]", "1");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void movesAndDisconnectsChosenSockets() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		this.io.of("/").socketsJoin("a", "b").block();
		this.io.to("a").socketsLeave("b").block();
		assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a");
		this.io.to("b").disconnectSockets(false).block();
		assertThat(socket.isConnected()).isTrue();
		this.io.to("a").disconnectSockets(false).block();
		assertThat(socket.isConnected()).isFalse();
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void doesNotWaitForSubscriptionToActOnSockets() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		this.io.of("/").socketsJoin("a");
		assertThat(socket.rooms()).contains("a");
	}

	@Test
	void sendsToOtherServers() {
		this.io.of("/").serverSideEmit("hello", 1, "x");
		assertThat(this.log).containsExactly("EVENT / [hello, 1, x]");
	}

	@Test
	void collectsAnswersOfOtherServersOnSubscription() {
		Flux<String> answers = this.io.of("/").serverSideEmitWithAck("hello", String.class);
		assertThat(this.log).isEmpty();
		assertThat(answers.collectList().block()).containsExactly("one", "two");
		assertThat(this.log).containsExactly("EVENT / [hello] PT30S");
	}

	@Test
	void takesNullOfAnotherServerForAnAnswerOnlyWhereATreeIsAskedFor() {
		assertThat(this.io.of("/").serverSideEmitWithAck("hello", String.class).collectList().block()).hasSize(2);
		assertThat(this.io.of("/").serverSideEmitWithAck("hello", JsonNode.class).collectList().block())
			.contains(NullNode.getInstance());
	}

	@Test
	void waitsForAnswersOfOtherServersAsLongAsTheCallSays() {
		Namespace namespace = this.io.of("/");
		assertThat(
				namespace.serverSideEmitWithAck(Duration.ofSeconds(1), "hello", String.class, 1).collectList().block())
			.containsExactly("one", "two");
		assertThat(this.log).containsExactly("EVENT / [hello, 1] PT1S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> namespace.serverSideEmitWithAck(Duration.ZERO, "hello", String.class));
	}

	@Test
	void handlesEventsOfOtherServers() {
		List<Object> answers = new ArrayList<>();
		Namespace namespace = this.io.of("/");
		namespace.onServerSideEmit("hello", (arguments, ack) -> {
			throw new IllegalStateException("broken");
		}).onServerSideEmit("hello", (arguments, ack) -> {
			this.log.add(arguments.get(0).asString() + " " + ack.isRequested());
			ack.send("first");
			ack.send("second");
		});
		List<JsonNode> arguments = List.of(JsonNodeFactory.instance.stringNode("x"));
		this.local.serverSideEvent("hello", arguments, null, Map.of());
		this.local.serverSideEvent("hello", arguments, (answer) -> answers.add(answer[0]), Map.of());
		assertThat(this.log).containsExactly("x false", "x true");
		assertThat(answers).containsExactly("first");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect", "connection", "new_namespace" })
	void refusesReservedEventsBetweenServers(String event) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.io.of("/").serverSideEmit(event));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.io.of("/").serverSideEmitWithAck(event, String.class));
		assertThat(this.log).isEmpty();
	}

	/**
	 * Counts the events it encodes.
	 */
	private static final class CountingParser implements PacketParser {

		private final PacketParser parser = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());

		private final AtomicInteger events = new AtomicInteger();

		@Override
		public EncodedPacket encode(Packet packet) {
			if (packet.type() == PacketType.EVENT) {
				this.events.incrementAndGet();
			}
			return this.parser.encode(packet);
		}

		@Override
		public PacketDecoder decoder() {
			return this.parser.decoder();
		}

	}

	/**
	 * Writes down what other servers would get.
	 */
	private static final class ForwardingAdapter extends InMemoryAdapter {

		private final List<String> log;

		ForwardingAdapter(LocalSockets sockets, List<String> log) {
			super(sockets);
			this.log = log;
		}

		@Override
		public void serverSideEmit(Packet packet) {
			this.log.add(describe(packet));
		}

		@Override
		public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
			this.log.add(describe(packet) + " " + timeout);
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			return Flux.just(nodes.stringNode("one"), nodes.nullNode(), nodes.stringNode("two"));
		}

		private static String describe(Packet packet) {
			return packet.type() + " " + packet.namespace() + " " + List.of((Object[]) packet.data());
		}

	}

}
