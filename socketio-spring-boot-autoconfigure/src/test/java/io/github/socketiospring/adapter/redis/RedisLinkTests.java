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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.testsupport.CuttingProxy;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A node's connections, with a real Redis that comes and goes.
 */
@RequiresTool("redis-server")
class RedisLinkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisServer redis = RedisServer.atFreePort();

	private final LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", this.redis.port());

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private RedisLink link;

	@BeforeEach
	void createLink() {
		this.application.afterPropertiesSet();
		this.link = RedisLink.to(this.application, "test");
	}

	@AfterEach
	void stop() {
		this.link.stop().block(PATIENCE);
		this.application.destroy();
		this.redis.close();
	}

	@Test
	void twoConnectionsServeAllSubscriptions() {
		startWithRedis();
		for (int i = 0; i < 100; i++) {
			this.link.subscribe(List.of("channel" + i), List.of("pattern" + i + "*"), this::receive)
				.ready()
				.orTimeout(30, TimeUnit.SECONDS)
				.join();
		}
		ask((commands) -> assertThat(commands.clientList().lines().filter((line) -> line.contains("name=test")))
			.hasSize(2));
	}

	@Test
	void messagesArriveInTheOrderOfACaller() throws Exception {
		startWithRedis();
		subscribe("numbers");
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			publish("numbers", String.valueOf(i));
			expected.add("numbers " + i);
		}
		List<String> actual = new ArrayList<>();
		for (int i = 0; i < expected.size(); i++) {
			actual.add(next());
		}
		assertThat(actual).isEqualTo(expected);
	}

	@Test
	void severalWhoWantAChannelHaveOneSubscription() throws Exception {
		startWithRedis();
		Subscriptions.Subscription first = subscribe("shared");
		Subscriptions.Subscription second = subscribe("shared");
		assertThat(this.link.subscribers("shared").get(30, TimeUnit.SECONDS)).isOne();
		publish("shared", "both");
		assertThat(List.of(next(), next())).containsOnly("shared both");
		first.close();
		publish("shared", "one");
		assertThat(next()).isEqualTo("shared one");
		second.close();
		await().until(() -> this.link.subscribers("shared").get(30, TimeUnit.SECONDS) == 0);
		assertThat(this.received).isEmpty();
	}

	@Test
	void subscriptionsThatComeAndGoLeaveNothing() throws Exception {
		startWithRedis();
		for (int i = 0; i < 500; i++) {
			this.link.subscribe(List.of("same"), List.of("pattern*"), this::receive).close();
		}
		subscribe("last");
		assertThat(this.link.channels("*").get(30, TimeUnit.SECONDS)).containsExactly("last");
		ask((commands) -> assertThat(commands.pubsubNumpat()).isZero());
	}

	@Test
	void connectsWhenRedisComesLater() throws Exception {
		Subscriptions.Subscription early = this.link.subscribe(List.of("early"), List.of(), this::receive);
		CompletableFuture<Void> started = this.link.start().toFuture();
		assertThat(this.link.isConnected()).isFalse();
		assertThatThrownBy(() -> this.link.publish("early", new byte[0]).get()).hasMessageContaining("unavailable");
		this.redis.run();
		started.get(30, TimeUnit.SECONDS);
		assertThat(this.link.isConnected()).isTrue();
		assertThat(early.stands()).isTrue();
		publish("early", "hello");
		assertThat(next()).isEqualTo("early hello");
	}

	@ParameterizedTest
	@EnumSource
	void subscriptionsStandAgain(Fault fault) throws Exception {
		startWithRedis();
		subscribe("kept");
		Subscriptions.Subscription left = subscribe("left");
		fault.happen(this);
		left.close();
		subscribe("new");
		await().atMost(PATIENCE).until(this.link::isConnected);
		await().atMost(PATIENCE).until(() -> this.link.subscribers("kept").get(30, TimeUnit.SECONDS) == 1);
		publish("kept", "again");
		publish("new", "too");
		assertThat(List.of(next(), next())).containsExactly("kept again", "new too");
		await().until(() -> this.link.subscribers("left").get(30, TimeUnit.SECONDS) == 0);
		assertThat(this.link.reconnects()).isPositive();
	}

	@ParameterizedTest
	@EnumSource
	void shardSubscriptionsStandAgain(Fault fault) throws Exception {
		startWithRedis();
		subscribeShard("kept");
		Subscriptions.Subscription left = subscribeShard("left");
		fault.happen(this);
		left.close();
		subscribeShard("new");
		await().atMost(PATIENCE).until(this.link::isConnected);
		await().atMost(PATIENCE).until(() -> this.link.shardSubscribers("kept").get(30, TimeUnit.SECONDS) == 1);
		publishShard("kept", "again");
		publishShard("new", "too");
		assertThat(List.of(next(), next())).containsExactly("kept again", "new too");
		await().until(() -> this.link.shardSubscribers("left").get(30, TimeUnit.SECONDS) == 0);
	}

	@Test
	void shardChannelsAreApartFromChannels() throws Exception {
		startWithRedis();
		subscribe("same");
		Subscriptions.Subscription shard = this.link.subscribeShards(List.of("same"),
				(channel, message) -> receive("shard " + channel, message));
		await().atMost(PATIENCE).until(shard.ready()::isDone);
		publish("same", "one");
		publishShard("same", "two");
		assertThat(List.of(next(), next())).containsExactly("same one", "shard same two");
		shard.close();
		publish("same", "three");
		assertThat(next()).isEqualTo("same three");
	}

	/** Each is wanted, not wanted, and wanted again before Redis has answered. */
	@Test
	void thousandsOfShardChannelsComeAndGo() throws Exception {
		startWithRedis();
		for (int i = 0; i < 2000; i++) {
			this.link.subscribeShards(List.of("room" + i % 100), this::receive).close();
		}
		List<Subscriptions.Subscription> kept = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			kept.add(this.link.subscribeShards(List.of("room" + i), this::receive));
		}
		await().atMost(PATIENCE).until(() -> kept.stream().allMatch(Subscriptions.Subscription::stands));
		assertThat(this.link.shardChannels("*").get(30, TimeUnit.SECONDS)).hasSize(1000);
		kept.forEach(Subscriptions.Subscription::close);
		subscribeShard("last");
		assertThat(this.link.shardChannels("*").get(30, TimeUnit.SECONDS)).containsExactly("last");
	}

	/** Those of rooms are many, and may be named by hexadecimal digits, too. */
	@ParameterizedTest
	@ValueSource(strings = { "/", "/a*[b]?\\" })
	void onlyTheChannelsOfNodesAreListed(String namespace) throws Exception {
		startWithRedis();
		ShardedChannels names = new ShardedChannels("socket.io", namespace, "0123456789abcdef.1z",
				SubscriptionMode.DYNAMIC);
		List<String> rooms = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			rooms.add(names.of("%024x".formatted(i)));
		}
		rooms.addAll(List.of(names.main(), names.of("0123456789ABCDEF"), names.of("0123456789abcde"), "other",
				names.of("x0123456789abcdef")));
		this.link.subscribeShards(rooms, this::receive);
		String ofPeer = names.of("fedcba9876543210");
		Subscriptions.Subscription last = this.link.subscribeShards(List.of(names.own(), ofPeer), this::receive);
		await().atMost(PATIENCE).until(last.ready()::isDone);
		assertThat(this.redis.shardChannels()).hasSize(rooms.size() + 2);
		assertThat(this.link.shardChannels(names.nodePattern()).get(30, TimeUnit.SECONDS))
			.containsExactlyInAnyOrder(names.own(), ofPeer);
	}

	@Test
	void anOldRedisFailsTheStartWhereShardChannelsAreNeeded() throws Exception {
		this.redis.run();
		try (OldRedis old = new OldRedis(this.redis.port())) {
			LettuceConnectionFactory behind = new LettuceConnectionFactory("127.0.0.1", old.port());
			behind.afterPropertiesSet();
			RedisLink sharded = RedisLink.withShardChannels(behind, "old");
			assertThatThrownBy(() -> sharded.start().block(PATIENCE)).isInstanceOf(IllegalStateException.class)
				.hasMessage("The sharded adapter needs Redis 7 or newer, and this Redis is older: set "
						+ "'socketio.adapter.type=redis' on all nodes, or use a newer one");
			assertThat(sharded.isConnected()).isFalse();
			sharded.stop().block(PATIENCE);
			RedisLink classic = RedisLink.to(behind, "old");
			classic.start().block(PATIENCE);
			assertThat(classic.isConnected()).isTrue();
			classic.stop().block(PATIENCE);
			behind.destroy();
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> ask(
					(commands) -> assertThat(commands.clientList().lines().filter((line) -> line.contains("name=old")))
						.isEmpty()));
	}

	@Test
	void aCutOfTheSubscribedConnectionAloneIsCounted() throws Exception {
		startWithRedis();
		subscribe("kept");
		Fault.SUBSCRIBED_CUT.happen(this);
		await().atMost(PATIENCE).until(() -> this.link.cuts() == 1);
	}

	@Test
	void whatIsPublishedWhileRedisIsUnavailableIsLostAtOnce() throws Exception {
		startWithRedis();
		subscribe("kept");
		this.redis.kill();
		await().atMost(PATIENCE).until(() -> !this.link.isConnected());
		// The other connection may not be lost yet, so that it is the driver that rejects
		// the command.
		assertThatThrownBy(() -> this.link.publish("kept", "lost".getBytes(StandardCharsets.UTF_8)).get())
			.hasCauseInstanceOf(RedisException.class);
		this.redis.run();
		await().atMost(PATIENCE)
			.until(() -> this.link.isConnected() && this.link.subscribers("kept").get(30, TimeUnit.SECONDS) == 1);
		publish("kept", "found");
		assertThat(next()).isEqualTo("kept found");
	}

	/** Redis has it, but its answer is lost with the connection. */
	@Test
	void whatIsPublishedIsNotSentAgainOverTheNextConnection() throws Exception {
		startWithRedis();
		subscribe("once");
		try (CuttingProxy network = new CuttingProxy(this.redis.port())) {
			LettuceConnectionFactory behind = new LettuceConnectionFactory("127.0.0.1", network.port());
			behind.afterPropertiesSet();
			RedisLink publishing = RedisLink.to(behind, "behind");
			publishing.start().block(PATIENCE);
			network.silence();
			CompletableFuture<Long> first = publishing.publish("once", "first".getBytes(StandardCharsets.UTF_8));
			assertThat(next()).isEqualTo("once first");
			network.cut();
			await().atMost(PATIENCE).until(first::isCompletedExceptionally);
			network.mend();
			await().atMost(PATIENCE).until(publishing::isConnected);
			publishing.publish("once", "second".getBytes(StandardCharsets.UTF_8)).get(30, TimeUnit.SECONDS);
			assertThat(next()).isEqualTo("once second");
			publishing.stop().block(PATIENCE);
			behind.destroy();
		}
	}

	/** As above, for shard channels. */
	@Test
	void whatIsPublishedToAShardChannelIsNotSentAgain() throws Exception {
		startWithRedis();
		subscribeShard("once");
		try (CuttingProxy network = new CuttingProxy(this.redis.port())) {
			LettuceConnectionFactory behind = new LettuceConnectionFactory("127.0.0.1", network.port());
			behind.afterPropertiesSet();
			RedisLink publishing = RedisLink.withShardChannels(behind, "behind");
			publishing.start().block(PATIENCE);
			network.silence();
			CompletableFuture<Long> first = publishing.publishShard("once", "first".getBytes(StandardCharsets.UTF_8));
			assertThat(next()).isEqualTo("once first");
			network.cut();
			await().atMost(PATIENCE).until(first::isCompletedExceptionally);
			network.mend();
			await().atMost(PATIENCE).until(publishing::isConnected);
			publishing.publishShard("once", "second".getBytes(StandardCharsets.UTF_8)).get(30, TimeUnit.SECONDS);
			assertThat(next()).isEqualTo("once second");
			publishing.stop().block(PATIENCE);
			behind.destroy();
		}
	}

	@Test
	void stopsAndStartsAgain() throws Exception {
		startWithRedis();
		subscribe("kept");
		this.link.stop().block(PATIENCE);
		assertThat(this.link.isConnected()).isFalse();
		ask((commands) -> assertThat(commands.pubsubChannels()).isEmpty());
		this.link.start().block(PATIENCE);
		publish("kept", "again");
		assertThat(next()).isEqualTo("kept again");
	}

	@Test
	void replacesConnectionsWhenItIsTold() throws Exception {
		startWithRedis();
		subscribe("kept");
		this.link.reconnect();
		await().atMost(PATIENCE)
			.until(() -> this.link.isConnected() && this.link.subscribers("kept").get(30, TimeUnit.SECONDS) == 1);
		publish("kept", "again");
		assertThat(next()).isEqualTo("kept again");
		await().untilAsserted(() -> ask(
				(commands) -> assertThat(commands.clientList().lines().filter((line) -> line.contains("name=test")))
					.hasSize(2)));
		assertThat(this.link.cuts()).isZero();
	}

	@Test
	void endsWhenItIsStoppedWhileItReplacesConnections() {
		startWithRedis();
		this.link.reconnect();
		this.link.stop().block(PATIENCE);
		this.link.reconnect();
		assertThat(this.link.isConnected()).isFalse();
		await().untilAsserted(() -> ask(
				(commands) -> assertThat(commands.clientList().lines().filter((line) -> line.contains("name=test")))
					.isEmpty()));
	}

	/** It was stopped while it connected, which took longer than its successor needed. */
	@Test
	void aStoppedSessionDoesNotReplaceTheConnectionsOfItsSuccessor() throws Exception {
		CountDownLatch connecting = new CountDownLatch(1);
		CountDownLatch slow = new CountDownLatch(1);
		RedisLink link = new StandaloneLink(() -> NodeClient.factory(this.application, "test"), (connection) -> {
			if (connecting.getCount() > 0) {
				connecting.countDown();
				awaitUninterruptibly(slow);
			}
		});
		this.redis.run();
		link.subscribe(List.of("kept"), List.of(), this::receive);
		link.start().subscribe();
		assertThat(connecting.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> stopped = link.stop().toFuture();
		link.start().block(PATIENCE);
		slow.countDown();
		stopped.get(30, TimeUnit.SECONDS);
		link.publish("kept", "again".getBytes(StandardCharsets.UTF_8)).get(30, TimeUnit.SECONDS);
		assertThat(next()).isEqualTo("kept again");
		assertThat(link.isConnected()).isTrue();
		ask((commands) -> assertThat(commands.clientList().lines().filter((line) -> line.contains("name=test")))
			.hasSize(2));
		link.stop().block(PATIENCE);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// The session was stopped, which the driver would not notice either.
			}
		}
	}

	@Test
	void doesNotUseStaticReplicas() {
		LettuceConnectionFactory replicas = new LettuceConnectionFactory(
				new RedisStaticMasterReplicaConfiguration("127.0.0.1", this.redis.port()));
		assertThatThrownBy(() -> RedisLink.to(replicas, "test")).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("static master and replica");
	}

	private void startWithRedis() {
		this.redis.run();
		this.link.start().block(PATIENCE);
	}

	private Subscriptions.Subscription subscribe(String channel) {
		Subscriptions.Subscription subscription = this.link.subscribe(List.of(channel), List.of(), this::receive);
		if (this.link.isConnected()) {
			await().atMost(PATIENCE).until(subscription.ready()::isDone);
		}
		return subscription;
	}

	private Subscriptions.Subscription subscribeShard(String channel) {
		Subscriptions.Subscription subscription = this.link.subscribeShards(List.of(channel), this::receive);
		if (this.link.isConnected()) {
			await().atMost(PATIENCE).until(subscription.ready()::isDone);
		}
		return subscription;
	}

	private void publishShard(String channel, String message) {
		this.link.publishShard(channel, message.getBytes(StandardCharsets.UTF_8));
	}

	private void publish(String channel, String message) {
		this.link.publish(channel, message.getBytes(StandardCharsets.UTF_8));
	}

	private void receive(String channel, byte[] message) {
		this.received.add(channel + " " + new String(message, StandardCharsets.UTF_8));
	}

	private String next() throws InterruptedException {
		return this.received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private void ask(Consumer<RedisCommands<String, byte[]>> questions) {
		try (StatefulRedisConnection<String, byte[]> connection = this.redis.connect()) {
			questions.accept(connection.sync());
		}
	}

	/**
	 * What ends connections.
	 */
	enum Fault {

		/** Redis is restarted. */
		RESTART {
			@Override
			void happen(RedisLinkTests test) {
				test.redis.kill();
				await().atMost(PATIENCE).until(() -> !test.link.isConnected());
				test.redis.run();
			}
		},

		/** The subscribed connection is ended. */
		SUBSCRIBED_CUT {
			@Override
			void happen(RedisLinkTests test) {
				kill(test, KillArgs.Builder.typePubsub());
			}
		},

		/** The publishing connection is ended. */
		PUBLISHING_CUT {
			@Override
			void happen(RedisLinkTests test) {
				kill(test, KillArgs.Builder.typeNormal().skipme());
			}
		};

		abstract void happen(RedisLinkTests test);

		private static void kill(RedisLinkTests test, KillArgs which) {
			long before = test.link.reconnects();
			test.ask((commands) -> assertThat(commands.clientKill(which)).isEqualTo(1));
			await().atMost(PATIENCE).until(() -> test.link.reconnects() > before);
		}

	}

}
