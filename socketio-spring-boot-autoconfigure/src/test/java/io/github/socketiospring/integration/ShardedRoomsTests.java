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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterStatistics;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What two servers of this project with the sharded adapter subscribe to, and when their
 * clients may rely on it.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class ShardedRoomsTests {

	private static final List<String> NODES = List.of("java-1", "java-2");

	private static final List<String> CLIENTS = List.of("at-java-1", "at-java-2");

	private RedisServer redis;

	private RedisCluster cluster;

	@BeforeEach
	void startRedis() {
		this.redis = RedisServer.start();
	}

	private void start(Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.put("socketio.adapter.type", "redis-sharded");
		this.cluster = new RedisCluster(this.redis, NODES, all, "{\"sharded\":true}");
		CLIENTS.forEach((client) -> this.cluster.connect(client, client.substring("at-".length()), "/", "a"));
		this.cluster.awaitLinks("/", CLIENTS);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
		this.redis.close();
	}

	@Test
	void anAcknowledgedJoinMissesNoBroadcastOfAnotherNode() {
		start(Map.of());
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			this.cluster.call("request", "at-java-1", "join", List.of("room-" + i));
			this.cluster.operator("java-2", Selection.to("room-" + i)).emit("hello", i);
			expected.add("[\"hello\"," + i + "]");
		}
		assertThat(this.cluster.received("java-2", "/", List.of("at-java-1")).get("at-java-1"))
			.isEqualTo("[" + String.join(",", expected) + "]");
	}

	@Test
	void aClientThatIsConnectedMissesNoBroadcastOfAnotherNode() {
		start(Map.of());
		for (int i = 0; i < 50; i++) {
			String id = this.cluster.connect("welcome", "java-1", "/welcome");
			this.cluster.operator("java-2", Selection.to("of " + id).in("/welcome")).emit("hello", i);
			assertThat(this.cluster.received("java-2", "/welcome", List.of("welcome"))).containsEntry("welcome",
					"[[\"hello\"," + i + "]]");
			this.cluster.call("close", "welcome");
		}
	}

	@Test
	void roomsThatComeAndGoLeaveNoChannel() {
		start(Map.of());
		List<String> before = this.redis.shardChannels();
		assertThat(before).contains("socket.io#/#", "socket.io#/#a#");
		String[] rooms = Stream.iterate(0, (i) -> i + 1).limit(100).map((i) -> "room-" + i).toArray(String[]::new);
		for (String client : CLIENTS) {
			this.cluster.call("request", client, "join", rooms);
		}
		assertThat(this.redis.shardChannels()).hasSize(before.size() + rooms.length);
		this.cluster.operator("java-1", Selection.all()).socketsLeave(rooms).block(RedisCluster.PATIENCE);
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(this.redis.shardChannels()).containsExactlyInAnyOrderElementsOf(before));
		for (int i = 0; i < 100; i++) {
			this.cluster.connect("passing", NODES.get(i % 2), "/dyn-" + i, "room-" + i);
			this.cluster.call("close", "passing");
		}
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(this.redis.shardChannels()).containsExactlyInAnyOrderElementsOf(before));
		this.cluster.awaitLinks("/", CLIENTS);
	}

	@Test
	void eachNodeHasOneSubscriptionForEachChannel() {
		start(Map.of());
		for (int i = 0; i < 5; i++) {
			this.cluster.connect("more-" + i, "java-1", "/", "a", "only at java-1");
		}
		assertThat(this.redis.shardSubscribers("socket.io#/#")).isEqualTo(NODES.size());
		assertThat(this.redis.shardSubscribers("socket.io#/#a#")).isEqualTo(NODES.size());
		assertThat(this.redis.shardSubscribers("socket.io#/#only at java-1#")).isOne();
		assertThat(this.redis.shardSubscribers("socket.io#/#" + this.cluster.id("at-java-1") + "#")).isZero();
		this.cluster.call("close", "at-java-2");
		await().atMost(RedisCluster.PATIENCE).until(() -> this.redis.shardSubscribers("socket.io#/#a#") == 1);
	}

	/** Nobody there has the room, so that node does not even read it. */
	@Test
	void aBroadcastToARoomThatANodeHasNotDoesNotReachIt() {
		start(Map.of());
		ClusterNode other = this.cluster.bean("java-2", ClusterNode.class);
		// What the other node sent last comes back to it, too, and before this.
		this.cluster.received("java-1", "/", CLIENTS);
		long before = other.statistics().count(ClusterCounter.RECEIVED);
		for (int i = 0; i < 100; i++) {
			this.cluster.emit("java-1", Selection.to("nobody"), "hello", i);
		}
		assertThat(this.cluster.received("java-1", "/", CLIENTS)).isEmpty();
		// The end, which received() sends, and nothing before it.
		assertThat(other.statistics().count(ClusterCounter.RECEIVED)).isEqualTo(before + 1);
	}

	/** After each hostile frame a good one arrives, and nothing else does. */
	@Test
	void malformedFramesChangeNothing() {
		start(Map.of());
		List<byte[]> hostile = hostile();
		List<String> unknown = List.of("{\"type\":2,\"nsp\":\"/\"}", "{\"type\":99,\"nsp\":\"/\"}",
				"{\"type\":3,\"nsp\":\"/elsewhere\"}");
		unknown.forEach((frame) -> hostile.add(frame.getBytes(StandardCharsets.UTF_8)));
		List<String> channels = this.redis.shardChannels()
			.stream()
			.filter((channel) -> channel.startsWith("socket.io#/#") && !channel.contains("user:"))
			.toList();
		assertThat(channels).as("of the namespace, the room, and each node").hasSize(4);
		ClusterStatistics statistics = this.cluster.bean("java-1", ClusterNode.class).statistics();
		try (StatefulRedisConnection<String, byte[]> connection = this.redis.connect()) {
			for (String channel : channels) {
				long malformed = statistics.count(ClusterCounter.MALFORMED);
				long ignored = statistics.count(ClusterCounter.IGNORED);
				StringBuilder good = new StringBuilder();
				for (int i = 0; i < hostile.size(); i++) {
					connection.sync().spublish(channel, hostile.get(i));
					this.cluster.emit("java-2", Selection.to("a"), "good", i);
					good.append((i == 0) ? "" : ",").append("[\"good\",").append(i).append(']');
				}
				assertThat(this.cluster.received("java-2", "/", CLIENTS)).as(channel)
					.containsOnlyKeys(CLIENTS)
					.allSatisfy((client, events) -> assertThat(events).isEqualTo("[" + good + "]"));
				malformed = statistics.count(ClusterCounter.MALFORMED) - malformed;
				ignored = statistics.count(ClusterCounter.IGNORED) - ignored;
				if (malformed + ignored > 0 || channel.equals("socket.io#/#") || channel.equals("socket.io#/#a#")) {
					assertThat(malformed).as(channel).isEqualTo(hostile.size() - unknown.size());
					assertThat(ignored).as(channel).isEqualTo(unknown.size());
				}
			}
		}
		assertThat(statistics.count(ClusterCounter.MALFORMED)).isEqualTo(3L * (hostile.size() - unknown.size()));
		assertThat(statistics.count(ClusterCounter.FAILED)).isZero();
		assertThat(statistics.pendingRequests()).isZero();
		assertThat(this.cluster.operator("java-1", Selection.all())
			.fetchSockets()
			.collectList()
			.block(RedisCluster.PATIENCE)).hasSize(CLIENTS.size());
	}

	private static List<byte[]> hostile() {
		List<byte[]> frames = RedisPeersTests.garbage();
		String all = "\"opts\":{\"rooms\":[],\"except\":[]}";
		for (String data : List.of("3", "3,\"data\":[]", "3,\"data\":{\"packet\":{\"type\":2,\"data\":[]}," + all + "}",
				"3,\"data\":{\"packet\":{\"type\":2,\"data\":[\"connect\"]}," + all + "}",
				"3,\"data\":{\"packet\":{\"type\":2,\"data\":[\"e\"]},\"opts\":{\"rooms\":7}}",
				"4,\"data\":{\"opts\":{\"rooms\":7},\"rooms\":[\"x\"]}", "4,\"data\":{\"rooms\":[\"x\"]}",
				"5,\"data\":{" + all + ",\"rooms\":[7,{}]}", "6", "7,\"data\":{" + all + "}",
				"8,\"data\":{\"requestId\":\"r\",\"sockets\":7}", "9,\"data\":{\"packet\":[\"connection\"]}",
				"9,\"data\":{\"packet\":[]}", "10,\"data\":{}", "11,\"data\":{\"requestId\":\"r\",\"clientCount\":-1}",
				"12,\"data\":{\"requestId\":[]}", "\"3\"", "null")) {
			frames.add(("{\"nsp\":\"/\",\"type\":" + data + "}").getBytes(StandardCharsets.UTF_8));
		}
		return frames;
	}

	/** The other tests show the default, which is in between. */
	static Stream<String> modes() {
		return TestProfile.choose(Stream.of("static", "dynamic", "dynamic-private"), "dynamic-private"::equals);
	}

	@ParameterizedTest
	@MethodSource("modes")
	void theModeSaysWhichRoomsHaveAChannel(String mode) {
		start(Map.of("socketio.adapter.subscription-mode", mode, "socketio.adapter.channel-prefix", "p"));
		String id = this.cluster.id("at-java-1");
		this.cluster.call("request", "at-java-1", "join", List.of("twenty-characters-ab"));
		assertThat(this.redis.shardSubscribers("p#/#")).isEqualTo(2);
		assertThat(this.redis.shardSubscribers("p#/#a#")).isEqualTo(mode.equals("static") ? 0 : 2);
		assertThat(this.redis.shardSubscribers("p#/#" + id + "#")).isEqualTo(mode.equals("dynamic-private") ? 1 : 0);
		assertThat(this.redis.shardSubscribers("p#/#twenty-characters-ab#"))
			.isEqualTo(mode.equals("dynamic-private") ? 1 : 0);
		this.cluster.operator("java-2", Selection.to("twenty-characters-ab")).emit("room");
		this.cluster.operator("java-2", Selection.to(id)).emit("socket");
		this.cluster.operator("java-2", Selection.to("a")).emit("public");
		assertThat(this.cluster.received("java-2", "/", List.of("at-java-1")).get("at-java-1"))
			.isEqualTo("[[\"room\"],[\"socket\"],[\"public\"]]");
	}

}
