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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.RedisSentinel;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Four servers of this project, two with each adapter, on a Redis that a Sentinel
 * replaces by its replica.
 */
@RequiresTool("redis-server")
class RedisSentinelTests {

	/**
	 * On a busy machine a Sentinel mistrusts its own clock, and waits for half a minute.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final RedisSentinel redis = RedisSentinel.start();

	private final List<Node> nodes = new ArrayList<>();

	@BeforeEach
	void start() {
		for (String type : List.of("redis", "redis", "redis-sharded", "redis-sharded")) {
			Map<String, String> properties = new HashMap<>(this.redis.properties());
			properties.putAll(Map.of("socketio.adapter.type", type, "socketio.adapter.channel-prefix", "shards",
					"socketio.emitter.enabled", String.valueOf(this.nodes.isEmpty())));
			this.nodes.add(Node.start(properties));
		}
		awaitLinks("before");
	}

	@AfterEach
	void stop() throws IOException {
		this.nodes.forEach(Node::close);
		this.redis.close();
	}

	/** There is no link between nodes with different adapters. */
	private void awaitLinks(String event) {
		awaitLink(0, 1, event);
		awaitLink(1, 0, event);
		awaitLink(2, 3, event);
		awaitLink(3, 2, event);
	}

	private void awaitLink(int from, int to, String name) {
		// A node's own client gets what the node sends, too.
		String event = name + "-from-" + from;
		await().atMost(PATIENCE).until(() -> {
			this.nodes.get(from).io().emit(event);
			return this.nodes.get(to).client.events().contains(event);
		});
	}

	@Test
	void nodesFollowToTheRedisThatIsPromoted() {
		this.redis.killMaster();
		List<String> news = IntStream.range(0, 100).mapToObj((i) -> "news-" + i).toList();
		this.nodes.forEach((node) -> {
			news.forEach((event) -> node.io().emit(event));
			node.client.ask("rooms");
			assertThat(node.client.events().stream().filter(news::contains)).as("events of an own client")
				.containsExactlyElementsOf(news);
		});
		awaitLinks("after");
		this.nodes
			.forEach((node) -> assertThat(node.io().of("/").fetchSockets().collectList().block(PATIENCE)).hasSize(2));
		await().atMost(PATIENCE).until(() -> {
			this.nodes.get(0).server.bean(SocketIOEmitter.class).emit("emitted");
			return this.nodes.get(1).client.events().contains("emitted");
		});
		this.nodes.forEach((node) -> assertThat(node.client.isConnected()).as("client is connected").isTrue());
	}

	/**
	 * A server with a client.
	 *
	 * @param server the server
	 * @param client the client, which does not reconnect
	 */
	private record Node(TestServer server, HeaderClient client) implements AutoCloseable {

		static Node start(Map<String, String> properties) {
			TestServer server = TestServer.start(RedisCluster.Server.class, properties);
			return new Node(server, HeaderClient.connect(server.port(), "websocket", Map.of(), Map.of()));
		}

		SocketIOServer io() {
			return this.server.bean(SocketIOServer.class);
		}

		@Override
		public void close() {
			this.client.close();
			this.server.close();
		}

	}

}
