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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.testsupport.RedisClusterServers;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers of this project and one of Node.js on a Redis Cluster, before and after a
 * replica takes the place of its master.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class RedisClusterAdaptersTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final List<String> JAVA = List.of("java-1", "java-2");

	private static final List<String> NODES = List.of("java-1", "java-2", "node-1");

	private static final List<String> CLIENTS = List.of("at-java-1", "at-java-2", "at-node-1");

	private static RedisClusterServers redis;

	private RedisCluster cluster;

	private int events;

	@BeforeAll
	static void startRedis() {
		redis = RedisClusterServers.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void stopServers() {
		this.cluster.close();
		redis.awaitHealth();
	}

	/** By default with shard channels, whose connections and slots are more. */
	static Stream<Arguments> types() {
		return Stream.of(Arguments.of("redis", 7), Arguments.of("redis-sharded", 6)).skip(TestProfile.choose(1, 0));
	}

	@ParameterizedTest
	@MethodSource("types")
	void nodesFormOneCluster(String type, int connections) {
		boolean sharded = type.endsWith("sharded");
		this.cluster = new RedisCluster(redis, NODES, Map.of("socketio.adapter.type", type),
				"{\"cluster\":true,\"sharded\":" + sharded + "}");
		CLIENTS.forEach((client) -> this.cluster.connect(client, client.substring("at-".length()), "/", "a"));
		this.cluster.awaitLinks("/", CLIENTS);
		assertThat(redis.connections("socketio:java-1")).hasSize(connections);
		NODES.forEach((node) -> assertBroadcastsArrive(node, CLIENTS));
		JAVA.forEach((node) -> assertQueriesAreComplete(node, NODES, PATIENCE));
		assertQueriesOfNodeAreComplete();
		assertOrder(CLIENTS);
		redis.failOver(home(sharded));
		// The client of Node.js does not subscribe to shard channels again.
		List<String> nodes = sharded ? JAVA : NODES;
		List<String> clients = nodes.stream().map("at-"::concat).toList();
		nodes.forEach((node) -> await().atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertBroadcastArrives(node, clients)));
		JAVA.forEach((node) -> await().atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertQueriesAreComplete(node, nodes, Duration.ofSeconds(2))));
		nodes.forEach((node) -> assertBroadcastsArrive(node, clients));
		assertOrder(clients);
		assertThat(redis.connections("socketio:java-1")).hasSize(connections);
		assertThat(this.cluster.bean("java-1", ClusterNode.class).isConnected()).isTrue();
	}

	/** The master whose promotion affects the namespace on a Java node. */
	private static RedisServer home(boolean sharded) {
		if (sharded) {
			return redis.owner("socket.io#/#");
		}
		return redis.masters()
			.stream()
			.filter((master) -> master.ask((commands) -> commands.clientList())
				.lines()
				.anyMatch((line) -> line.contains(" name=socketio:java-1 ") && !line.contains(" psub=0 ")))
			.findAny()
			.orElseThrow();
	}

	private void assertBroadcastsArrive(String sender, List<String> clients) {
		for (Selection to : List.of(Selection.all(), Selection.to("a"), Selection.to("a").but("nobody"))) {
			String event = "event-" + (++this.events);
			this.cluster.emit(sender, to, event);
			await().atMost(PATIENCE).untilAsserted(() -> assertHeard(event, clients));
		}
	}

	/** May be lost. */
	private void assertBroadcastArrives(String sender, List<String> clients) {
		String event = "event-" + (++this.events);
		this.cluster.emit(sender, Selection.to("a"), event);
		await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertHeard(event, clients));
	}

	private void assertHeard(String event, List<String> clients) {
		assertThat(clients).allMatch((client) -> this.cluster.call("has", client, event).asBoolean());
	}

	private void assertQueriesAreComplete(String node, List<String> nodes, Duration timeout) {
		List<String> clients = nodes.stream().map("at-"::concat).toList();
		List<RemoteSocket> sockets = this.cluster.operator(node, Selection.to("a").within(timeout))
			.fetchSockets()
			.collectList()
			.block(PATIENCE);
		assertThat(sockets).extracting(RemoteSocket::id).containsExactlyInAnyOrderElementsOf(ids(clients));
		assertThat(this.cluster.operator(node, Selection.all().within(timeout))
			.emitWithAck("ask", String.class, "x")
			.collectList()
			.block(PATIENCE)).containsExactlyInAnyOrderElementsOf(clients);
		assertThat(this.cluster.io(node)
			.of("/")
			.serverSideEmitWithAck(timeout, "question", String.class, 1)
			.collectList()
			.block(PATIENCE)).hasSize(nodes.size() - 1).contains("java");
		assertThat(this.cluster.io(node).of("/").nodeCount().block(PATIENCE)).isEqualTo(nodes.size());
	}

	private void assertQueriesOfNodeAreComplete() {
		JsonNode sockets = this.cluster.call("sockets", "node-1", Selection.all().toJson());
		assertThat(sockets.path("value").valueStream().map((socket) -> socket.get("id").asString()))
			.containsExactlyInAnyOrderElementsOf(ids(CLIENTS));
		JsonNode answers = this.cluster.call("ask", "node-1", Selection.all().within(PATIENCE).toJson(), "ask", "x");
		assertThat(answers.path("value").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrderElementsOf(CLIENTS);
		JsonNode servers = this.cluster.call("serverSideAsk", "node-1", "/", "question", 1);
		assertThat(servers.path("value").valueStream().map(JsonNode::asString)).containsExactly("java", "java");
	}

	private List<String> ids(List<String> clients) {
		return clients.stream().map(this.cluster::id).toList();
	}

	private void assertOrder(List<String> clients) {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			this.cluster.emit("java-1", Selection.all(), "number", i);
			expected.add("[\"number\"," + i + "]");
		}
		Map<String, JsonNode> received = this.cluster.events("java-1", "/", clients);
		assertThat(received).containsOnlyKeys(clients)
			.allSatisfy((client, events) -> assertThat(numbers(events)).isEqualTo(expected));
	}

	private static List<String> numbers(JsonNode events) {
		Stream<String> all = events.valueStream().map(JsonNode::toString);
		return all.filter((event) -> event.startsWith("[\"number\"")).toList();
	}

}
