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

package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.FrameLog;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What three nodes log of a broadcast to a room that the second of them has, as
 * {@code docs/debugging.md} shows it.
 */
@RequiresTool("redis-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameLogTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Path PAGE = Path.of("..", "docs", "debugging.md");

	private static final String LOBBY = "socket.io#/chat#lobby#";

	private final RedisServer redis = RedisServer.start();

	private final LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", this.redis.port());

	private List<ClusterNode> nodes = List.of();

	private List<Adapter> adapters = List.of();

	@BeforeAll
	void startNodes() {
		this.application.afterPropertiesSet();
		this.nodes = Stream.of("one", "two", "three").map(this::start).toList();
		this.adapters = this.nodes.stream().map((node) -> node.create("/chat", new TestSockets())).toList();
		this.adapters.forEach((adapter) -> adapter.start().block(PATIENCE));
		Adapter second = this.adapters.get(1);
		second.add(new TestSocket("a", second), List.of("lobby"));
		await().atMost(PATIENCE)
			.until(() -> this.nodes.stream().allMatch((node) -> node.describeOtherNodes().size() == 2));
	}

	private ClusterNode start(String name) {
		ClusterBus bus = new ClassicBus(RedisLink.to(this.application, name), JsonMapper.shared(),
				new ClassicBus.Options(ClassicBus.Options.DEFAULT_KEY, false, 1_000_000, false));
		ClusterNode node = ClusterNode.builder(bus).options(ClusterOptions.builder().name(name).build()).build();
		node.start().block(PATIENCE);
		return node;
	}

	@AfterAll
	void stopNodes() {
		this.nodes.forEach((node) -> node.stop().block(PATIENCE));
		this.application.destroy();
		this.redis.close();
	}

	private List<String> broadcast(Level level, Object... arguments) {
		try (CapturedLog log = CapturedLog.of(FrameLog.class.getName(), level)) {
			this.adapters.get(0)
				.broadcast(Packet.event("/chat", "news", arguments), BroadcastOptions.ALL.withRooms(Set.of("lobby")));
			List<String> expected = List.of(" Sent Broadcast ", " Received Broadcast ", " this node sent it",
					" no members on this node");
			await().atMost(PATIENCE)
				.until(() -> expected.stream()
					.allMatch((part) -> log.lines().stream().anyMatch((line) -> line.contains(part))));
			return log.lines().stream().filter((line) -> !line.contains("Heartbeat")).toList();
		}
	}

	@Test
	void showsWhereAFrameGoesWithoutItsContent() throws IOException {
		List<String> lines = broadcast(Level.DEBUG, "hello");
		assertThat(lines).containsExactlyInAnyOrder("DEBUG Sent Broadcast to " + LOBBY + ": 83 bytes",
				"DEBUG Ignored a frame in " + LOBBY + ", since this node sent it: 83 bytes",
				"DEBUG Received Broadcast in namespace /chat from one: 83 bytes",
				"DEBUG Ignored a frame in " + LOBBY + ", since the room has no members on this node: 83 bytes");
		assertThat(Files.readString(PAGE))
			.contains(lines.stream().map((line) -> line.replace("DEBUG", "FrameLog :")).toList());
	}

	@Test
	void showsTheBeginningOfTheContentAtTraceOnly() {
		List<String> lines = broadcast(Level.TRACE, "line\n\u001b[2J", "x".repeat(10_000));
		assertThat(lines).filteredOn((line) -> line.startsWith("TRACE ")).hasSize(2).allSatisfy((line) -> {
			assertThat(line).contains(" bytes, ", "news", "line\\n\\u001b[2J", "xxx").endsWith("x…");
			assertThat(line).doesNotContain("\n", "\u001b").hasSizeLessThan(1000);
		});
	}

}
