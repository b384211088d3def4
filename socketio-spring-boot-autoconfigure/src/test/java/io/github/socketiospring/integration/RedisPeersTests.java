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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What servers of Node.js would not survive, or leave behind: two servers of this project
 * alone in a cluster.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class RedisPeersTests {

	private static final List<String> NODES = List.of("java-1", "java-2");

	private static final List<String> CLIENTS = List.of("at-java-1", "at-java-2");

	private static final Pattern CLIENT_NAME = Pattern.compile(" name=\\S*(java-\\d)\\S* ");

	private RedisServer redis;

	private RedisCluster cluster;

	@BeforeEach
	void start() {
		this.redis = RedisServer.start();
		this.cluster = new RedisCluster(this.redis, NODES, Map.of(), "{}");
		CLIENTS.forEach((client) -> this.cluster.connect(client, client.substring("at-".length()), "/", "a"));
		this.cluster.awaitLinks("/", CLIENTS);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
		this.redis.close();
	}

	@Test
	void namespacesThatComeAndGoLeaveNothing() {
		List<String> before = this.redis.channels();
		for (String node : NODES) {
			this.cluster.connect("passing-" + node, node, "/dyn-0");
		}
		assertThat(subscribers("socket.io-request#")).containsOnly(NODES.size())
			.hasSizeGreaterThan(subscribersBefore(before));
		NODES.forEach((node) -> this.cluster.call("close", "passing-" + node));
		int namespaces = TestProfile.choose(100, 1000);
		for (int i = 0; i < namespaces; i++) {
			String namespace = "/dyn-" + i;
			this.cluster.connect("passing", NODES.get(i % 2), namespace, "a");
			this.cluster.call("close", "passing");
		}
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(this.redis.channels()).containsExactlyInAnyOrderElementsOf(before));
		this.cluster.awaitLinks("/", CLIENTS);
		assertThat(subscribers("socket.io-request#")).containsOnly(NODES.size()).hasSize(subscribersBefore(before));
		assertThat(connections()).containsExactlyInAnyOrder("java-1", "java-1", "java-2", "java-2");
	}

	private static int subscribersBefore(List<String> channels) {
		return (int) channels.stream().filter((channel) -> channel.startsWith("socket.io-request#")).count();
	}

	/** How many nodes are subscribed to each of these channels. */
	private List<Integer> subscribers(String prefix) {
		return this.redis.channels()
			.stream()
			.filter((channel) -> channel.startsWith(prefix))
			.map(this.redis::subscribers)
			.toList();
	}

	/** The names of the nodes to which connections of the servers belong. */
	private List<String> connections() {
		try (StatefulRedisConnection<String, byte[]> connection = this.redis.connect()) {
			return connection.sync()
				.clientList()
				.lines()
				.map(CLIENT_NAME::matcher)
				.filter(Matcher::find)
				.map((matcher) -> matcher.group(1))
				.toList();
		}
	}

	/** After each hostile frame a good one arrives, and nothing else does. */
	@Test
	void malformedFramesChangeNothing() {
		List<String> channels = new ArrayList<>(
				List.of("socket.io#/#", "socket.io#/#a#", "socket.io-request#/#", "socket.io-response#/#"));
		this.redis.channels()
			.stream()
			.filter((channel) -> channel.startsWith("socket.io-response#/#") && !channels.contains(channel))
			.forEach(channels::add);
		assertThat(channels).as("also one of each node").hasSize(4 + NODES.size());
		for (String channel : channels) {
			assertHarmless(channel);
		}
		assertThat(this.cluster.operator("java-1", Selection.all())
			.fetchSockets()
			.collectList()
			.block(RedisCluster.PATIENCE)).hasSize(CLIENTS.size());
	}

	private void assertHarmless(String channel) {
		// Answers are not parsed while nobody waits for them.
		ClusterCounter counter = channel.contains("-response") ? ClusterCounter.IGNORED : ClusterCounter.MALFORMED;
		List<Long> before = counts(counter);
		StringBuilder good = new StringBuilder();
		List<byte[]> hostile = hostile();
		for (int i = 0; i < hostile.size(); i++) {
			this.redis.publish(channel, hostile.get(i));
			this.cluster.emit("emitter", Selection.all(), "good", i);
			good.append((i == 0) ? "" : ",").append("[\"good\",").append(i).append(']');
		}
		assertThat(this.cluster.received("emitter", "/", CLIENTS)).as(channel)
			.containsOnlyKeys(CLIENTS)
			.allSatisfy((client, events) -> assertThat(events).isEqualTo("[" + good + "]"));
		// A request of a kind that is not known yet is none of the malformed ones.
		int unknown = channel.contains("-request") ? 1 : 0;
		boolean own = channel.matches(".*-response#/#.+");
		List<Long> after = counts(counter);
		for (int node = 0; node < NODES.size(); node++) {
			long refused = after.get(node) - before.get(node);
			if (!own || refused != 0) {
				assertThat(refused).as(channel).isEqualTo(hostile.size() - unknown);
			}
		}
		assertThat(after.equals(before)).as("not counted for " + channel).isFalse();
		for (String node : NODES) {
			ClusterStatistics statistics = this.cluster.bean(node, ClusterNode.class).statistics();
			assertThat(statistics.count(ClusterCounter.FAILED)).isZero();
			assertThat(statistics.count(ClusterCounter.DROPPED)).isZero();
			assertThat(statistics.pendingRequests()).isZero();
			assertThat(this.cluster.io(node).statistics().pendingAcks()).isZero();
		}
	}

	private List<Long> counts(ClusterCounter counter) {
		return NODES.stream().map((node) -> count(node, counter)).toList();
	}

	private long malformed(String node) {
		return count(node, ClusterCounter.MALFORMED);
	}

	private long count(String node, ClusterCounter counter) {
		return this.cluster.bean(node, ClusterNode.class).statistics().count(counter);
	}

	/** After each hostile frame another node introduces itself. */
	@Test
	void malformedFramesOfNodesChangeNothing() {
		List<byte[]> hostile = hostile();
		for (String text : List.of("{\"v\":1}", "{\"v\":1,\"id\":\"../x\",\"type\":\"bye\"}",
				"{\"v\":1,\"id\":7,\"type\":\"bye\"}",
				"{\"v\":1,\"id\":\"x\",\"type\":\"beat\",\"name\":7,\"every\":1}",
				"{\"v\":1,\"id\":\"x\",\"type\":\"beat\",\"name\":\"x\",\"every\":-1}",
				"{\"v\":1,\"id\":\"x\",\"type\":\"session\",\"session\":\"x\"}",
				"{\"v\":1,\"id\":\"x\",\"type\":\"user\"}", "{\"v\":1,\"id\":\"x\",\"type\":\"bye\"} {}",
				"\"" + "x".repeat(70_000) + "\"")) {
			hostile.add(text.getBytes(StandardCharsets.UTF_8));
		}
		ClusterNode node = this.cluster.bean("java-1", ClusterNode.class);
		long before = malformed("java-1");
		List<String> known = new ArrayList<>(List.of("java-2"));
		for (int i = 0; i < hostile.size(); i++) {
			this.redis.publish("socket.io-nodes", hostile.get(i));
			tellNodes("{\"v\":1,\"id\":\"n" + i + "\",\"type\":\"beat\",\"name\":\"good-" + i + "\",\"every\":60000}");
			known.add("good-" + i);
		}
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(node.otherNodes()).containsExactlyInAnyOrderElementsOf(known));
		assertThat(malformed("java-1") - before).isEqualTo(hostile.size());
		assertThat(node.statistics().count(ClusterCounter.FAILED)).isZero();
		for (int i = 0; i < hostile.size(); i++) {
			tellNodes("{\"v\":1,\"id\":\"n" + i + "\",\"type\":\"bye\"}");
		}
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(node.otherNodes()).containsExactly("java-2"));
	}

	private void tellNodes(String frame) {
		this.redis.publish("socket.io-nodes", frame.getBytes(StandardCharsets.UTF_8));
	}

	/** Nothing that ends a Node.js server, as a request without {@code opts} does. */
	private static List<byte[]> hostile() {
		List<byte[]> frames = garbage();
		for (String text : List.of("{}", "{\"type\":2,\"opts\":{\"rooms\":7}}", "{\"type\":\"2\"}",
				"{\"type\":99,\"requestId\":[]}", "{\"requestId\":7}", "{\"type\":6,\"data\":[\"connection\"]}")) {
			frames.add(text.getBytes(StandardCharsets.UTF_8));
		}
		return frames;
	}

	/**
	 * What is malformed in every channel.
	 * @return frames
	 */
	static List<byte[]> garbage() {
		List<byte[]> frames = new ArrayList<>();
		for (String text : List.of("", "{", "[]", "null", "{\"a\":".repeat(5000))) {
			frames.add(text.getBytes(StandardCharsets.UTF_8));
		}
		for (String hex : List.of("93", "93a178", "93a17880", "93a1788080", "93a178818080", "93ddffffffff",
				"dfffffffff", "c1", "91".repeat(5000), "93a17883a47479706503a46461746191a178a36e7370a12f80")) {
			frames.add(HexFormat.of().parseHex(hex));
		}
		return frames;
	}

}
