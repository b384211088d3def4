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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections of a node to a single Redis, which Sentinels may choose: one for
 * publishing and queries, one for subscriptions. The driver restores them.
 */
final class StandaloneLink extends RedisLink {

	private static final Logger logger = LoggerFactory.getLogger(StandaloneLink.class);

	private final Supplier<LettuceConnectionFactory> clients;

	private final Consumer<StatefulRedisConnection<String, byte[]>> check;

	private final PublishQueue queue = new PublishQueue();

	/**
	 * Create a link that is not started.
	 * @param clients creates the connection factory, which a session destroys
	 * @param check checks the first connection
	 */
	StandaloneLink(Supplier<LettuceConnectionFactory> clients,
			Consumer<StatefulRedisConnection<String, byte[]>> check) {
		super(new Subscriptions());
		this.clients = clients;
		this.check = check;
	}

	@Override
	RedisSession newSession() {
		return new Session();
	}

	@Override
	CompletableFuture<Long> publish(String channel, byte[] message) {
		return this.queue.send(channel.length() + message.length, (commands) -> commands.publish(channel, message));
	}

	@Override
	CompletableFuture<Long> publishShard(String channel, byte[] message) {
		return this.queue.send(channel.length() + message.length, (commands) -> commands.spublish(channel, message));
	}

	@Override
	CompletableFuture<Integer> subscribers(String channel) {
		return this.queue.send(channel.length(), (commands) -> commands.pubsubNumsub(channel))
			.thenApply(RedisLink::sum);
	}

	@Override
	CompletableFuture<List<String>> channels(String pattern) {
		return this.queue.send(pattern.length(), (commands) -> commands.pubsubChannels(pattern));
	}

	@Override
	CompletableFuture<Integer> shardSubscribers(String channel) {
		return this.queue.send(channel.length(), (commands) -> commands.pubsubShardNumsub(channel))
			.thenApply(RedisLink::sum);
	}

	@Override
	CompletableFuture<List<String>> shardChannels(String pattern) {
		return this.queue.send(pattern.length(), (commands) -> commands.pubsubShardChannels(pattern));
	}

	/**
	 * The connections from {@link #start} to {@link #stop}.
	 */
	private final class Session extends RedisSession {

		private final ConnectionWatch publishing = new ConnectionWatch("publishing connection", this::changed);

		private final ConnectionWatch subscribed = new ConnectionWatch("subscribed connection", this::changed);

		private @Nullable StatefulRedisConnection<String, byte[]> publisher;

		private @Nullable StatefulRedisPubSubConnection<String, byte[]> subscriber;

		private @Nullable RedisPubSubListener<String, byte[]> listener;

		Session() {
			super(StandaloneLink.this.clients, logger, "socketio-redis", "this node serves only its own clients");
		}

		@Override
		boolean isConnected() {
			return this.publishing.isUp() && this.subscribed.isUp();
		}

		@Override
		void open(AbstractRedisClient connecting) {
			RedisClient client = (RedisClient) connecting;
			if (!this.publishing.isMade()) {
				StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);
				check(connection);
				this.publishing.watch(connection, () -> {
				}, () -> {
				});
				this.publisher = connection;
				if (!ifCurrent(this, () -> StandaloneLink.this.queue.use(connection, NodeClient.eventLoop(client)))) {
					return;
				}
			}
			if (!this.subscribed.isMade()) {
				StatefulRedisPubSubConnection<String, byte[]> connection = client.connectPubSub(CODEC);
				RedisPubSubAsyncCommands<String, byte[]> commands = connection.async();
				this.subscriber = connection;
				this.listener = subscriptions().listener(commands);
				connection.addListener(this.listener);
				this.subscribed.watch(connection, () -> ifCurrent(this, () -> subscriptions().connected(commands)),
						() -> subscriptions().disconnected(commands));
			}
		}

		private void check(StatefulRedisConnection<String, byte[]> connection) {
			try {
				StandaloneLink.this.check.accept(connection);
			}
			catch (RuntimeException ex) {
				connection.close();
				throw ex;
			}
		}

		@Override
		void back(ConnectionWatch watch) {
			countReconnect();
			if (watch == this.subscribed && !this.publishing.lostSince(watch.since())) {
				countCut();
			}
		}

		/** May be called when another session has begun, since the driver may be slow. */
		@Override
		void close() {
			if (this.publisher != null) {
				StandaloneLink.this.queue.leave(this.publisher);
			}
			if (this.subscriber != null && this.listener != null) {
				this.subscriber.removeListener(this.listener);
				subscriptions().disconnected(this.subscriber.async());
			}
			this.subscribed.close();
			this.publishing.close();
		}

	}

}
