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

package io.github.socketiospring.robustness;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A node that sends to the namespaces of thousands of tenants, none of which it has
 * itself. Each name reaches the other nodes, and leaves nothing behind.
 */
@RequiresTool("redis-server")
class TenantNamespacesTests {

	private static final int NAMES = 10_000;

	/** Less than what a name takes, were it kept. */
	private static final int BYTES_PER_NAME = 50;

	private final RedisServer redis = RedisServer.start();

	private final StatefulRedisPubSubConnection<String, byte[]> listening = this.redis.connectPubSub();

	private final AtomicInteger heard = new AtomicInteger();

	@AfterEach
	void stop() {
		this.listening.close();
		this.redis.close();
	}

	@Test
	void sendingLeavesNothingBehind() {
		try (TestServer server = startNode()) {
			listen("socket.io#/tenant-*");
			SocketIOTemplate socketIO = server.bean(SocketIOTemplate.class);
			send(socketIO, "/tenant-a");
			Remains before = Remains.of(server, this.redis);
			Heap heap = Heap.measure();
			send(socketIO, "/tenant-b");
			Heap after = await().until(Heap::measure, (now) -> now.used() < heap.used() + NAMES * BYTES_PER_NAME);
			assertThat(Remains.of(server, this.redis)).isEqualTo(before);
			Observations.note("Sent to %d names of namespaces of other nodes; before: %s; after: %s", NAMES, heap,
					after);
		}
	}

	/** Somebody who asks is subscribed to the answers meanwhile. */
	@Test
	void askingLeavesNothingBehind() {
		try (TestServer server = startNode()) {
			SocketIOTemplate socketIO = server.bean(SocketIOTemplate.class);
			ask(socketIO, "/tenant");
			Remains before = Remains.of(server, this.redis);
			for (int i = 0; i < 100; i++) {
				ask(socketIO, "/tenant-" + i);
			}
			await().untilAsserted(() -> assertThat(Remains.of(server, this.redis)).isEqualTo(before));
			assertThat(server.bean(ClusterNode.class).statistics().pendingRequests()).isZero();
		}
	}

	private TestServer startNode() {
		Map<String, String> properties = new HashMap<>(this.redis.properties());
		properties.put("socketio.adapter.type", "redis");
		return TestServer.start(Node.class, properties);
	}

	private void listen(String pattern) {
		this.listening.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String matched, String channel, byte[] message) {
				if (new String(message, StandardCharsets.ISO_8859_1).contains("invoice")) {
					TenantNamespacesTests.this.heard.incrementAndGet();
				}
			}

		});
		this.listening.sync().psubscribe(pattern);
	}

	private void send(SocketIOTemplate socketIO, String prefix) {
		this.heard.set(0);
		for (int i = 0; i < NAMES; i++) {
			socketIO.of(prefix + i).emit("invoice", i);
		}
		await().untilAsserted(() -> assertThat(this.heard).hasValue(NAMES));
	}

	private static void ask(SocketIOTemplate socketIO, String name) {
		assertThat(socketIO.of(name).fetchSockets().collectList().block()).isEmpty();
	}

	/**
	 * What a name could leave behind.
	 *
	 * @param namespaces the namespaces of the server
	 * @param meters the meters of this project
	 * @param channels the channels in Redis that have subscribers
	 * @param patterns how many patterns there are in Redis
	 */
	record Remains(List<String> namespaces, List<Meter.Id> meters, List<String> channels, long patterns) {

		static Remains of(TestServer server, RedisServer redis) {
			try (StatefulRedisConnection<String, byte[]> connection = redis.connect()) {
				RedisCommands<String, byte[]> commands = connection.sync();
				return new Remains(
						server.bean(SocketIOServer.class).namespaces().stream().map(Namespace::name).sorted().toList(),
						server.bean(MeterRegistry.class)
							.getMeters()
							.stream()
							.map(Meter::getId)
							.filter((id) -> id.getName().startsWith("socketio"))
							.sorted(Comparator.comparing(Meter.Id::toString))
							.toList(),
						commands.pubsubChannels().stream().sorted().toList(), commands.pubsubNumpat());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Node {

	}

}
