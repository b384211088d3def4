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

import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
		for (int i = 0; i < 100; i++) {
			String namespace = "/dyn-" + i;
			this.cluster.connect("passing", NODES.get(i % 2), namespace, "a");
			this.cluster.call("close", "passing");
		}
		await().atMost(RedisCluster.PATIENCE)
			.untilAsserted(() -> assertThat(this.redis.channels()).containsExactlyInAnyOrderElementsOf(before));
		this.cluster.awaitLinks("/", CLIENTS);
		assertThat(this.redis.subscribers("socket.io-request#/#")).isEqualTo(NODES.size());
	}

	/** After each hostile frame a good one of the same sender arrives. */
	@ParameterizedTest
	@ValueSource(strings = { "socket.io#/#", "socket.io#/#a#", "socket.io-request#/#", "socket.io-response#/#" })
	void malformedFramesChangeNothing(String channel) {
		long before = counted(ClusterCounter.MALFORMED);
		List<byte[]> hostile = hostile();
		hostile.forEach((frame) -> this.redis.publish(channel, frame));
		this.cluster.emit("emitter", Selection.all(), "good");
		assertThat(this.cluster.received("emitter", "/", List.of("at-java-1", "at-java-2")))
			.isEqualTo(Map.of("at-java-1", "[[\"good\"]]", "at-java-2", "[[\"good\"]]"));
		assertThat(counted(ClusterCounter.MALFORMED)).isGreaterThan(before);
		assertThat(counted(ClusterCounter.FAILED)).isZero();
	}

	private long counted(ClusterCounter counter) {
		return this.cluster.bean("java-1", ClusterNode.class).statistics().count(counter);
	}

	/** Nothing that ends a Node.js server, as a request without {@code opts} does. */
	private static List<byte[]> hostile() {
		List<byte[]> frames = new ArrayList<>();
		for (String text : List.of("", "{", "{}", "[]", "null", "{\"type\":2,\"opts\":{\"rooms\":7}}",
				"{\"type\":\"2\"}", "{\"type\":99,\"requestId\":[]}", "{\"requestId\":7}",
				"{\"type\":6,\"data\":[\"connection\"]}", "{\"a\":".repeat(5000))) {
			frames.add(text.getBytes(StandardCharsets.UTF_8));
		}
		for (String hex : List.of("93", "93a178", "93a17880", "93a1788080", "93a178818080", "93ddffffffff",
				"dfffffffff", "c1", "91".repeat(5000), "93a17883a47479706503a46461746191a178a36e7370a12f80")) {
			frames.add(HexFormat.of().parseHex(hex));
		}
		return frames;
	}

}
