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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Admin UI of a cluster of two servers of this project and one of Node.js with
 * {@code @socket.io/admin-ui}. Its administrators are official clients.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class AdminPeersTests {

	private static final List<String> NODES = List.of("java-1", "java-2", "node-1");

	private static final Map<String, String> PROPERTIES = Map.of("socketio.admin.enabled", "true",
			"socketio.admin.mode", "development", "socketio.admin.username", "root", "socketio.admin.password",
			"secret");

	private static RedisServer redis;

	private RedisCluster cluster;

	@BeforeAll
	static void startRedis() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	static Stream<Arguments> types() {
		return Stream
			.of(Arguments.of("redis", "{\"admin\":true}"),
					Arguments.of("redis-sharded", "{\"admin\":true,\"sharded\":true}"))
			.limit(TestProfile.choose(1, 2));
	}

	@ParameterizedTest
	@MethodSource("types")
	void administratorsOfAnyServerSeeAndCommandTheSocketsOfAll(String type, String options) {
		Map<String, String> properties = new HashMap<>(PROPERTIES);
		properties.put("socketio.adapter.type", type);
		this.cluster = new RedisCluster(redis, NODES, properties, options);
		try {
			this.cluster.connect("of-node", "node-1", "/");
			String ofNode = this.cluster.id("of-node");
			String ofJava = this.cluster
				.call("connect", "of-java", this.cluster.url("java-2"), "/", List.of(), Map.of("extraHeaders",
						Map.of("Cookie", "SESSION=t0p", "Authorization", "Bearer t0p"), "auth", Map.of("token", "t0p")))
				.asString();
			for (String admin : List.of("java-1", "node-1")) {
				this.cluster.call("connect", admin, this.cluster.url(admin), "/admin", List.of(),
						Map.of("auth", Map.of("username", "root", "password", "secret")));
				JsonNode all = find(admin, "all_sockets", ofJava).get(1);
				assertThat(all.findValuesAsString("id")).as("sockets that %s shows", admin).contains(ofNode, ofJava);
				assertThat(described(all, ofJava).path("transport").asString()).isEqualTo("websocket");
				assertThat(described(all, ofJava).path("data").has("_admin")).isFalse();
				assertThat(described(all, ofNode).path("clientId").asString()).hasSize(12);
				NODES.forEach((node) -> find(admin, "server_stats", "\"serverId\":\"" + node + "\""));
			}
			assertThat(clientId("java-1", ofJava)).isEqualTo(clientId("node-1", ofJava)).isNotEqualTo(ofJava);
			this.cluster.call("send", "of-java", "hello", "from java");
			this.cluster.call("send", "of-node", "hello", "from node");
			for (String admin : List.of("java-1", "node-1")) {
				assertThat(find(admin, "event_received", "from java").get(2).asString()).isEqualTo(ofJava);
				assertThat(find(admin, "event_received", "from node").get(2).asString()).isEqualTo(ofNode);
			}
			this.cluster.call("send", "node-1", "join", "/", "lobby", ofJava);
			assertThat(find("java-1", "room_joined", "lobby").get(3).asString()).isEqualTo(ofJava);
			assertThat(find("node-1", "room_joined", "lobby").get(3).asString()).isEqualTo(ofJava);
			this.cluster.call("send", "node-1", "_disconnect", "/", false, "lobby");
			find("of-java", "disconnected", "");
			this.cluster.call("send", "java-1", "_disconnect", "/", false, ofNode);
			find("of-node", "disconnected", "");
			for (String admin : List.of("java-1", "node-1")) {
				find(admin, "socket_disconnected", ofJava);
				find(admin, "socket_disconnected", ofNode);
				assertThat(this.cluster.call("contains", admin, "t0p").asBoolean()).as("a secret of a client")
					.isFalse();
			}
		}
		finally {
			this.cluster.close();
		}
	}

	private JsonNode find(String admin, String event, String text) {
		return this.cluster.call("find", admin, event, text);
	}

	private static JsonNode described(JsonNode all, String id) {
		return all.valueStream().filter((socket) -> socket.path("id").asString().equals(id)).findFirst().orElseThrow();
	}

	private String clientId(String admin, String id) {
		return described(find(admin, "all_sockets", id).get(1), id).path("clientId").asString();
	}

}
