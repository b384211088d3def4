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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.emitter.DefaultSocketIOEmitter;
import io.github.socketiospring.testsupport.RedisClusterServers;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A node's connections to a real Redis Cluster, whose masters are replaced and whose
 * slots move.
 */
@RequiresTool({ "redis-server", "kill" })
class ClusterLinkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static RedisClusterServers redis;

	private static LettuceConnectionFactory application;

	private final List<RedisLink> links = new ArrayList<>();

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	@BeforeAll
	static void startRedis() {
		redis = RedisClusterServers.start();
		application = new LettuceConnectionFactory(
				new RedisClusterConfiguration(List.of(redis.addresses().split(","))));
		application.afterPropertiesSet();
	}

	@AfterAll
	static void stopRedis() {
		application.destroy();
		redis.close();
	}

	@AfterEach
	void stop() {
		this.links.forEach((link) -> link.stop().block(PATIENCE));
		redis.awaitHealth();
	}

	@Test
	void aLinkSubscribesAtOneMasterAndAsksAllNodes() throws Exception {
		RedisLink link = classic("one");
		for (int i = 0; i < 100; i++) {
			standing(link.subscribe(List.of("channel" + i), List.of("pattern" + i + "*"), this::receive));
			assertThat(redis.subscribersAtMasters("channel" + i)).isOne();
		}
		assertThat(redis.connections("one")).hasSize(redis.servers().size() + 1)
			.filteredOn((line) -> line.contains(" psub=100 "))
			.hasSize(1);
		RedisServer replica = redis.replica(redis.masters().get(0));
		try (StatefulRedisPubSubConnection<String, byte[]> other = replica.connectPubSub()) {
			other.sync().subscribe("channel1", "elsewhere");
			await().atMost(PATIENCE).until(() -> subscribers(link, "channel1") == 2);
			assertThat(get(link.channels("*"))).hasSize(101).contains("channel1", "elsewhere");
		}
	}

	@Test
	void messagesArriveInTheOrderOfACaller() throws Exception {
		RedisLink publishing = classic("publishing");
		RedisLink listening = classic("listening");
		standing(listening.subscribe(List.of("a", "b", "c"), List.of(), this::receive));
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			String channel = List.of("a", "b", "c").get(i % 3);
			publish(publishing, channel, String.valueOf(i));
			expected.add(channel + " " + i);
		}
		assertThat(next(expected.size())).isEqualTo(expected);
	}

	@Test
	void shardChannelsLiveAtTheOwnersOfTheirSlots() throws Exception {
		RedisLink link = sharded("shards");
		RedisLink other = sharded("other");
		List<String> channels = IntStream.range(0, 300).mapToObj((i) -> "room" + i).toList();
		List<Subscriptions.Subscription> subscriptions = channels.stream()
			.map((channel) -> link.subscribeShards(List.of(channel), this::receive))
			.toList();
		for (Subscriptions.Subscription subscription : subscriptions) {
			standing(subscription);
		}
		assertThat(redis.connections("shards")).hasSize(2 * redis.masters().size());
		assertThat(redis.masters()).allSatisfy((master) -> assertThat(master.shardChannels()).isNotEmpty());
		assertThat(get(other.shardChannels("room*"))).containsExactlyInAnyOrderElementsOf(channels);
		for (String channel : channels) {
			assertThat(get(other.shardSubscribers(channel))).isOne();
			publishShard(other, channel, "to");
		}
		assertThat(next(channels.size()))
			.containsExactlyInAnyOrderElementsOf(channels.stream().map((channel) -> channel + " to").toList());
		subscriptions.forEach(Subscriptions.Subscription::close);
		await().atMost(PATIENCE).until(() -> get(other.shardChannels("room*")).isEmpty());
	}

	@Test
	void messagesOfAShardChannelArriveInTheOrderOfACaller() throws Exception {
		RedisLink publishing = sharded("publishing");
		RedisLink listening = sharded("listening");
		standing(listening.subscribeShards(List.of("numbers"), this::receive));
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			publishShard(publishing, "numbers", String.valueOf(i));
			expected.add("numbers " + i);
		}
		assertThat(next(expected.size())).isEqualTo(expected);
	}

	@Test
	void ordinaryChannelsMoveWhenTheirMasterIsDemoted() throws Exception {
		RedisLink link = classic("demoted");
		Subscriptions.Subscription subscription = link.subscribe(List.of("kept"), List.of("kept.*"), this::receive);
		standing(subscription);
		RedisServer home = home("kept");
		redis.failOver(home);
		await().atMost(PATIENCE).until(() -> redis.subscribersAtMasters("kept") == 1);
		await().atMost(PATIENCE).until(subscription::stands);
		assertThat(home.subscribers("kept")).isZero();
		publish(link, "kept", "one");
		publish(link, "kept.on", "two");
		assertThat(next(2)).containsExactly("kept one", "kept.on two");
		assertThat(subscribers(link, "kept")).isOne();
		assertThat(link.isConnected()).isTrue();
	}

	@Test
	void shardChannelsMoveWhenTheirMasterIsDemoted() throws Exception {
		RedisLink link = sharded("demoted");
		RedisLink other = sharded("other");
		List<String> channels = IntStream.range(0, 30).mapToObj((i) -> "kept" + i).toList();
		List<Subscriptions.Subscription> kept = subscribeShards(link, channels);
		redis.failOver(redis.masters().get(1));
		assertAllHear(other, channels);
		await().atMost(PATIENCE).until(() -> kept.stream().allMatch(Subscriptions.Subscription::stands));
		assertThat(redis.connections("demoted")).hasSize(2 * redis.masters().size());
	}

	@Test
	void subscriptionsStandAgainWhenTheirConnectionsAreCut() throws Exception {
		RedisLink link = classic("cut");
		RedisLink shards = sharded("cut");
		List<String> channels = IntStream.range(0, 30).mapToObj((i) -> "cut" + i).toList();
		standing(link.subscribe(List.of("kept"), List.of(), this::receive));
		List<Subscriptions.Subscription> kept = subscribeShards(shards, channels);
		redis.servers().forEach((server) -> server.kill(KillArgs.Builder.typePubsub()));
		await().atMost(PATIENCE).until(() -> link.cuts() == 1 && shards.cuts() == redis.masters().size());
		await().atMost(PATIENCE).until(() -> kept.stream().allMatch(Subscriptions.Subscription::stands));
		await().atMost(PATIENCE).until(() -> subscribers(link, "kept") == 1);
		channels.forEach((channel) -> publishShard(shards, channel, "again"));
		publish(link, "kept", "again");
		assertThat(next(channels.size() + 1)).contains("kept again", "cut0 again", "cut29 again");
		assertThat(link.isConnected() && shards.isConnected()).isTrue();
	}

	@Test
	void aChannelFollowsItsSlot() throws Exception {
		RedisLink link = sharded("moved");
		RedisLink other = sharded("other");
		List<Subscriptions.Subscription> kept = subscribeShards(link, List.of("moving", "staying"));
		RedisServer from = redis.owner("moving");
		RedisServer to = redis.masters().stream().filter((master) -> master != from).findAny().orElseThrow();
		move("moving", from, to);
		assertAllHear(other, List.of("moving", "staying"));
		await().atMost(PATIENCE).until(() -> kept.stream().allMatch(Subscriptions.Subscription::stands));
		assertThat(to.shardSubscribers("moving")).isOne();
		kept.forEach(Subscriptions.Subscription::close);
		await().atMost(PATIENCE).until(() -> to.shardChannels().isEmpty());
		standing(link.subscribeShards(List.of("moving"), this::receive));
		move("moving", to, from);
		assertAllHear(other, List.of("moving"));
	}

	private static void move(String channel, RedisServer from, RedisServer to) {
		int slot = SlotHash.getSlot(channel);
		String target = redis.id(to);
		redis.cluster(to, "SETSLOT", slot, "IMPORTING", redis.id(from));
		redis.cluster(from, "SETSLOT", slot, "MIGRATING", target);
		redis.cluster(to, "SETSLOT", slot, "NODE", target);
		redis.cluster(from, "SETSLOT", slot, "NODE", target);
	}

	static Stream<Loss> losses() {
		return Stream.of(Loss.values()).limit(TestProfile.choose(1, 2));
	}

	@ParameterizedTest
	@MethodSource("losses")
	void everythingWorksAgainAfterAMasterWasLost(Loss loss) throws Exception {
		RedisLink link = classic("lost");
		RedisLink other = classic("other");
		RedisLink shards = sharded("lost");
		List<String> channels = IntStream.range(0, 30).mapToObj((i) -> "lost" + i).toList();
		standing(link.subscribe(List.of("kept"), List.of(), this::receive));
		subscribeShards(shards, channels);
		RedisServer home = home("kept");
		loss.happen(home);
		await().atMost(PATIENCE).until(() -> redis.masters().size() == 3);
		assertAllHear(shards, channels);
		await().atMost(PATIENCE).until(() -> shards.isConnected() && link.isConnected() && other.isConnected());
		await().atMost(PATIENCE).ignoreExceptions().until(() -> subscribers(other, "kept") == 1);
		publish(other, "kept", "again");
		assertThat(next(1)).containsExactly("kept again");
		assertThat(redis.subscribersAtMasters("kept")).isOne();
		loss.end(home);
	}

	@Test
	void replacesConnectionsWhenItIsTold() throws Exception {
		RedisLink link = sharded("deaf");
		standing(link.subscribe(List.of("kept"), List.of(), this::receive));
		List<Subscriptions.Subscription> kept = subscribeShards(link, List.of("shard1", "shard2"));
		link.reconnect();
		await().atMost(PATIENCE).until(() -> redis.subscribersAtMasters("kept") == 1 && link.isConnected());
		await().atMost(PATIENCE).until(() -> kept.stream().allMatch(Subscriptions.Subscription::stands));
		publish(link, "kept", "again");
		publishShard(link, "shard1", "again");
		assertThat(next(2)).containsExactlyInAnyOrder("kept again", "shard1 again");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(redis.connections("deaf")).hasSize(2 * redis.masters().size()));
		link.stop().block(PATIENCE);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(redis.connections("deaf")).isEmpty());
		assertThat(link.isConnected()).isFalse();
		link.start().block(PATIENCE);
		publish(link, "kept", "once more");
		assertThat(next(1)).containsExactly("kept once more");
	}

	@Test
	void anEmitterPublishesThroughOneConnection() throws Exception {
		RedisLink link = classic("listening");
		standing(link.subscribe(List.of(), List.of("socket.io#/#*"), (channel, message) -> this.received.add(channel)));
		ClassicEmitter bus = ClassicEmitter.to(application, "emitter", JsonMapper.shared(), "socket.io", 1024);
		SocketIOEmitter emitter = new DefaultSocketIOEmitter(bus, AfterCommit.AT_ONCE);
		bus.start().block(PATIENCE);
		assertThat(redis.connections("emitter")).hasSize(1);
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			emitter.to("room" + i).emit("e");
			expected.add("socket.io#/#room" + i + "#");
		}
		assertThat(next(expected.size())).isEqualTo(expected);
		RedisServer master = redis.masters()
			.stream()
			.filter((server) -> redis.connections(server, "emitter") == 1)
			.findAny()
			.orElseThrow();
		redis.failOver(master);
		await().atMost(PATIENCE).until(() -> redis.connections(master, "emitter") == 0);
		await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			emitter.emit("e").block(PATIENCE);
			return true;
		});
		assertThat(redis.connections("emitter")).hasSize(1);
		emitter.to("last").emit("e");
		bus.stop().block(PATIENCE);
		await().atMost(PATIENCE).until(() -> "socket.io#/#last#".equals(this.received.poll()));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(redis.connections("emitter")).isEmpty());
	}

	@Test
	void aUserNeedsTheDocumentedPermissions() throws Exception {
		redis.createUser("chat", "+publish +subscribe +unsubscribe +psubscribe +punsubscribe +pubsub +client +hello "
				+ "+ping +cluster|nodes +info &socket.io* &socket.io#/#*");
		redis.createUser("shards", "+spublish +ssubscribe +sunsubscribe +publish +subscribe +unsubscribe +pubsub "
				+ "+client +hello +ping +cluster|nodes +info &socket.io*");
		LettuceConnectionFactory chat = user("chat");
		LettuceConnectionFactory shards = user("shards");
		RedisLink classic = started(RedisLink.to(chat, "acl"));
		standing(classic.subscribe(List.of("socket.io-request#/#"), List.of("socket.io#/#*"), this::receive));
		publish(classic, "socket.io#/#a#", "one");
		assertThat(next(1)).containsExactly("socket.io#/#a# one");
		assertThat(subscribers(classic, "socket.io-request#/#")).isOne();
		RedisLink sharded = started(RedisLink.withShardChannels(shards, "acl"));
		standing(sharded.subscribe(List.of("socket.io-nodes"), List.of(), this::receive));
		standing(sharded.subscribeShards(List.of("socket.io#/#"), this::receive));
		publish(sharded, "socket.io-nodes", "two");
		assertThat(next(1)).containsExactly("socket.io-nodes two");
		publishShard(sharded, "socket.io#/#", "three");
		assertThat(next(1)).containsExactly("socket.io#/# three");
		assertThat(get(sharded.shardSubscribers("socket.io#/#"))).isOne();
		assertThat(get(sharded.shardChannels("socket.io*"))).containsExactly("socket.io#/#");
		chat.destroy();
		shards.destroy();
	}

	private static LettuceConnectionFactory user(String name) {
		RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of(redis.addresses().split(",")));
		cluster.setUsername(name);
		cluster.setPassword("secret");
		LettuceConnectionFactory factory = new LettuceConnectionFactory(cluster);
		factory.afterPropertiesSet();
		return factory;
	}

	private RedisLink classic(String name) {
		return started(RedisLink.to(application, name));
	}

	private RedisLink sharded(String name) {
		return started(RedisLink.withShardChannels(application, name));
	}

	private RedisLink started(RedisLink link) {
		this.links.add(link);
		link.start().block(PATIENCE);
		assertThat(link.isConnected()).isTrue();
		return link;
	}

	private static void standing(Subscriptions.Subscription subscription) {
		subscription.ready().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	private List<Subscriptions.Subscription> subscribeShards(RedisLink link, List<String> channels) {
		List<Subscriptions.Subscription> subscriptions = channels.stream()
			.map((channel) -> link.subscribeShards(List.of(channel), this::receive))
			.toList();
		subscriptions.forEach(ClusterLinkTests::standing);
		return subscriptions;
	}

	/** The master at which a channel is subscribed to. */
	private static RedisServer home(String channel) {
		return redis.masters().stream().filter((master) -> master.subscribers(channel) > 0).findAny().orElseThrow();
	}

	/**
	 * Publish to shard channels until each has received something, and forget what
	 * arrived.
	 */
	private void assertAllHear(RedisLink publishing, List<String> channels) {
		Set<String> missing = new HashSet<>(channels);
		await().atMost(PATIENCE).until(() -> {
			missing.forEach((channel) -> publishShard(publishing, channel, "heard"));
			String arrived = this.received.poll(100, TimeUnit.MILLISECONDS);
			while (arrived != null) {
				missing.remove(arrived.substring(0, arrived.indexOf(' ')));
				arrived = this.received.poll();
			}
			return missing.isEmpty();
		});
		publishShard(publishing, channels.get(0), "end");
		await().atMost(PATIENCE).until(() -> (channels.get(0) + " end").equals(this.received.poll()));
		this.received.clear();
	}

	private static int subscribers(RedisLink link, String channel) throws Exception {
		return get(link.subscribers(channel));
	}

	private static <T> T get(CompletableFuture<T> result)
			throws ExecutionException, InterruptedException, TimeoutException {
		return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private static void publish(RedisLink link, String channel, String message) {
		link.publish(channel, message.getBytes(StandardCharsets.UTF_8));
	}

	private static void publishShard(RedisLink link, String channel, String message) {
		link.publishShard(channel, message.getBytes(StandardCharsets.UTF_8));
	}

	private void receive(String channel, byte[] message) {
		this.received.add(channel + " " + new String(message, StandardCharsets.UTF_8));
	}

	private List<String> next(int number) throws InterruptedException {
		List<String> messages = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			String message = this.received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(message).as("message after " + messages.size() + " others").isNotNull();
			messages.add(message);
		}
		return messages;
	}

	/**
	 * How a master is lost.
	 */
	enum Loss {

		/** Its process is killed. */
		KILLED {
			@Override
			void happen(RedisServer master) {
				master.kill();
			}

			@Override
			void end(RedisServer master) {
				master.run();
			}
		},

		/** Its process does not answer, and its connections stay open. */
		SUSPENDED {
			@Override
			void happen(RedisServer master) {
				redis.suspend(master);
			}

			@Override
			void end(RedisServer master) {
				redis.resume(master);
			}
		};

		abstract void happen(RedisServer master);

		abstract void end(RedisServer master);

	}

}
