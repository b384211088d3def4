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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.RedisClusterServers;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers of this project on a Redis Cluster that they reach by TLS: its servers are
 * found by their addresses, for which their certificates are valid.
 */
@RequiresTool("redis-server")
@FullRunOnly("starts six servers of Redis for one operation")
class SecuredRedisClusterTests {

	@TempDir
	static Path directory;

	private static RedisClusterServers redis;

	@BeforeAll
	static void startRedis() throws Exception {
		redis = RedisClusterServers
			.start(TestCertificate.writePem(TestCertificate.createStore(directory, "localhost")));
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	private static TestServer start(String type, String name) {
		Map<String, String> properties = new HashMap<>(redis.properties());
		properties.put("socketio.adapter.type", type);
		properties.put("socketio.adapter.node-name", name);
		return TestServer.start(RedisCluster.Server.class, properties);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	void nodesAreConnected(String type) {
		try (TestServer one = start(type, "one");
				TestServer two = start(type, "two");
				HeaderClient client = HeaderClient.connect(one.port(), "websocket", Map.of(), Map.of());
				HeaderClient other = HeaderClient.connect(two.port(), "websocket", Map.of(), Map.of())) {
			RedisCluster.awaitConnected(List.of(one, two), List.of(client, other));
			for (RedisServer server : redis.servers()) {
				assertThat(server.ask((commands) -> commands.clientList()).lines())
					.filteredOn((line) -> line.contains("name=socketio:"))
					.as("connections, which end at the port that speaks TLS")
					.noneMatch((line) -> line.contains("laddr=127.0.0.1:" + server.port() + " "));
			}
		}
	}

}
