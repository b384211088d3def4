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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The tests of all kinds of adapters on Redis: two servers of this project and two
 * Node.js servers in one cluster, a client each. Every operation of every node has the
 * same effect on all clients. Subclasses with four Node.js servers show that it is the
 * effect which it has in a cluster of those, but for each {@link Difference}.
 */
@RequiresTool({ "redis-server", "node", "npm" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MixedCluster {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	static final List<String> NODES = RedisCluster.NODES;

	/** Who sends and asks: by default one server of each kind. */
	static final List<String> SPEAKERS = TestProfile.isFull() ? NODES : List.of("java-1", "node-1");

	/** A client of each node, and the rooms that it is in. */
	private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

	static {
		ROOMS.put("at-java-1", Set.of("a"));
		ROOMS.put("at-java-2", Set.of("a", "b"));
		ROOMS.put("at-node-1", Set.of("b"));
		ROOMS.put("at-node-2", Set.of("a", "c #*é"));
	}

	private static final List<String> CLIENTS = List.copyOf(ROOMS.keySet());

	private final Map<String, String> properties;

	private final String options;

	private final List<String> senders;

	private RedisServer redis;

	private RedisCluster cluster;

	/**
	 * Create the tests for one kind of adapter.
	 * @param properties the properties of the Java servers
	 * @param options the options of the adapters of the Node.js servers, as JSON
	 * @param others who sends, beside the servers
	 */
	MixedCluster(Map<String, String> properties, String options, List<String> others) {
		this.properties = properties;
		this.options = options;
		this.senders = Stream.concat(SPEAKERS.stream(), others.stream()).toList();
	}

	List<String> senders() {
		return this.senders;
	}

	RedisServer redis() {
		return this.redis;
	}

	RedisCluster cluster() {
		return this.cluster;
	}

	@BeforeAll
	void startServers() {
		this.redis = RedisServer.start();
		this.cluster = startCluster(this.redis, this.properties, this.options);
	}

	RedisCluster startCluster(RedisServer running, Map<String, String> ofJava, String ofNode) {
		return new RedisCluster(running, ofJava, ofNode);
	}

	@AfterAll
	void stopServers() {
		this.cluster.close();
		this.redis.close();
	}

	@BeforeEach
	void connectClients() {
		ROOMS.forEach((client, rooms) -> this.cluster.connect(client, client.substring("at-".length()), "/",
				rooms.toArray(String[]::new)));
		this.cluster.awaitLinks("/", CLIENTS);
	}

	@AfterEach
	void closeClients() {
		CLIENTS.forEach((client) -> this.cluster.call("close", client));
		if (isSharded()) {
			// A Node.js server that gets a client into a room while it unsubscribes the
			// room's channel does not subscribe it anew.
			for (String room : List.of("a", "b", "c #*é")) {
				await().atMost(PATIENCE).until(() -> this.redis.shardSubscribers(channel(room + "#")) == 0);
			}
		}
	}

	private boolean isAtJava(String client) {
		return this.cluster.isJava(client.substring("at-".length()));
	}

	private String channel(String room) {
		String name = isSharded() ? "socketio.adapter.channel-prefix" : "socketio.adapter.key";
		return this.properties.getOrDefault(name, "socket.io") + "#/#" + room;
	}

	private boolean isSharded() {
		return this.properties.containsValue("redis-sharded");
	}

	/** The name that a node tells: servers of this project share a configuration. */
	private String told(String node) {
		return this.cluster.isJava(node) ? "java" : node;
	}

	/** Skips what only servers of this project have. */
	private void assumeJava(String node, String reason) {
		assumeTrue(this.cluster.isJava(node), reason);
	}

	@ParameterizedTest
	@MethodSource("senders")
	void broadcastsReachTheSelectedSockets(String sender) {
		List<Selection> selections = new ArrayList<>(List.of(Selection.all(), Selection.to("a"), Selection.to("b"),
				Selection.to("a", "b"), Selection.to("c #*é"), Selection.to("nobody"), Selection.all().but("a"),
				Selection.to("a").but("b"), Selection.to("a", "b").but("c #*é", "nobody"),
				Selection.all().with("volatile"), Selection.to("a").with("compress")));
		for (String client : CLIENTS) {
			selections.add(Selection.to(this.cluster.id(client)));
			selections.add(Selection.all().but(this.cluster.id(client)));
		}
		for (Selection selection : selections) {
			this.cluster.emit(sender, selection, "hello", 1);
			assertThat(this.cluster.received(sender, "/", CLIENTS)).as("to " + selection)
				.isEqualTo(expected(selection, "[[\"hello\",1]]"));
		}
	}

	private Map<String, String> expected(Selection selection, String events) {
		Map<String, String> expected = new LinkedHashMap<>();
		ROOMS.forEach((client, joined) -> {
			Set<String> rooms = new TreeSet<>(joined);
			rooms.add(this.cluster.id(client));
			boolean selected = selection.rooms().isEmpty() || selection.rooms().stream().anyMatch(rooms::contains);
			if (selected && selection.except().stream().noneMatch(rooms::contains)) {
				expected.put(client, events);
			}
		});
		return expected;
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void localBroadcastsStayOnTheNode(String sender) {
		this.cluster.emit(sender, Selection.all().with("local"), "hello");
		assertThat(this.cluster.received(sender, "/", CLIENTS)).isEqualTo(Map.of("at-" + sender, "[[\"hello\"]]"));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void valuesArriveAsTheyWereSent(String sender) {
		Map<String, Object> nested = new LinkedHashMap<>();
		nested.put("bytes", new byte[] { 1, 2, (byte) 0xff });
		nested.put("list", List.of(new byte[0], "x", List.of()));
		if (!this.cluster.isJava(sender)) {
			nested.put("bytes", Map.of("$bytes", "0102ff"));
			nested.put("list", List.of(Map.of("$bytes", ""), "x", List.of()));
		}
		Object[] event = { "values", new byte[] { 0, 1 }, nested, 0, -1, 127, 128, -32_768, 65_536, 4_294_967_296L,
				9_007_199_254_740_991L, -9_007_199_254_740_991L, Long.MAX_VALUE, Long.MIN_VALUE, 0.5, 1e-100, true, "",
				"é\u0000\ud83d\ude00", "x".repeat(70_000), List.of(), Map.of() };
		this.cluster.emit(sender, Selection.all(), event);
		Map<String, String> received = this.cluster.received(sender, "/", CLIENTS);
		String expected = "[[\"values\",{\"$bytes\":\"0001\"},{\"bytes\":{\"$bytes\":\"0102ff\"},"
				+ "\"list\":[{\"$bytes\":\"\"},\"x\",[]]},0,-1,127,128,-32768,65536,4294967296,9007199254740991,"
				+ "-9007199254740991,9223372036854776000,-9223372036854776000,0.5,1e-100"
				+ ",true,\"\",\"é\\u0000\ud83d\ude00\",\"" + "x".repeat(70_000) + "\",[],{}]]";
		JsonNode tree = JsonMapper.shared().readTree(expected);
		assertThat(received).containsOnlyKeys(CLIENTS)
			.allSatisfy((client, events) -> assertThat(JsonMapper.shared().readTree(events)).isEqualTo(tree));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void hugeNumbersReachTheClientsOfTheSender(String sender) {
		this.cluster.emit(sender, Selection.all(), "text", 1e100);
		// Bytes let the sharded adapters write MessagePack, too.
		this.cluster.emit(sender, Selection.all(), "bytes", 1e100, new byte[0]);
		Map<String, JsonNode> received = this.cluster.events(sender, "/", CLIENTS);
		assertThat(received).containsOnlyKeys(CLIENTS).allSatisfy((client, events) -> assertThat(events).hasSize(2));
		Predicate<JsonNode> huge = (event) -> event.get(1).asDouble() == 1e100;
		if (isSharded()) {
			assertThat(received.values()).allMatch((events) -> huge.test(events.get(0)));
		}
		assertThat(CLIENTS.stream().filter((client) -> huge.test(received.get(client).get(1))).toList())
			.isEqualTo(Difference.HUGE_NUMBERS.choose(this.cluster.isJava(sender), CLIENTS,
					CLIENTS.stream().filter(("at-" + sender)::equals).toList()));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void datesArriveAsText(String sender) {
		Object date = Map.of("$date", 1234);
		if (this.cluster.isJava(sender)) {
			date = Instant.ofEpochMilli(1234);
		}
		this.cluster.emit(sender, Selection.all(), "date", date, List.of(Map.of("nested", date)));
		assertThat(this.cluster.received(sender, "/", CLIENTS)).containsOnlyKeys(CLIENTS)
			.allSatisfy((client, events) -> assertThat(events)
				.isEqualTo("[[\"date\",\"1970-01-01T00:00:01.234Z\",[{\"nested\":\"1970-01-01T00:00:01.234Z\"}]]]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "java-1", "java-2" })
	void usersAreReachedOnAllJavaServers(String sender) {
		assumeJava(sender, "Node.js servers do not know users");
		for (String user : List.of("at-java-1", "at-java-2")) {
			this.cluster.io(sender).toUser(user).emit("hello", user);
			assertThat(this.cluster.received(sender, "/", CLIENTS))
				.isEqualTo(Map.of(user, "[[\"hello\",\"" + user + "\"]]"));
		}
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void broadcastsOfASocketReachAllOthers(String node) {
		String sender = "at-" + node;
		List<String> others = CLIENTS.stream().filter((client) -> !client.equals(sender)).toList();
		String relayed = "[[\"relayed\",\"" + told(node) + "\"]]";
		this.cluster.call("request", sender, "relay", List.of());
		assertThat(this.cluster.received(node, "/", CLIENTS)).containsOnlyKeys(others)
			.allSatisfy((client, events) -> assertThat(events).isEqualTo(relayed));
		this.cluster.call("request", sender, "relay", List.of("b", "c #*é"));
		assertThat(this.cluster.received(node, "/", CLIENTS).keySet()).isEqualTo(
				Stream.of("at-java-2", "at-node-1", "at-node-2").filter(others::contains).collect(Collectors.toSet()));
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void allClientsAnswerABroadcast(String sender) {
		assertThat(ask(sender, Selection.all().within(PATIENCE))).containsExactlyElementsOf(new TreeSet<>(CLIENTS));
		assertThat(ask(sender, Selection.to("b").within(PATIENCE))).containsExactly("at-java-2", "at-node-1");
		assertThat(ask(sender, Selection.to("nobody").within(PATIENCE))).isEmpty();
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void answersArriveAsTheyWereGiven(String sender) {
		assertThat(answers(sender, "ask for bytes")).containsExactlyInAnyOrderElementsOf(CLIENTS.stream()
			.map((client) -> "[{\"bytes\":{\"$bytes\":\"090807\"},\"of\":\"" + client + "\"}]")
			.toList());
		boolean java = this.cluster.isJava(sender);
		assertThat(answers(sender, "ask", "x", 2)).containsExactlyInAnyOrderElementsOf(CLIENTS.stream()
			.map((client) -> Difference.ALL_ARGUMENTS.choose(java && isAtJava(client), "[\"" + client + "\",\"x\",2]",
					"[\"" + client + "\"]"))
			.toList());
		assertThat(answers(sender, "ask for nothing")).hasSize(CLIENTS.size())
			.containsOnly(Difference.NO_ARGUMENTS.choose(java, "[]", "[null]"));
	}

	private List<String> answers(String sender, String event, Object... arguments) {
		Selection everybody = Selection.all().within(PATIENCE);
		if (this.cluster.isJava(sender)) {
			List<EventData> answers = this.cluster.operator(sender, everybody)
				.emitWithAck(event, EventData.class, arguments)
				.collectList()
				.block(PATIENCE);
			assertThat(answers).isNotNull();
			return answers.stream()
				.map((answer) -> IntStream.range(0, answer.size())
					.mapToObj((i) -> plain(answer.get(i)))
					.collect(Collectors.joining(",", "[", "]")))
				.toList();
		}
		List<Object> command = new ArrayList<>(List.of("ask", sender, everybody.toJson(), event));
		command.addAll(List.of(arguments));
		JsonNode outcome = this.cluster.call(command.toArray());
		assertThat(outcome.has("error")).as(outcome.toString()).isFalse();
		return outcome.get("value").valueStream().map((answer) -> "[" + answer + "]").toList();
	}

	private static String plain(JsonNode value) {
		if (value instanceof ObjectNode object) {
			object.properties().forEach((property) -> {
				if (property.getValue() instanceof BinaryNode bytes) {
					property.setValue(JsonMapper.shared()
						.createObjectNode()
						.put("$bytes", HexFormat.of().formatHex(bytes.binaryValue())));
				}
			});
		}
		return value.toString();
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void aSilentClientLeavesAPartialResult(String sender) {
		String quietJava = "quiet-java-" + sender;
		String quietNode = "quiet-node-" + sender;
		this.cluster.connect(quietJava, "java-1", "/", "b");
		this.cluster.connect(quietNode, "node-1", "/", "c #*é");
		Set<String> answers = partialAnswers(sender, this.cluster.id(quietJava));
		// First, since the other tests do not reckon with them.
		this.cluster.call("close", quietJava);
		this.cluster.call("close", quietNode);
		assertThat(answers).containsExactlyElementsOf(new TreeSet<>(CLIENTS));
	}

	private Set<String> partialAnswers(String sender, String quiet) {
		Set<String> answers = new TreeSet<>();
		Selection everybody = Selection.all().within(Duration.ofSeconds(1));
		if (this.cluster.isJava(sender)) {
			List<String> received = new ArrayList<>();
			Throwable failure = this.cluster.operator(sender, everybody)
				.emitWithAck("ask", String.class, "x")
				.doOnNext(received::add)
				.then()
				.materialize()
				.block(PATIENCE)
				.getThrowable();
			assertThat(failure).isInstanceOfSatisfying(AckTimeoutException.class, (late) -> {
				assertThat(late.missing()).isEqualTo(sender.equals("java-1") ? Set.of(quiet) : Set.of());
				assertThat(late.missing().size() + late.missingElsewhere()).isEqualTo(2);
				assertThat(late.missingNodes().count()).isZero();
				assertThat(late.invalid()).isEmpty();
			});
			answers.addAll(received);
		}
		else {
			JsonNode outcome = this.cluster.call("ask", sender, everybody.toJson(), "ask", "x");
			assertThat(outcome.path("error").asString()).isEqualTo("operation has timed out");
			outcome.get("responses").valueStream().map(JsonNode::asString).forEach(answers::add);
		}
		return answers;
	}

	private Set<String> ask(String sender, Selection to) {
		if (this.cluster.isJava(sender)) {
			return new TreeSet<>(this.cluster.operator(sender, to)
				.emitWithAck("ask", String.class, "x")
				.collectList()
				.block(PATIENCE));
		}
		JsonNode outcome = this.cluster.call("ask", sender, to.toJson(), "ask", "x");
		assertThat(outcome.has("error")).as(outcome.toString()).isFalse();
		return new TreeSet<>(outcome.get("value").valueStream().map(JsonNode::asString).toList());
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void socketsOfAllNodesAreFound(String node) {
		assertThat(sockets(node, Selection.all())).containsExactlyInAnyOrderEntriesOf(expectedSockets(CLIENTS));
		assertThat(sockets(node, Selection.to("b")))
			.containsExactlyInAnyOrderEntriesOf(expectedSockets(List.of("at-java-2", "at-node-1")));
		assertThat(sockets(node, Selection.to("nobody"))).isEmpty();
	}

	private Map<String, Set<String>> expectedSockets(List<String> clients) {
		Map<String, Set<String>> expected = new LinkedHashMap<>();
		for (String client : clients) {
			Set<String> rooms = new TreeSet<>(ROOMS.get(client));
			rooms.add(this.cluster.id(client));
			expected.put(this.cluster.id(client), rooms);
		}
		return expected;
	}

	private Map<String, Set<String>> sockets(String node, Selection selection) {
		Map<String, Set<String>> sockets = new LinkedHashMap<>();
		if (this.cluster.isJava(node)) {
			// A stream would make the thread of the nodes wait for this one.
			List<RemoteSocket> found = this.cluster.operator(node, selection)
				.fetchSockets()
				.collectList()
				.block(RedisCluster.PATIENCE);
			assertThat(found).isNotNull();
			found.forEach((socket) -> {
				sockets.put(socket.id(), socket.rooms());
				Map<String, Object> attributes = new HashMap<>(socket.attributes());
				Object profile = attributes.remove("profile");
				if ("java".equals(attributes.get("node"))) {
					assertProfile(profile);
				}
				assertDescribed(node, socket.id(), JsonMapper.shared().valueToTree(attributes),
						(name) -> String.valueOf(socket.handshake().header(name)), socket.handshake().query(),
						socket.handshake().auth());
				assertThat(socket.handshake().url()).startsWith("/socket.io/?");
				assertThat(socket.handshake().remoteAddress().getHostString()).isEqualTo("127.0.0.1");
				assertThat(socket.handshake().isSecure()).isFalse();
				assertThat(socket.handshake().issued())
					.isAfterOrEqualTo(socket.handshake().time().truncatedTo(ChronoUnit.SECONDS));
			});
			return sockets;
		}
		JsonNode answer = this.cluster.call("sockets", node, selection.toJson());
		assertThat(answer.has("error")).as(answer.toString()).isFalse();
		answer.get("value").valueStream().forEach((socket) -> {
			Set<String> rooms = new TreeSet<>();
			socket.get("rooms").valueStream().forEach((room) -> rooms.add(room.asString()));
			sockets.put(socket.get("id").asString(), rooms);
			ObjectNode data = (ObjectNode) socket.get("data");
			JsonNode profile = data.remove("profile");
			if (data.get("node").asString().equals("java")) {
				assertThat(profile.get("name").asString()).isEqualTo("ann");
			}
			JsonNode handshake = socket.get("handshake");
			assertDescribed(node, socket.get("id").asString(), data,
					(name) -> handshake.get("headers").path(name).asString("null"),
					JsonMapper.shared().convertValue(handshake.get("query"), new TypeReference<Map<String, String>>() {
					}), handshake.get("auth"));
			assertThat(handshake.get("url").asString()).startsWith("/socket.io/?");
			assertThat(handshake.get("address").asString()).endsWith("127.0.0.1");
			assertThat(handshake.get("secure").asBoolean(true)).isFalse();
			assertThat(handshake.get("time").asString()).contains(" GMT");
			assertThat(handshake.get("issued").isIntegralNumber()).isTrue();
		});
		return sockets;
	}

	/** A node's own sockets keep the object. */
	private static void assertProfile(Object profile) {
		if (profile instanceof Map<?, ?> told) {
			assertThat(told.get("name")).isEqualTo("ann");
			assertThat(told.get("picture")).isEqualTo(new byte[] { 1 });
		}
		else {
			assertThat(profile).isInstanceOf(RedisCluster.Profile.class);
		}
	}

	private void assertDescribed(String asker, String id, JsonNode attributes, UnaryOperator<String> headers,
			Map<String, String> query, JsonNode auth) {
		String client = CLIENTS.stream().filter((name) -> this.cluster.id(name).equals(id)).findFirst().orElseThrow();
		String node = client.substring("at-".length());
		JsonNode described = JsonMapper.shared()
			.readTree("{\"node\":\"" + told(node) + "\",\"more\":{\"list\":[1,0.5,\"é\",null,true],\"nothing\":{}}}");
		assertThat(JsonMapper.shared().readTree(attributes.toString())).isEqualTo(described);
		assertThat(query).containsEntry("user", client)
			.containsEntry("EIO", "4")
			.containsEntry("transport", "websocket");
		assertThat(headers.apply("x-more")).isEqualTo(client);
		boolean kept = this.cluster.isJava(node) && !node.equals(asker);
		Difference difference = Difference.CREDENTIALS;
		assertThat(headers.apply("cookie")).as(asker + " about " + node)
			.isEqualTo(difference.choose(kept, "null", "session=secret"));
		assertThat(headers.apply("authorization")).isEqualTo(difference.choose(kept, "null", "Digest secret"));
		assertThat(auth).hasToString(difference.choose(kept, "{}", "{\"token\":\"secret\"}"));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void socketsOfAllNodesJoinAndLeave(String sender) {
		move(sender, "join", Selection.to("b"), "new", "newer");
		this.cluster.emit(sender, Selection.to("new"), "hello");
		assertThat(this.cluster.received(sender, "/", CLIENTS)).containsOnlyKeys("at-java-2", "at-node-1");
		move(sender, "leave", Selection.to("newer").but("a"), "new");
		this.cluster.emit(sender, Selection.to("new"), "hello");
		assertThat(this.cluster.received(sender, "/", CLIENTS)).containsOnlyKeys("at-java-2");
		move(sender, "leave", Selection.all(), "newer", "new");
		this.cluster.emit(sender, Selection.to("new", "newer"), "hello");
		assertThat(this.cluster.received(sender, "/", CLIENTS)).isEmpty();
	}

	/** Commands and broadcasts go through different channels of the same connection. */
	private void move(String sender, String command, Selection sockets, String... rooms) {
		if (!this.cluster.isJava(sender)) {
			this.cluster.call(command, sender, sockets.toJson(), rooms);
			// The Node.js adapter reads its own command from Redis.
			awaitMoved(command, sockets, rooms);
		}
		else if (command.equals("join")) {
			this.cluster.operator(sender, sockets).socketsJoin(rooms).block(PATIENCE);
			awaitMoved(command, sockets, rooms);
		}
		else {
			this.cluster.operator(sender, sockets).socketsLeave(rooms).block(PATIENCE);
			awaitMoved(command, sockets, rooms);
		}
	}

	private void awaitMoved(String command, Selection sockets, String... rooms) {
		List<String> moved = sockets.rooms().isEmpty() ? CLIENTS : List.of("at-java-2", "at-node-1");
		for (String client : moved) {
			if (!sockets.except().isEmpty() && client.equals("at-java-2")) {
				continue;
			}
			await().atMost(PATIENCE).until(() -> {
				Set<String> now = new TreeSet<>();
				this.cluster.call("request", client, "rooms").valueStream().forEach((room) -> now.add(room.asString()));
				return command.equals("join") ? now.containsAll(List.of(rooms))
						: List.of(rooms).stream().noneMatch(now::contains);
			});
		}
	}

	@ParameterizedTest
	@MethodSource("senders")
	void socketsOfAllNodesAreDisconnected(String sender) {
		disconnect(sender, Selection.to("b"), true);
		assertDisconnected("at-java-2", "at-node-1");
		assertThat(this.cluster.received(sender, "/", List.of("at-java-1", "at-node-2"))).isEmpty();
		disconnect(sender, Selection.all(), false);
		assertDisconnected("at-java-1", "at-node-2");
	}

	private void disconnect(String sender, Selection sockets, boolean close) {
		if (this.cluster.isJava(sender)) {
			this.cluster.operator(sender, sockets).disconnectSockets(close).block(PATIENCE);
		}
		else {
			this.cluster.call("disconnect", sender, sockets.toJson(), close);
		}
	}

	private void assertDisconnected(String... clients) {
		for (String client : clients) {
			assertThat(this.cluster.call("events", client, List.of("disconnected"))).as(client).isEmpty();
		}
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void aSocketElsewhereIsUsedThroughItsDescription(String node) {
		for (String client : CLIENTS) {
			String id = this.cluster.id(client);
			if (this.cluster.isJava(node)) {
				RemoteSocket socket = remote(node, id);
				socket.join("remote").block(PATIENCE);
				socket.emit("alone", client);
				assertThat(socket.timeout(PATIENCE).emitWithAck("ask", String.class, 1).block(PATIENCE))
					.isEqualTo(client);
			}
			else {
				this.cluster.call("remote", node, id, "join", "remote");
				this.cluster.call("remote", node, id, "emit", "alone", client);
				assertThat(this.cluster.call("remoteAsk", node, id, PATIENCE.toMillis(), "ask", 1)).asString()
					.isEqualTo("{\"value\":\"" + client + "\"}");
			}
			awaitRooms(client, (rooms) -> rooms.contains("\"remote\""));
		}
		assertThat(this.cluster.received(node, "/", CLIENTS)).containsOnlyKeys(CLIENTS)
			.allSatisfy(
					(client, events) -> assertThat(events).isEqualTo("[[\"alone\",\"" + client + "\"],[\"ask\",1]]"));
		boolean close = node.endsWith("1");
		for (String client : CLIENTS) {
			String id = this.cluster.id(client);
			if (this.cluster.isJava(node)) {
				RemoteSocket socket = remote(node, id);
				socket.leave("remote").block(PATIENCE);
				awaitRooms(client, (rooms) -> !rooms.contains("\"remote\""));
				socket.disconnect(close).block(PATIENCE);
			}
			else {
				this.cluster.call("remote", node, id, "leave", "remote");
				awaitRooms(client, (rooms) -> !rooms.contains("\"remote\""));
				this.cluster.call("remote", node, id, "disconnect", close);
			}
			assertDisconnected(client);
		}
	}

	private RemoteSocket remote(String node, String id) {
		RemoteSocket socket = this.cluster.operator(node, Selection.to(id)).fetchSockets().blockFirst(PATIENCE);
		assertThat(socket).isNotNull();
		return socket;
	}

	private void awaitRooms(String client, Predicate<String> condition) {
		await().atMost(PATIENCE).until(() -> condition.test(this.cluster.call("request", client, "rooms").toString()));
	}

	@ParameterizedTest
	@MethodSource("senders")
	void serversTellEachOther(String sender) {
		if (this.cluster.isJava(sender)) {
			this.cluster.io(sender).of("/").serverSideEmit("news", 1, "x", new byte[] { 1, (byte) 0xff });
		}
		else {
			this.cluster.call("serverSideEmit", sender, "/", "news", 1, "x", Map.of("$bytes", "01ff"));
		}
		for (String node : NODES) {
			if (!node.equals(sender)) {
				String bytes = Difference.SERVER_SIDE_BYTES.choose(isSharded() || this.cluster.isJava(node),
						"{\"$bytes\":\"01ff\"}", "{\"type\":\"Buffer\",\"data\":[1,255]}");
				assertThat(this.cluster.news(node)).as(node).isEqualTo("[1,\"x\"," + bytes + "]");
			}
		}
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void serversAnswerEachOther(String sender) {
		List<String> expected = new ArrayList<>();
		NODES.stream().filter((node) -> !node.equals(sender)).forEach((node) -> expected.add(told(node)));
		if (this.cluster.isJava(sender)) {
			assertThat(this.cluster.io(sender)
				.of("/")
				.serverSideEmitWithAck(PATIENCE, "question", String.class, 1)
				.collectList()
				.block(PATIENCE)).containsExactlyInAnyOrderElementsOf(expected);
		}
		else {
			JsonNode outcome = this.cluster.call("serverSideAsk", sender, "/", "question", 1);
			assertThat(outcome.path("value").valueStream().map(JsonNode::asString))
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "java-1", "java-2" })
	void roomsOfAllNodesAreToldToAJavaServer(String node) {
		assumeJava(node, "Node.js servers tell rooms with the classic adapter only, which has a test of its own");
		assertThat(this.cluster.io(node).of("/").roomsOfAllNodes().block(PATIENCE)).contains("a", "b", "c #*é");
	}

	@ParameterizedTest
	@FieldSource("SPEAKERS")
	void allNodesAreCounted(String node) {
		Integer count = this.cluster.isJava(node) ? this.cluster.io(node).of("/").nodeCount().block(PATIENCE)
				: Integer.valueOf(this.cluster.call("count", node).asInt());
		assertThat(count).isEqualTo(NODES.size());
	}

	@ParameterizedTest
	@MethodSource("senders")
	void namespacesAreApart(String sender) {
		// The second one is made by each server for its first client.
		for (String namespace : List.of("/other", "/dyn-7")) {
			List<String> others = new ArrayList<>();
			for (String node : NODES) {
				others.add("other-" + node);
				this.cluster.connect("other-" + node, node, namespace, "a");
			}
			this.cluster.awaitLinks(namespace, others);
			this.cluster.emit(sender, Selection.to("a").in(namespace), "there");
			assertThat(this.cluster.received(sender, namespace, others)).containsOnlyKeys(others);
			assertThat(this.cluster.received(sender, "/", CLIENTS)).isEmpty();
			others.forEach((client) -> this.cluster.call("close", client));
		}
	}

	/** The other tests show that this changes nothing for anybody. */
	@Test
	void messagesOfOneServerCarryATrace() {
		List<String> frames = new CopyOnWriteArrayList<>();
		try (StatefulRedisPubSubConnection<String, byte[]> connection = this.redis.connectPubSub()) {
			connection.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, byte[] message) {
					frames.add(new String(message, StandardCharsets.ISO_8859_1));
				}

				@Override
				public void smessage(String channel, byte[] message) {
					message(channel, message);
				}

			});
			String channel = channel(this.properties.containsValue("static") ? "" : "a#");
			if (isSharded()) {
				connection.sync().ssubscribe(channel);
			}
			else {
				connection.sync().subscribe(channel);
			}
			for (String sender : NODES) {
				this.cluster.emit(sender, Selection.to("a"), "from " + sender);
				await().atMost(PATIENCE).until(() -> frames.stream().anyMatch((frame) -> frame.contains(sender)));
			}
		}
		assertThat(frames).filteredOn((frame) -> frame.contains("from "))
			.hasSize(NODES.size())
			.allSatisfy((frame) -> assertThat(frame.contains(RedisCluster.Traces.TRACE.parent()))
				.isEqualTo(this.cluster.isJava("java-1") && frame.contains("from java-1")));
		for (String client : List.of("at-java-1", "at-java-2", "at-node-2")) {
			await().atMost(PATIENCE)
				.until(() -> NODES.stream()
					.allMatch((sender) -> this.cluster.call("has", client, "from " + sender).asBoolean()));
		}
	}

	@Test
	void unansweredBroadcastsOfNodeServersAreForgotten() {
		assumeJava("java-1", "Node.js servers have no statistics");
		this.cluster.connect("quiet", "java-1", "/", "quiet");
		for (int i = 0; i < 20; i++) {
			assertThat(this.cluster
				.call("ask", "node-1", Selection.to("quiet").within(Duration.ofMillis(50)).toJson(), "ask")
				.path("error")
				.asString()).isEqualTo("operation has timed out");
		}
		await().atMost(PATIENCE).until(() -> this.cluster.io("java-1").statistics().pendingAcks() == 0);
		assertThat(this.cluster.bean("java-1", ClusterNode.class).statistics().pendingRequests()).isZero();
		this.cluster.call("close", "quiet");
	}

	/**
	 * Where this cluster differs from one of four Node.js servers, which give the second
	 * of each two values. Everything else is the same.
	 */
	enum Difference {

		/**
		 * Servers of Node.js write whole numbers beyond 64 bits in MessagePack so that
		 * others read another number.
		 */
		HUGE_NUMBERS,

		/**
		 * Servers of this project tell each other all arguments of an answer. Those of
		 * Node.js tell and read only the first.
		 */
		ALL_ARGUMENTS,

		/**
		 * Servers of this project read no arguments in an answer without any. Those of
		 * Node.js read {@code undefined}, which the script reports as {@code null}.
		 */
		NO_ARGUMENTS,

		/**
		 * The classic adapter of Node.js writes bytes for other servers as JSON, and does
		 * not read them as bytes.
		 */
		SERVER_SIDE_BYTES,

		/**
		 * Servers of this project keep cookies, credentials and the payload of CONNECT to
		 * themselves.
		 */
		CREDENTIALS,

		/**
		 * Servers of this project do not tell the rooms named after sockets, which are
		 * known by their sockets.
		 */
		OWN_ROOMS;

		<T> T choose(boolean differs, T ours, T theirs) {
			return differs ? ours : theirs;
		}

	}

}
