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
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Users and sessions whose credentials end on one node of a cluster, and who have sockets
 * on another.
 */
@RequiresTool("redis-server")
class RedisCredentialsTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final String CHANNEL = "socket.io-nodes";

	private final RedisServer redis = RedisServer.start();

	private TestServer one;

	private TestServer two;

	@AfterEach
	void stop() {
		this.one.close();
		this.two.close();
		this.redis.close();
		SharedSessions.STORED.clear();
	}

	private void start(String logout) {
		start("redis", logout);
	}

	private void start(String type, String logout) {
		Map<String, String> properties = new HashMap<>(this.redis.properties());
		properties.putAll(Map.of("socketio.adapter.type", type, "socketio.ping-interval", "60s",
				"socketio.security.logout", logout));
		this.one = TestServer.start(SharedSessions.class, properties);
		this.two = TestServer.start(SharedSessions.class, properties);
		await().atMost(PATIENCE).until(() -> this.redis.subscribers(CHANNEL) == 2);
	}

	private HeaderClient connect(TestServer server, Map<String, String> headers) {
		return HeaderClient.connect(server.port(), "websocket", headers, Map.of());
	}

	private Map<String, String> login() {
		return BasicLogin.session(this.one.port(), "ann");
	}

	private void logOut(Map<String, String> session) {
		WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.one.port())
			.responseTimeout(PATIENCE)
			.build()
			.post()
			.uri("/logout")
			.headers((sent) -> session.forEach(sent::set))
			.exchange()
			.expectStatus()
			.is3xxRedirection();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	void aLogOutEndsTheSocketsOfTheSessionOnEachNode(String type) {
		start(type, "session");
		Map<String, String> phone = login();
		try (HeaderClient first = connect(this.one, phone);
				HeaderClient second = connect(this.two, phone);
				HeaderClient staying = connect(this.two, login())) {
			assertThat(second.ask("who")).isEqualTo("ann");
			logOut(phone);
			assertThat(first.disconnected()).isEqualTo("io server disconnect");
			assertThat(second.disconnected()).isEqualTo("io server disconnect");
			assertThat(staying.ask("who")).isEqualTo("ann");
		}
	}

	@Test
	void aLogOutEndsTheSocketsOfTheUserOnEachNodeByProperty() {
		start("user");
		Map<String, String> phone = login();
		try (HeaderClient other = connect(this.two, login()); HeaderClient staying = connect(this.two, Map.of())) {
			logOut(phone);
			assertThat(other.disconnected()).isEqualTo("io server disconnect");
			assertThat(staying.ask("who")).isEqualTo("nobody");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded" })
	void aUserIsDisconnectedFromEachNode(String type) {
		start(type, "none");
		try (HeaderClient first = connect(this.one, login());
				HeaderClient second = connect(this.two, login());
				HeaderClient staying = connect(this.two, Map.of())) {
			this.one.bean(SocketIOServer.class).disconnectUser("ann");
			assertThat(first.disconnected()).isEqualTo("io server disconnect");
			assertThat(second.disconnected()).isEqualTo("io server disconnect");
			assertThat(staying.ask("who")).isEqualTo("nobody");
		}
	}

	@Test
	void aUserIsDisconnectedFromThisNodeWhileRedisIsUnavailable() {
		start("none");
		try (HeaderClient first = connect(this.one, login()); HeaderClient second = connect(this.two, login())) {
			this.redis.kill();
			ClusterNode node = this.one.bean(ClusterNode.class);
			await().atMost(PATIENCE).until(() -> !node.isConnected());
			long lost = node.statistics().count(ClusterCounter.LOST);
			this.one.bean(SocketIOServer.class).disconnectUser("ann");
			assertThat(first.disconnected()).isEqualTo("io server disconnect");
			assertThat(second.ask("who")).isEqualTo("ann");
			await().atMost(PATIENCE).until(() -> node.statistics().count(ClusterCounter.LOST) == lost + 1);
		}
	}

	/** Whoever reads the channel cannot use the session. */
	@Test
	void otherNodesAreToldAHashOfTheSession() throws Exception {
		start("session");
		BlockingQueue<String> told = new LinkedBlockingQueue<>();
		try (StatefulRedisPubSubConnection<String, byte[]> connection = this.redis.connectPubSub()) {
			connection.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, byte[] message) {
					String text = new String(message, StandardCharsets.UTF_8);
					if (!text.contains("\"type\":\"beat\"")) {
						told.add(text);
					}
				}

			});
			connection.sync().subscribe(CHANNEL);
			Map<String, String> session = login();
			String id = session.get("Cookie").substring("SESSION=".length());
			logOut(session);
			String hash = HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
			assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
				.endsWith("\"type\":\"session\",\"session\":\"" + hash + "\"}")
				.doesNotContain(id);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringWebSession
	@Import(SessionApplication.OpenChain.class)
	static class SharedSessions {

		/** As if it was in a database. */
		private static final Map<String, Session> STORED = new ConcurrentHashMap<>();

		@Bean
		ReactiveMapSessionRepository sessions() {
			return new ReactiveMapSessionRepository(STORED);
		}

	}

}
