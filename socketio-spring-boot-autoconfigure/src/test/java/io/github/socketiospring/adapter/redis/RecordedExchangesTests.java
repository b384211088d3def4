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

package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.OrderedDelivery;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.protocol.VectorValues;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node of this project takes the place of one of the two Node.js servers of each
 * recorded exchange: it has the same sockets and is told what the others published. What
 * it publishes, and what its clients, listeners and callers get, must be the same.
 */
class RecordedExchangesTests {

	/** The keys that only nodes of this project write. */
	private static final Set<String> OWN_KEYS = Set.of(FrameKeys.UID, FrameKeys.SOCKET, FrameKeys.ARGUMENTS);

	static Stream<Exchange> exchanges() {
		return Stream.of("classic", "sharded")
			.flatMap((adapter) -> ClassicVectors.exchanges(adapter).stream())
			.filter((vector) -> vector.has("servers") && vector.has("sockets"))
			.map(Exchange::new)
			.filter((exchange) -> !exchange.messages(false).isEmpty());
	}

	static Stream<Exchange> questions() {
		return exchanges().filter((exchange) -> exchange.vector().has("result"));
	}

	@Test
	void hasAllExchanges() {
		List<Exchange> exchanges = exchanges().toList();
		assertThat(exchanges).hasSizeGreaterThan(60);
		assertThat(exchanges.stream().filter((exchange) -> !exchange.messages(true).isEmpty())).hasSizeGreaterThan(15);
		assertThat(questions()).hasSizeGreaterThan(15);
	}

	@ParameterizedTest
	@MethodSource("exchanges")
	void goesTheSameWay(Exchange exchange) {
		RecordingBus bus = new RecordingBus(exchange);
		Clients clients = new Clients();
		ClusterNode node = node(bus, new TestTimer());
		Adapter adapter = open(node, exchange, clients);
		Map<String, Client> all = exchange.connect(adapter, "B");
		for (JsonNode message : exchange.messages(false)) {
			bus.arrive(message, ClassicVectors.bytes(message.get("payload")));
			all.forEach((name, client) -> client.answer(exchange.answer(name)));
		}
		assertThat(bus.published).isEqualTo(exchange.messages(true).stream().map(exchange::sent).toList());
		Map<String, Object> delivered = new TreeMap<>();
		all.forEach((name, client) -> {
			if (!client.received.isEmpty()) {
				delivered.put(name, client.received);
			}
		});
		assertThat(delivered).isEqualTo(exchange.delivered(all.keySet()));
		assertThat(clients.serverEvents).isEqualTo(exchange.serverEvents());
		Map<String, Set<String>> rooms = new TreeMap<>();
		all.values().stream().filter((client) -> !client.disconnected).forEach((client) -> {
			Set<String> joined = new TreeSet<>(adapter.rooms(client));
			joined.remove(client.id());
			rooms.put(client.id(), joined);
		});
		assertThat(rooms).isEqualTo(exchange.afterwards(rooms));
		assertThat(node.statistics().count(ClusterCounter.MALFORMED)).isZero();
		assertThat(node.statistics().count(ClusterCounter.FAILED)).isZero();
		assertThat(node.statistics().count(ClusterCounter.REFUSED)).isZero();
	}

	private static ClusterNode node(RecordingBus bus, TestTimer timer) {
		return ClusterNode.builder(bus)
			.options(ClusterOptions.builder().heartbeatInterval(Duration.ZERO).build())
			.memory(TestMemory.budget())
			.timer(timer)
			.lanes(Schedulers.immediate())
			.build();
	}

	private static Adapter open(ClusterNode node, Exchange exchange, Clients clients) {
		Adapter adapter = node.create(exchange.namespace(), clients);
		node.start().block();
		adapter.start().block();
		return adapter;
	}

	/** This node asks in place of the first server. */
	@ParameterizedTest
	@MethodSource("questions")
	void hasTheSameResult(Exchange exchange) {
		RecordingBus bus = new RecordingBus(exchange);
		TestTimer timer = new TestTimer();
		ClusterNode node = node(bus, timer);
		Adapter adapter = open(node, exchange, new Clients());
		Map<String, Client> all = exchange.connect(adapter, "A");
		Answers answers = new Answers();
		for (JsonNode question : exchange.messages(false)) {
			bus.published.clear();
			// An exchange may first find the socket that it asks then.
			answers = new Answers();
			answers.ask(adapter, exchange, question);
			all.forEach((name, client) -> client.answer(exchange.answer(name)));
			assertThat(bus.published).isEqualTo(List.of(exchange.sent(exchange.with(question, bus.requestId))));
			for (JsonNode answer : exchange.answers(question)) {
				bus.arrive(answer, exchange.with(answer, bus.requestId));
			}
			timer.advance(Duration.ofSeconds(10));
		}
		assertThat(answers.all).containsExactlyInAnyOrderElementsOf(exchange.result());
		assertThat(answers.failed).isEqualTo(exchange.vector().get("result").has("error"));
		assertThat(node.statistics().pendingRequests()).isZero();
		assertThat(node.statistics().count(ClusterCounter.MALFORMED)).isZero();
		assertThat(node.statistics().count(ClusterCounter.LATE)).isZero();
	}

	/** The order of rooms and sockets says nothing. */
	private static Object comparable(JsonNode frame) {
		return unordered(Meanings.describe(frame));
	}

	private static @Nullable Object unordered(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> all = new TreeMap<>();
			map.forEach((key, element) -> {
				boolean set = key.equals(FrameKeys.ROOMS) || key.equals(FrameKeys.SOCKETS);
				Object described = unordered(element);
				all.put(String.valueOf(key), (set && described instanceof List<?> list)
						? list.stream().map(String::valueOf).sorted().toList() : String.valueOf(described));
			});
			return all;
		}
		return (value instanceof List<?> list) ? list.stream().map(RecordedExchangesTests::unordered).toList() : value;
	}

	private static JsonNode decode(byte[] frame) {
		return (frame[0] == '{') ? JsonMapper.shared().readTree(frame)
				: MsgPackValues.read(frame, 500, Integer.MAX_VALUE);
	}

	private static ClassicChannels.Kind kind(String channel) {
		if (channel.contains("-request#")) {
			return ClassicChannels.Kind.REQUEST;
		}
		return channel.contains("-response#") ? ClassicChannels.Kind.RESPONSE : ClassicChannels.Kind.BROADCAST;
	}

	/**
	 * One exchange.
	 *
	 * @param vector the recording
	 */
	record Exchange(JsonNode vector) {

		boolean isSharded() {
			return this.vector.get("adapter").asString().equals("sharded");
		}

		String namespace() {
			return this.vector.path("nsp").asString("/");
		}

		/** What the second server, or all others, published. */
		List<JsonNode> messages(boolean ofSecond) {
			return this.vector.get("messages")
				.valueStream()
				.filter((message) -> message.has("payload") && message.get("from").asString().equals("B") == ofSecond)
				.toList();
		}

		/**
		 * What a node of this project has to publish in place of the second server. It
		 * does not tell the rooms named after sockets.
		 */
		Object sent(JsonNode message) {
			return sent(ClassicVectors.bytes(message.get("payload")));
		}

		Object sent(byte[] frame) {
			ObjectNode tree = (ObjectNode) decode(frame);
			tree.remove(FrameKeys.UID);
			if (tree.has(FrameKeys.ROOMS)) {
				Set<String> rooms = Meanings.names(tree.get(FrameKeys.ROOMS));
				this.vector.get("sockets").forEach((socket) -> rooms.remove(socket.get("id").asString()));
				tree.set(FrameKeys.ROOMS, JsonMapper.shared().valueToTree(rooms));
			}
			return comparable(tree);
		}

		/** Connect the clients of a server. */
		Map<String, Client> connect(Adapter adapter, String server) {
			Map<String, SocketDetails> told = new LinkedHashMap<>();
			for (JsonNode message : messages(true)) {
				JsonNode tree = decode(ClassicVectors.bytes(message.get("payload")));
				JsonNode sockets = (isSharded() ? tree.path(FrameKeys.DATA) : tree).path(FrameKeys.SOCKETS);
				sockets.valueStream()
					.filter(JsonNode::isObject)
					.map(Meanings::socket)
					.forEach((socket) -> told.put(socket.id(), socket));
			}
			Map<String, Client> clients = new TreeMap<>();
			this.vector.get("sockets").properties().forEach((property) -> {
				JsonNode socket = property.getValue();
				if (!socket.get("node").asString().equals(server)
						|| !socket.get("nsp").asString().equals(namespace())) {
					return;
				}
				String id = socket.get("id").asString();
				SocketDetails known = told.get(id);
				Client client = new Client(adapter, id, (known != null) ? known.handshake() : null,
						VectorValues.toJava(socket.get("data")));
				adapter.add(client, socket.get("rooms").valueStream().map(JsonNode::asString).toList());
				clients.put(property.getKey(), client);
			});
			return clients;
		}

		/**
		 * What a client answers to each question, as in all recordings.
		 */
		@Nullable JsonNode answer(String client) {
			String id = this.vector.get("id").asString();
			if (id.endsWith("ack.silent") && client.equals("b2")) {
				return null;
			}
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			if (id.endsWith("ack.binary") && client.equals("b1")) {
				return nodes.binaryNode(new byte[] { 9, 8 });
			}
			if (id.endsWith("ack.binary") && client.equals("a1")) {
				return nodes.objectNode().set("n", nodes.binaryNode(new byte[] { 7 }));
			}
			return nodes.stringNode("ack of " + client);
		}

		private String requestId(JsonNode message) {
			JsonNode tree = decode(ClassicVectors.bytes(message.get("payload")));
			return (isSharded() ? tree.path(FrameKeys.DATA) : tree).path(FrameKeys.REQUEST_ID).asString("");
		}

		/** What the second server answered to a question. */
		List<JsonNode> answers(JsonNode question) {
			String id = requestId(question);
			return messages(true).stream().filter((answer) -> requestId(answer).equals(id)).toList();
		}

		/** A frame with the id of another request. */
		byte[] with(JsonNode message, String requestId) {
			byte[] frame = ClassicVectors.bytes(message.get("payload"));
			ObjectNode tree = (ObjectNode) decode(frame);
			((ObjectNode) (isSharded() ? tree.get(FrameKeys.DATA) : tree)).put(FrameKeys.REQUEST_ID, requestId);
			return (frame[0] == '{') ? JsonMapper.shared().writeValueAsBytes(tree) : MsgPackValues.write(tree);
		}

		/** What a frame says, found without the reader. */
		@Nullable ClusterMessage meaning(JsonNode message) {
			JsonNode payload = message.get("payload");
			JsonNode meaning = payload.has("json") ? payload.get("json") : payload.get("msgpack");
			String channel = message.get("channel").asString();
			byte[] bytes = ClassicVectors.bytes(payload);
			return isSharded()
					? new ShardedVectors.Frame("", channel, SubscriptionMode.DYNAMIC, namespace(), bytes, meaning)
						.message()
					: Meanings
						.message(new ClassicVectors.Frame("", channel, kind(channel), namespace(), bytes, meaning));
		}

		/** What the call returned, without the rooms named after sockets of this node. */
		List<Object> result() {
			JsonNode result = this.vector.get("result");
			List<Object> all = new ArrayList<>();
			JsonNode values = result.has("responses") ? result.get("responses") : result;
			(values.isArray() ? values.valueStream() : Stream.of(values))
				.forEach((value) -> all.add(Objects.requireNonNull(Meanings.describe(VectorValues.toJava(value)))));
			if (toString().endsWith("allrooms")) {
				this.vector.get("sockets")
					.valueStream()
					.filter((socket) -> socket.get("node").asString().equals("A"))
					.forEach((socket) -> all.remove(socket.get("id").asString()));
			}
			return all;
		}

		Map<String, Object> delivered(Set<String> clients) {
			Map<String, Object> delivered = new TreeMap<>();
			this.vector.path("delivered").properties().forEach((property) -> {
				if (clients.contains(property.getKey())) {
					delivered.put(property.getKey(),
							property.getValue()
								.valueStream()
								.map((event) -> event.has("$disconnect") ? "disconnected"
										: Meanings.describe(VectorValues.toJava(event)))
								.toList());
				}
			});
			return delivered;
		}

		List<Object> serverEvents() {
			return this.vector.path("serverEvents")
				.path("B")
				.valueStream()
				.filter((event) -> !event.get(0).asString().equals("disconnect"))
				.map((event) -> Meanings.describe(VectorValues.toJava(event)))
				.toList();
		}

		Map<String, Set<String>> afterwards(Map<String, Set<String>> otherwise) {
			JsonNode afterwards = this.vector.path("afterwards").path("B");
			if (!afterwards.isObject()) {
				return otherwise;
			}
			Map<String, Set<String>> rooms = new TreeMap<>();
			afterwards.properties()
				.forEach((socket) -> rooms.put(socket.getKey(), new TreeSet<>(Meanings.names(socket.getValue()))));
			return rooms;
		}

		@Override
		public String toString() {
			return this.vector.get("id").asString();
		}

	}

	/**
	 * What a question of this node leads to.
	 */
	private static final class Answers implements AckCollector {

		private static final JavaType VALUE = JsonMapper.shared().constructType(JsonNode.class);

		private final List<Object> all = new ArrayList<>();

		private int missing;

		private boolean failed;

		void ask(Adapter adapter, Exchange exchange, JsonNode question) {
			ClusterMessage message = exchange.meaning(question);
			if (message instanceof ClusterMessage.Broadcast broadcast) {
				Packet event = broadcast.event();
				adapter.broadcast(new Packet(event.type(), event.namespace(), 7, event.data()), broadcast.options(),
						Objects.requireNonNull(broadcast.timeout()), this);
			}
			else if (message instanceof ClusterMessage.FetchSockets fetch) {
				boolean data = exchange.vector().get("call").asString().contains("s.data");
				collect(adapter.fetchSockets(fetch.options(), null)
					.map((socket) -> data ? socket.attributes() : socket.id()));
			}
			else if (message instanceof ClusterMessage.FetchRooms) {
				collect(adapter.roomsOfAllNodes(null).flatMapIterable((rooms) -> rooms));
			}
			else if (message instanceof ClusterMessage.ServerEvent asked) {
				collect(adapter.serverSideEmit(asked.event(), Duration.ofSeconds(5)));
			}
		}

		private void collect(Flux<?> values) {
			values.subscribe(this::add, (ex) -> this.failed = true);
		}

		private void add(Object value) {
			this.all.add(Objects.requireNonNull(Meanings.describe(value)));
		}

		private void add(ArgumentReader arguments) {
			add(arguments.next(VALUE));
			this.missing--;
			this.failed = this.missing != 0;
		}

		private void expect(int receivers) {
			this.missing += receivers;
			this.failed = this.missing != 0;
		}

		@Override
		public void expect(Collection<String> socketIds) {
			expect(socketIds.size());
		}

		@Override
		public void answered(String socketId, ArgumentReader arguments) {
			add(arguments);
		}

		@Override
		public void lost(String socketId) {
		}

		@Override
		public void expectElsewhere(int receivers) {
			expect(receivers);
		}

		@Override
		public void answeredElsewhere(@Nullable String socketId, ArgumentReader arguments) {
			add(arguments);
		}

	}

	/**
	 * A bus with the frames of Redis, without Redis: one other node, and records of what
	 * this one publishes.
	 */
	private static final class RecordingBus implements ClusterBus {

		private final ClassicFrames classic = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

		private final ShardedFrames shardedFrames = new ShardedFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

		private final Exchange exchange;

		private final boolean sharded;

		private final List<Object> published = new ArrayList<>();

		private String requestId = "";

		private Consumer<ClusterFrame> receiver = (frame) -> {
		};

		RecordingBus(Exchange exchange) {
			this.exchange = exchange;
			this.sharded = exchange.isSharded();
		}

		void arrive(JsonNode message, byte[] bytes) {
			String namespace = this.exchange.namespace();
			this.receiver.accept(this.sharded ? this.shardedFrames.reader(namespace).frame(bytes)
					: this.classic.reader(namespace).frame(kind(message.get("channel").asString()), bytes));
		}

		private void publish(byte[] frame) {
			ObjectNode tree = (ObjectNode) decode(frame);
			ObjectNode content = (this.sharded && tree.path(FrameKeys.DATA) instanceof ObjectNode data) ? data : tree;
			this.requestId = content.path(FrameKeys.REQUEST_ID).asString("");
			tree.remove(OWN_KEYS);
			content.remove(OWN_KEYS);
			this.published.add(comparable(tree));
		}

		@Override
		public Mono<Void> start() {
			return Mono.empty();
		}

		@Override
		public Mono<Void> stop() {
			return Mono.empty();
		}

		@Override
		public boolean isConnected() {
			return true;
		}

		@Override
		public Nodes openNodes(Consumer<byte[]> receiver) {
			return (frame) -> Mono.empty();
		}

		@Override
		public void reconnect() {
		}

		@Override
		public Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver) {
			this.receiver = receiver;
			ClassicFrameWriter classicWriter = this.classic.writer(namespace, uid);
			ShardedFrameWriter shardedWriter = this.shardedFrames.writer(namespace, uid);
			return new Channel() {

				private byte[] write(ClusterMessage message) {
					return RecordingBus.this.sharded ? shardedWriter.write(message, null)
							: classicWriter.write(message, null);
				}

				@Override
				public String namespace() {
					return namespace;
				}

				@Override
				public String uid() {
					return uid;
				}

				@Override
				public Mono<Void> ready() {
					return Mono.empty();
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public Publication prepare(ClusterMessage message, @Nullable TraceContext trace) {
					byte[] frame = write(message);
					return () -> {
						publish(frame);
						return Mono.empty();
					};
				}

				@Override
				public Mono<Void> answer(ClusterMessage.Answer answer, @Nullable String to) {
					publish(write(answer));
					return Mono.empty();
				}

				@Override
				public Mono<Integer> otherNodes() {
					return Mono.just(1);
				}

				@Override
				public Mono<Set<String>> otherNodeIds() {
					return Mono.just(Set.of());
				}

				@Override
				public void room(String room, boolean present) {
				}

				@Override
				public void close() {
				}

			};
		}

	}

	/**
	 * The sockets of the namespace, and its listeners.
	 */
	private static final class Clients implements LocalSockets {

		private final List<Object> serverEvents = new ArrayList<>();

		private long ackIds;

		@Override
		public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, @Nullable AckCollector acks) {
			return (socket) -> ((Client) socket).receive(packet, acks);
		}

		@Override
		public OrderedDelivery ordered(Packet event, BroadcastOptions options) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long nextAckId() {
			return this.ackIds++;
		}

		@Override
		public void forgetAck(String socketId, long ackId) {
		}

		@Override
		public void serverSideEvent(String event, List<JsonNode> arguments,
				@Nullable Consumer<@Nullable Object[]> answer, Map<String, String> trace) {
			List<@Nullable Object> all = new ArrayList<>(List.of(event));
			all.addAll(arguments);
			// The listener of one of them made no note.
			if (!event.equals("sse-bin")) {
				this.serverEvents.add(Objects.requireNonNull(Meanings.describe(all)));
			}
			if (answer != null) {
				answer.accept(new Object[] { event.equals("sse-bin") ? new byte[] { 9, 8, 7 }
						: Map.of("from", "3572", "n", arguments.size()) });
			}
		}

	}

	/**
	 * A client of the second server.
	 */
	private static final class Client implements LocalSocket {

		private static final HandshakeDetails UNTOLD = new HandshakeDetails("/", Map.of(), Map.of(), null, false, false,
				Instant.EPOCH, Instant.EPOCH, JsonNodeFactory.instance.objectNode());

		private final Adapter adapter;

		private final String id;

		private final HandshakeDetails handshake;

		private final Map<String, Object> data;

		private final MemoryAccount memory = TestMemory.account();

		private final List<@Nullable Object> received = new ArrayList<>();

		private final List<AckCollector> asking = new ArrayList<>();

		private boolean disconnected;

		@SuppressWarnings("unchecked")
		Client(Adapter adapter, String id, @Nullable HandshakeDetails handshake, @Nullable Object data) {
			this.adapter = adapter;
			this.id = id;
			this.handshake = (handshake != null) ? handshake : UNTOLD;
			this.data = (data != null) ? (Map<String, Object>) data : Map.of();
		}

		void receive(Packet packet, @Nullable AckCollector acks) {
			this.received.add(Meanings.describe(List.of((Object[]) Objects.requireNonNull(packet.data()))));
			if (acks != null) {
				this.asking.add(acks);
			}
		}

		void answer(@Nullable JsonNode value) {
			if (value != null) {
				this.asking.forEach(
						(acks) -> acks.answered(this.id, new TreeArgumentReader(List.of(value), JsonMapper.shared())));
			}
			this.asking.clear();
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public MemoryAccount memory() {
			return this.memory;
		}

		@Override
		public SocketDetails details() {
			return new SocketDetails(this.id, this.handshake, this.adapter.rooms(this), this.data);
		}

		@Override
		public void join(String... rooms) {
			this.adapter.join(this, List.of(rooms));
		}

		@Override
		public void leave(String... rooms) {
			this.adapter.leave(this, List.of(rooms));
		}

		@Override
		public void disconnect(boolean close) {
			this.disconnected = true;
			this.received.add("disconnected");
			this.adapter.remove(this);
		}

	}

}
