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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.SecuredRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers of this project with a Redis that speaks TLS only, and lets in nobody but
 * the users of {@code docs/clustering.md}.
 */
@RequiresTool("redis-server")
class SecuredRedisTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final Path PAGE = Path.of("..", "docs", "clustering.md");

	private static final String SETUSER = "ACL SETUSER chat ";

	/** In the order of the page, whose users have the same name. */
	private static final List<String> TYPES = List.of("redis", "redis-sharded");

	@TempDir
	static Path directory;

	private static SecuredRedis redis;

	@BeforeAll
	static void startRedis() throws Exception {
		List<String> rules;
		try (Stream<String> lines = Files.lines(PAGE)) {
			rules = lines.filter((line) -> line.startsWith(SETUSER))
				.map((line) -> line.substring(SETUSER.length()))
				.toList();
		}
		assertThat(rules).hasSameSizeAs(TYPES);
		redis = SecuredRedis.start(directory,
				List.of(TYPES.get(0) + " " + rules.get(0), TYPES.get(1) + " " + rules.get(1)));
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	private static TestServer start(String type, Map<String, String> further) {
		Map<String, String> properties = redis.properties(type, "secret");
		properties.put("socketio.adapter.type", type);
		// Not all subscriptions will stand.
		properties.put("socketio.adapter.start-timeout", "1s");
		properties.putAll(further);
		return TestServer.start(RedisCluster.Server.class, properties);
	}

	private static HeaderClient connect(TestServer server) {
		return HeaderClient.connect(server.port(), "websocket", Map.of(), Map.of());
	}

	/**
	 * The servers have other namespaces as well. With patterns, each of them would need a
	 * rule of its own, which must not concern this one.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	void nodesAreConnected(String type) {
		try (TestServer one = start(type, Map.of("socketio.emitter.enabled", String.valueOf(type.equals("redis"))));
				TestServer two = start(type, Map.of());
				HeaderClient client = connect(one);
				HeaderClient other = connect(two)) {
			RedisCluster.awaitConnected(List.of(one, two), List.of(client, other));
			if (type.equals("redis")) {
				await().atMost(PATIENCE).until(() -> {
					one.bean(SocketIOEmitter.class).emit("emitted");
					return other.events().contains("emitted");
				});
			}
		}
	}

}
