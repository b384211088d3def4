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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import io.lettuce.core.KillArgs;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to clients and other nodes while Redis goes and comes.
 */
@RequiresTool({ "redis-server", "node", "npm" })
@ExtendWith(OutputCaptureExtension.class)
class RedisFaultsTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final List<String> CLIENTS = List.of("at-java-1", "at-java-2", "at-node-1", "at-node-2");

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
		this.cluster = new RedisCluster(this.redis, properties, "{}");
		CLIENTS.forEach((client) -> this.cluster.connect(client, client.substring("at-".length()), "/", "a"));
		this.cluster.awaitLinks("/", CLIENTS);
	}

	static Stream<Fault> faults() {
		return TestProfile.choose(Stream.of(Fault.values()), (fault) -> fault == Fault.RESTART);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void nodesHearEachOtherAgain(Fault fault, CapturedOutput output) {
		startNodes(Map.of());
		fault.happen(this);
		this.cluster.awaitLinks("/", CLIENTS);
		this.cluster.emit("java-1", Selection.to("a"), "again");
		assertThat(this.cluster.received("java-1", "/", CLIENTS)).containsOnlyKeys(CLIENTS);
		// Also the questions: each node is counted once.
		assertThat(this.cluster.operator("java-1", Selection.all()).fetchSockets().collectList().block(PATIENCE))
			.hasSize(CLIENTS.size());
		if (fault == Fault.SUBSCRIBED_CUT) {
			// As Redis does with those that read too slowly.
			assertThat(output).contains("client-output-buffer-limit");
		}
	}

	@Test
	void ownClientsNoticeNothingWhileRedisIsUnavailable() {
		startNodes(Map.of());
		this.redis.kill();
		ClusterNode node = this.cluster.bean("java-1", ClusterNode.class);
		await().atMost(PATIENCE).until(() -> !node.isConnected());
		long lost = node.statistics().count(ClusterCounter.LOST);
		for (int i = 0; i < 100; i++) {
			this.cluster.emit("java-1", Selection.to("a"), "away", i);
		}
		assertThat(this.cluster.received("java-1", "/", List.of("at-java-1")).get("at-java-1"))
			.startsWith("[[\"away\",0],[\"away\",1]")
			.endsWith("[\"away\",99]]");
		await().atMost(PATIENCE).until(() -> node.statistics().count(ClusterCounter.LOST) >= lost + 100);
		StepVerifier.create(this.cluster.operator("java-1", Selection.all()).fetchSockets().map(RemoteSocket::id))
			.expectNext(this.cluster.id("at-java-1"))
			.expectError(ClusterUnavailableException.class)
			.verify(PATIENCE);
		this.cluster.connect("newcomer", "java-1", "/other", "a");
		this.redis.run();
		this.cluster.awaitLinks("/", CLIENTS);
	}

	/**
	 * The address is told by connection details, as of a container, and not by
	 * properties.
	 */
	@Test
	void aNodeStartsWithoutRedisAndJoinsLater(CapturedOutput output) {
		this.redis.kill();
		Map<String, String> properties = Map.of("socketio.adapter.type", "redis", "socketio.adapter.start-timeout",
				"1ms", "spring.data.redis.port", "1", "test.redis.port", String.valueOf(this.redis.port()),
				"logging.level.io.github.socketiospring", "info");
		try (TestServer server = TestServer.start(WithConnectionDetails.class, properties)) {
			ClusterNode node = server.bean(ClusterNode.class);
			assertThat(node.isConnected()).isFalse();
			this.redis.run();
			BlockingQueue<String> heard = new LinkedBlockingQueue<>();
			server.bean(SocketIOServer.class)
				.of("/")
				.onServerSideEmit("joined", (arguments, ack) -> heard.add("heard"));
			await().atMost(PATIENCE).until(() -> {
				this.redis.publish("socket.io-request#/#",
						"{\"uid\":\"peer\",\"type\":6,\"data\":[\"joined\"]}".getBytes(StandardCharsets.UTF_8));
				return heard.poll() != null;
			});
			assertThat(node.isConnected()).isTrue();
		}
		assertThat(lines(output, " WARN ")).singleElement(InstanceOfAssertFactories.STRING)
			.contains("Redis cannot be reached: until it can, ");
		assertThat(lines(output, "Connected to Redis")).hasSize(1);
	}

	private static List<String> lines(CapturedOutput output, String part) {
		return output.toString().lines().filter((line) -> line.contains(part)).toList();
	}

	/** A foreign subscriber looks like a node that hangs. */
	@Test
	void aNodeThatDoesNotAnswerIsMissed() {
		startNodes(Map.of("socketio.adapter.requests-timeout", "1s", "socketio.adapter.publish-timeout", "10s"));
		try (StatefulRedisPubSubConnection<String, byte[]> connection = this.redis.connectPubSub()) {
			connection.sync().subscribe("socket.io-request#/#");
			await().atMost(PATIENCE).until(() -> this.redis.subscribers("socket.io-request#/#") == 5);
			StepVerifier.create(this.cluster.operator("java-1", Selection.all()).fetchSockets())
				.expectNextCount(CLIENTS.size())
				.expectError(ClusterTimeoutException.class)
				.verify(PATIENCE);
		}
	}

	/**
	 * A server whose Redis is known to another bean.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(RedisCluster.Server.class)
	static class WithConnectionDetails {

		@Bean
		DataRedisConnectionDetails redis(@Value("${test.redis.port}") int port) {
			return new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("127.0.0.1", port);
				}

			};
		}

	}

	/**
	 * What ends connections.
	 */
	enum Fault {

		/** Redis is restarted. */
		RESTART {
			@Override
			void happen(RedisFaultsTests test) {
				test.redis.kill();
				for (String node : List.of("java-1", "java-2")) {
					await().atMost(PATIENCE).until(() -> !test.cluster.bean(node, ClusterNode.class).isConnected());
				}
				test.redis.run();
			}
		},

		/** The subscribed connections of all nodes are ended. */
		SUBSCRIBED_CUT {
			@Override
			void happen(RedisFaultsTests test) {
				assertThat(test.redis.kill(KillArgs.Builder.typePubsub())).isPositive();
			}
		},

		/** The publishing connections of all nodes are ended. */
		PUBLISHING_CUT {
			@Override
			void happen(RedisFaultsTests test) {
				assertThat(test.redis.kill(KillArgs.Builder.typeNormal().skipme())).isPositive();
			}
		};

		abstract void happen(RedisFaultsTests test);

	}

}
