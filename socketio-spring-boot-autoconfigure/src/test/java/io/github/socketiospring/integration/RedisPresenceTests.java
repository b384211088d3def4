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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.testsupport.CuttingProxy;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.Signal;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.lettuce.core.ClientListArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nodes that hang, are killed, do not read or hear nothing: two servers of this project,
 * and a third one in a process of its own.
 */
@RequiresTool({ "redis-server", "node", "npm", "kill" })
@ExtendWith(OutputCaptureExtension.class)
class RedisPresenceTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final List<String> NODES = List.of("java-1", "java-2");

	private static final String TYPE = "socketio.adapter.type";

	private static final String REQUESTS = "socket.io-request#/#";

	/** The channel of broadcasts; with the sharded adapter a shard channel, for all. */
	private static final String NAMESPACE = "socket.io#/#";

	private final RedisServer redis = RedisServer.start();

	private RedisCluster cluster;

	@AfterEach
	void stop() {
		if (this.cluster != null) {
			this.cluster.close();
		}
		this.redis.close();
	}

	private void startNodes(Map<String, String> properties) {
		this.cluster = new RedisCluster(this.redis, NODES, properties, "{}");
		NODES.forEach((node) -> this.cluster.connect("at-" + node, node, "/", "a"));
	}

	/** Connect to the third server, which is there when all sockets are found. */
	private void connectToThird(int port) {
		this.cluster.call("connect", "at-third", "http://127.0.0.1:" + port, "/", List.of("a"));
		awaitNodes(3);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(fetched()).isEqualTo(3));
	}

	private void awaitNodes(int count) {
		await().atMost(PATIENCE)
			.until(() -> this.redis.subscribers(REQUESTS) + this.redis.shardSubscribers(NAMESPACE) == count);
	}

	private int fetched() {
		return this.cluster.operator("java-1", Selection.all()).fetchSockets().collectList().block(PATIENCE).size();
	}

	private JsonNode endpoint() throws IOException {
		int port = URI.create(this.cluster.url("java-1")).getPort();
		RawHttp.Response response = RawHttp.send(port, "GET", "/actuator/socketio", Map.of(), new byte[0])
			.response()
			.join();
		assertThat(response.status()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.text()).path("cluster");
	}

	private MissingNodes missed(Duration timeout) {
		MissingNodes[] missing = new MissingNodes[1];
		StepVerifier.create(this.cluster.operator("java-1", Selection.all().within(timeout)).fetchSockets())
			.expectNextCount(2)
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(ClusterTimeoutException.class);
				missing[0] = ((ClusterTimeoutException) ex).missing();
			})
			.verify(PATIENCE);
		return missing[0];
	}

	private void serverAskedInVain() {
		StepVerifier
			.create(this.cluster.io("java-1")
				.of("/")
				.serverSideEmitWithAck(Duration.ofSeconds(2), "question", String.class, 1))
			.expectNext("java")
			.expectErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOfSatisfying(ClusterTimeoutException.class, (late) -> {
						assertThat(late.missing().expected()).isEqualTo(2);
						assertThat(late.missing().answered()).isOne();
					}))
			.verify(PATIENCE);
	}

	private void askedInVain(Duration timeout, MissingNodes missing) {
		StepVerifier
			.create(this.cluster.operator("java-1", Selection.all().within(timeout)).emitWithAck("ask", String.class))
			.expectNextCount(2)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(AckTimeoutException.class,
					(late) -> assertThat(late.missingNodes()).isEqualTo(missing)))
			.verify(PATIENCE);
	}

	@Test
	void aNodeJsServerThatHangsIsMissedUntilItIsKilled() {
		startNodes(Map.of());
		try (NodeScript third = NodeScript.start("cluster.mjs", this.redis.port(), "4", "{}")) {
			third.write("start", "node-3");
			connectToThird(third.awaitValue("done").asInt());
			Signal.stop(third.pid());
			await().atMost(PATIENCE).untilAsserted(() -> {
				MissingNodes missing = missed(Duration.ofSeconds(2));
				assertThat(missing.expected()).isEqualTo(2);
				assertThat(missing.answered()).isOne();
				assertThat(missing.names()).as("an id, since it tells no name").hasSize(1);
			});
			await().atMost(PATIENCE).untilAsserted(this::serverAskedInVain);
			Signal.kill(third.pid());
			awaitNodes(2);
			assertThat(fetched()).isEqualTo(2);
		}
	}

	/** The first question would wait much longer than the test. */
	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	@FullRunOnly("waits for long heartbeats; RedisFaultsTests has one that does not answer")
	void aServerThatHangsIsNamedAndThenWaitedForNoLonger(String type) throws IOException {
		startNodes(Map.of(TYPE, type, "socketio.adapter.heartbeat-interval", "4s",
				"management.endpoints.web.exposure.include", "socketio", "management.endpoint.socketio.access",
				"read-only"));
		try (ServerProcess third = ClusterPeer.start(this.redis, "third", Map.of(TYPE, type))) {
			connectToThird(third.port());
			ClusterNode node = this.cluster.bean("java-1", ClusterNode.class);
			assertThat(node.otherNodes()).containsExactly("java-2", "third");
			assertThat(endpoint().path("node").asString()).isEqualTo("java-1");
			assertThat(endpoint().path("id").asString()).isEqualTo(node.id());
			assertThat(endpoint().path("connected").asBoolean()).isTrue();
			assertThat(endpoint().path("others").findValuesAsString("node")).containsExactly("java-2", "third");
			assertThat(endpoint().path("others").findValuesAsString("sinceHeartbeat")).hasSize(2)
				.allMatch((time) -> !Duration.parse(time).isNegative());
			assertThat(endpoint().path("messages").path("published").asLong()).isPositive();
			Signal.stop(third.pid());
			CompletableFuture<List<RemoteSocket>> patient = this.cluster
				.operator("java-1", Selection.all().within(Duration.ofMinutes(10)))
				.fetchSockets()
				.collectList()
				.toFuture();
			MissingNodes missing = new MissingNodes(2, 1, Set.of("third"));
			// On a busy machine Redis may tell too late who is missing.
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(missed(Duration.ofSeconds(2))).isEqualTo(missing));
			await().atMost(PATIENCE).untilAsserted(() -> askedInVain(Duration.ofSeconds(2), missing));
			assertThat(patient.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).hasSize(2);
			assertThat(node.otherNodes()).containsExactly("java-2");
			assertThat(endpoint().path("others").findValuesAsString("node")).containsExactly("java-2");
			Signal.kill(third.pid());
			awaitNodes(2);
			assertThat(fetched()).isEqualTo(2);
		}
	}

	/**
	 * Nobody waits for it, although the question would wait much longer than the test.
	 */
	@Test
	void theLastWordsOfAServerThatStopsReachTheOthers() {
		startNodes(Map.of("socketio.shutdown.budget", "30s"));
		this.cluster.awaitLinks("/", List.of("at-java-1", "at-java-2"));
		this.cluster.connect("mourner", "java-1", "/", "mourners");
		// They have told each other their names.
		ClusterNode node = this.cluster.bean("java-1", ClusterNode.class);
		await().atMost(PATIENCE).until(() -> node.otherNodes().contains("java-2"));
		String id = this.cluster.id("at-java-2");
		this.cluster.stop("java-2");
		assertThat(this.cluster.call("events", "mourner", List.of("gone", id))).isEmpty();
		await().atMost(PATIENCE).until(() -> node.otherNodes().isEmpty());
		assertThat(this.cluster.operator("java-1", Selection.all().within(Duration.ofMinutes(10)))
			.fetchSockets()
			.map(RemoteSocket::id)
			.collectList()
			.block(PATIENCE)).containsExactlyInAnyOrder(this.cluster.id("at-java-1"), this.cluster.id("mourner"));
		await().atMost(PATIENCE).until(() -> this.redis.subscribers(REQUESTS) == 1);
	}

	static Stream<String> types() {
		return TestProfile.choose(Stream.of("redis", "redis-sharded"), "redis-sharded"::equals);
	}

	/** Redis gives no reason, and counts it nowhere. */
	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	@FullRunOnly("fills the buffers of Redis and of the network")
	void nodesThatRedisCutsSinceTheyDoNotReadHearAgain(String type, CapturedOutput output) throws Exception {
		String limit = "client-output-buffer-limit";
		this.redis.ask((commands) -> commands.configSet(limit, "pubsub 1048576 0 0"));
		try (CuttingProxy network = new CuttingProxy(this.redis.port())) {
			startNodes(Map.of(TYPE, type, "spring.data.redis.port", String.valueOf(network.port()),
					"socketio.adapter.heartbeat-interval", "0s"));
			this.cluster.awaitLinks("/", List.of("at-java-1", "at-java-2"));
			assertThat(subscribedConnections()).isEqualTo(2);
			network.clog();
			byte[] message = new byte[100_000];
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
				publish(type, message);
				return subscribedConnections() == 0;
			});
			assertThat(output).doesNotContain(limit);
			network.mend();
			for (String node : NODES) {
				ClusterNode cut = this.cluster.bean(node, ClusterNode.class);
				await().atMost(PATIENCE).until(() -> cut.statistics().cuts() == 1 && cut.isConnected());
			}
			assertThat(output.toString().lines().filter((line) -> line.contains(limit))).hasSize(2);
			this.cluster.awaitLinks("/", List.of("at-java-1", "at-java-2"));
			assertThat(fetched()).isEqualTo(2);
		}
	}

	private void publish(String type, byte[] message) {
		this.redis.ask((commands) -> {
			for (int i = 0; i < 20; i++) {
				if (type.equals("redis")) {
					commands.publish(NAMESPACE, message);
				}
				else {
					commands.spublish(NAMESPACE, message);
				}
			}
			return null;
		});
	}

	private long subscribedConnections() {
		return this.redis.ask((commands) -> commands.clientList(ClientListArgs.Builder.typePubsub()).lines().count());
	}

	/** The connections look alive, but nothing comes through them. */
	@ParameterizedTest
	@MethodSource("types")
	void nodesThatHearNothingConnectAgain(String type) throws Exception {
		try (CuttingProxy network = new CuttingProxy(this.redis.port())) {
			startNodes(Map.of(TYPE, type, "spring.data.redis.port", String.valueOf(network.port()),
					"socketio.adapter.heartbeat-interval", "500ms"));
			this.cluster.awaitLinks("/", List.of("at-java-1", "at-java-2"));
			network.silence();
			for (String node : NODES) {
				await().atMost(PATIENCE)
					.until(() -> this.cluster.bean(node, ClusterNode.class)
						.statistics()
						.count(ClusterCounter.DEAF) > 0);
			}
			network.mend();
			for (String node : NODES) {
				await().atMost(PATIENCE).until(() -> this.cluster.bean(node, ClusterNode.class).isConnected());
			}
			this.cluster.awaitLinks("/", List.of("at-java-1", "at-java-2"));
			assertThat(fetched()).isEqualTo(2);
		}
	}

}
