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

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.emitter.DefaultSocketIOEmitter;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * An emitter with a real Redis that comes and goes.
 */
@RequiresTool("redis-server")
class ClassicEmitterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisServer redis = RedisServer.atFreePort();

	private final LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", this.redis.port());

	private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

	private ClassicEmitter bus;

	private SocketIOEmitter emitter;

	private @Nullable StatefulRedisPubSubConnection<String, byte[]> listening;

	@BeforeEach
	void createEmitter() {
		this.application.afterPropertiesSet();
		this.bus = bus("socket.io", 1024 * 1024);
		this.emitter = new DefaultSocketIOEmitter(this.bus, AfterCommit.AT_ONCE);
	}

	private ClassicEmitter bus(String key, int maxMessageSize) {
		return ClassicEmitter.to(this.application, "test", JsonMapper.shared(), key, maxMessageSize);
	}

	@AfterEach
	void stop() {
		this.bus.stop().block(PATIENCE);
		this.application.destroy();
		if (this.listening != null) {
			this.listening.close();
		}
		this.redis.close();
	}

	private void startWithRedis() {
		this.redis.run();
		this.bus.start().block(PATIENCE);
		subscribe();
	}

	private void subscribe() {
		StatefulRedisPubSubConnection<String, byte[]> connection = this.redis.connectPubSub();
		this.listening = connection;
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String pattern, String channel, byte[] message) {
				ClassicEmitterTests.this.received.add(new Message(channel, message));
			}

		});
		connection.sync().psubscribe("*");
	}

	private Message next() throws InterruptedException {
		Message message = this.received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(message).as("a message").isNotNull();
		return message;
	}

	@Test
	void writesWhatTheEmitterOfNodeWrites() throws InterruptedException {
		startWithRedis();
		Map<String, Consumer<SocketIOEmitter>> calls = new HashMap<>();
		calls.put("all", (emitter) -> emitter.emit("e", 1, Map.of("a", "b")));
		calls.put("binary",
				(emitter) -> emitter.emit("e", new byte[] { 1, 2 }, Instant.ofEpochMilli(1_700_000_000_123L)));
		calls.put("room", (emitter) -> emitter.to("r1").emit("e"));
		calls.put("flags", (emitter) -> emitter.asVolatile().compress(false).emit("e"));
		calls.put("join", (emitter) -> emitter.in("r1").socketsJoin("x", "y"));
		calls.put("disconnect", (emitter) -> emitter.in("g9").disconnectSockets(true));
		calls.put("sse", (emitter) -> emitter.serverSideEmit("sse", 1, "x"));
		String area = "classic.redis-emitter.emitter.";
		List<JsonNode> vectors = ClassicVectors.exchanges()
			.stream()
			.filter((vector) -> vector.get("id").asString().startsWith(area))
			.toList();
		assertThat(vectors).extracting((vector) -> vector.get("id").asString().substring(area.length()))
			.containsExactlyInAnyOrderElementsOf(calls.keySet());
		for (JsonNode vector : vectors) {
			String id = vector.get("id").asString();
			calls.get(id.substring(area.length())).accept(this.emitter);
			for (JsonNode message : vector.get("messages")) {
				Message sent = next();
				assertThat(sent.channel()).as(id).isEqualTo(message.get("channel").asString());
				assertThat(Base64.getEncoder().encodeToString(sent.content())).as(id)
					.isEqualTo(message.at("/payload/base64").asString());
			}
		}
	}

	@Test
	void usesTheChannelsOfTheNamespaceAndOfTheKey() throws InterruptedException {
		startWithRedis();
		ClassicEmitter other = bus("staging", 1024);
		other.start().block(PATIENCE);
		SocketIOEmitter staging = new DefaultSocketIOEmitter(other, AfterCommit.AT_ONCE);
		staging.of("chat").to("a").emit("e").block(PATIENCE);
		staging.to("a", "b").emit("e").block(PATIENCE);
		staging.to("a").except("b").emit("e").block(PATIENCE);
		staging.of("/chat").to("a").socketsLeave("b").block(PATIENCE);
		assertThat(List.of(next().channel(), next().channel(), next().channel(), next().channel()))
			.containsExactly("staging#/chat#a#", "staging#/#", "staging#/#a#", "staging-request#/chat#");
		other.stop().block(PATIENCE);
	}

	@Test
	void sendsInOrderWithoutSubscriptionAndByOneConnection() throws InterruptedException {
		startWithRedis();
		for (int i = 0; i < 2000; i++) {
			this.emitter.to("room" + i).emit("e", i);
		}
		for (int i = 0; i < 2000; i++) {
			assertThat(next().channel()).isEqualTo("socket.io#/#room" + i + "#");
		}
		try (StatefulRedisConnection<String, byte[]> connection = this.redis.connect()) {
			assertThat(connection.sync().clientList().lines().filter((line) -> line.contains("name=test "))).hasSize(1);
			assertThat(connection.sync().pubsubNumpat()).as("patterns but that of this test").isOne();
			assertThat(connection.sync().pubsubChannels()).isEmpty();
		}
	}

	@Test
	void sendsWhatWasEmittedBeforeTheEnd() throws InterruptedException {
		startWithRedis();
		for (int i = 0; i < 1000; i++) {
			this.emitter.emit("e", i);
		}
		this.bus.stop().block(PATIENCE);
		IntStream.range(0, 1000).forEach((i) -> assertThat(content()).contains("emitter"));
		assertThat(this.received).isEmpty();
	}

	private String content() {
		try {
			return new String(next().content());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void tellsThatMessagesAreLostWhileRedisIsUnavailable() {
		try (CapturedLog log = CapturedLog.of(ClassicEmitter.class.getName())) {
			for (int i = 0; i < 3; i++) {
				StepVerifier.create(this.emitter.emit("e"))
					.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ClusterUnavailableException.class)
						.hasMessageContaining("Redis is unavailable"))
					.verify(PATIENCE);
			}
			this.emitter.socketsJoin("a");
			assertThat(this.bus.lost()).isEqualTo(4);
			assertThat(log.lines()).singleElement()
				.asString()
				.startsWith("WARN A message for Socket.IO servers is lost, since Redis did not accept it");
		}
	}

	@Test
	void startsWithoutRedisAndGoesOnWhenItComesAndComesBack() {
		try (CapturedLog log = CapturedLog.of(StandaloneEmitterLink.class.getName(), ch.qos.logback.classic.Level.INFO);
				CapturedLog lost = CapturedLog.of(ClassicEmitter.class.getName())) {
			this.bus.start().subscribe();
			await().atMost(PATIENCE).until(() -> !log.lines().isEmpty());
			this.redis.run();
			this.bus.start().block(PATIENCE);
			this.emitter.emit("e").block(PATIENCE);
			this.redis.kill();
			await().atMost(PATIENCE).until(() -> log.lines().size() == 3);
			StepVerifier.create(this.emitter.emit("e")).expectError(ClusterUnavailableException.class).verify(PATIENCE);
			this.redis.run();
			await().atMost(PATIENCE).until(() -> log.lines().size() == 4);
			this.emitter.emit("e").block(PATIENCE);
			assertThat(log.lines().get(0)).startsWith("WARN Redis cannot be reached");
			assertThat(log.lines().subList(1, 4)).containsExactly("INFO Connected to Redis",
					"WARN Lost the connection to Redis: until it is back, nothing is sent to Socket.IO servers",
					"INFO Connected to Redis again");
			assertThat(lost.lines()).hasSize(1);
		}
	}

	@Test
	void canBeStartedAgain() throws InterruptedException {
		startWithRedis();
		this.bus.stop().block(PATIENCE);
		this.bus.start().block(PATIENCE);
		this.emitter.emit("e").block(PATIENCE);
		assertThat(next().channel()).isEqualTo("socket.io#/#");
	}

	@Test
	void leavesTheThreadsOfTheApplicationAlone() {
		this.redis.run();
		ClientResources resources = ClientResources.create();
		LettuceConnectionFactory sharing = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.redis.port()),
				LettuceClientConfiguration.builder().clientResources(resources).build());
		sharing.afterPropertiesSet();
		sharing.start();
		ClassicEmitter sharer = ClassicEmitter.to(sharing, "test", JsonMapper.shared(), "socket.io", 1024);
		sharer.start().block(PATIENCE);
		sharer.stop().block(PATIENCE);
		assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
		try (RedisConnection connection = sharing.getConnection()) {
			assertThat(connection.ping()).isEqualTo("PONG");
		}
		sharing.destroy();
		resources.shutdown(0, 1, TimeUnit.SECONDS);
	}

	@Test
	void rejectsWhatCannotBeSent() {
		Runnable later = () -> {
		};
		assertThatIllegalArgumentException().isThrownBy(() -> this.emitter.emit("e", later))
			.withMessageContaining("only leads to a value");
		SocketIOEmitter small = new DefaultSocketIOEmitter(bus("socket.io", 100), AfterCommit.AT_ONCE);
		assertThatIllegalArgumentException().isThrownBy(() -> small.emit("e", "x".repeat(100)))
			.withMessageContaining("more than the 100 of 'socketio.adapter.max-message-size'");
		assertThat(this.bus.lost()).isZero();
	}

	@Test
	void rejectsConnectionsThatCannotBeUsed() {
		assertThatIllegalStateException()
			.isThrownBy(() -> ClassicEmitter.to(mock(RedisConnectionFactory.class), "test", JsonMapper.shared(),
					"socket.io", 1024))
			.withMessageContaining("set 'spring.data.redis.client-type=lettuce'");
	}

	private record Message(String channel, byte[] content) {

	}

}
