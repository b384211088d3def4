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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import io.github.socketiospring.support.DetachedScheduler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections of a node to Redis: for publishing and queries, and for subscriptions.
 * All namespaces share them. They belong to a separate client, because the client of the
 * application may queue commands while Redis is unavailable, and reconnects later.
 * <p>
 * The link connects in the background, also if Redis is unavailable at the start. When a
 * lost connection is restored, it resubscribes all channels.
 *
 * @since 0.1.0
 */
public abstract sealed class RedisLink permits StandaloneLink, ClusterLink {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	private final Subscriptions subscriptions;

	private final AtomicLong reconnects = new AtomicLong();

	private final AtomicLong cuts = new AtomicLong();

	/** Only changed while holding the lock. */
	private volatile @Nullable RedisSession session;

	RedisLink(Subscriptions subscriptions) {
		this.subscriptions = subscriptions;
	}

	/**
	 * Create a link to the Redis of an application.
	 * @param application the application's connection factory; the link opens its own
	 * connections with the same configuration
	 * @param name the client name of the connections in Redis, without blanks
	 * @return a link that is not started
	 * @throws IllegalStateException if the connection factory is not supported
	 */
	public static RedisLink to(RedisConnectionFactory application, String name) {
		LettuceConnectionFactory lettuce = lettuce(application);
		if (NodeClient.isCluster(lettuce)) {
			return ClusterLink.classic(() -> NodeClient.factory(lettuce, name), name);
		}
		return new StandaloneLink(() -> NodeClient.factory(lettuce, name), (connection) -> {
		});
	}

	/**
	 * Create a link to the Redis of an application for sharded Pub/Sub, which requires
	 * Redis 7. With an older version {@link #start} fails with an
	 * {@link IllegalStateException}.
	 * @param application the application's connection factory; the link opens its own
	 * connections with the same configuration
	 * @param name the client name of the connections in Redis, without blanks
	 * @return a link that is not started
	 * @throws IllegalStateException if the connection factory is not supported
	 */
	public static RedisLink withShardChannels(RedisConnectionFactory application, String name) {
		LettuceConnectionFactory lettuce = lettuce(application);
		if (NodeClient.isCluster(lettuce)) {
			return ClusterLink.sharded(() -> NodeClient.factory(lettuce, name), name);
		}
		return new StandaloneLink(() -> NodeClient.factory(lettuce, name), RedisLink::requireShardChannels);
	}

	private static void requireShardChannels(StatefulRedisConnection<String, byte[]> connection) {
		try {
			connection.sync().pubsubShardNumsub("socketio");
		}
		catch (RedisCommandExecutionException ex) {
			requireShardChannels(ex);
		}
	}

	/**
	 * Check the error that Redis returns for a command of sharded Pub/Sub.
	 * @param ex what Redis returned
	 * @throws RedisSession.UnusableRedisException if Redis does not know the command
	 */
	static void requireShardChannels(RedisCommandExecutionException ex) {
		// Another error, such as a missing ACL permission, does not indicate an old
		// version.
		if (String.valueOf(ex.getMessage()).startsWith("ERR ")) {
			throw new RedisSession.UnusableRedisException(
					"The sharded adapter needs Redis 7 or newer, and this Redis is older: set "
							+ "'socketio.adapter.type=redis' on all nodes, or use a newer one",
					ex);
		}
	}

	private static LettuceConnectionFactory lettuce(RedisConnectionFactory application) {
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new IllegalStateException("Socket.IO nodes require Lettuce, but the application's "
					+ "RedisConnectionFactory is a " + application.getClass().getSimpleName()
					+ ": add 'io.lettuce:lettuce-core' and set 'spring.data.redis.client-type=lettuce', or define a "
					+ "LettuceConnectionFactory with the qualifier 'socketIORedisConnectionFactory'");
		}
		// Fail early if the factory is not supported.
		NodeClient.check(lettuce);
		return lettuce;
	}

	/**
	 * Connect in the background.
	 * @return completes when all subscriptions are confirmed; never completes if Redis
	 * stays unavailable; fails with an {@link IllegalStateException} if Redis lacks a
	 * required feature
	 */
	public Mono<Void> start() {
		RedisSession current;
		synchronized (this) {
			if (this.session == null) {
				this.session = newSession();
				this.session.start();
			}
			current = this.session;
		}
		return reported(current.connected().thenCompose((none) -> this.subscriptions.ready()));
	}

	/**
	 * Close the connections. The subscriptions are restored after the next
	 * {@link #start}.
	 * @return completes when the connections are closed
	 */
	public Mono<Void> stop() {
		RedisSession current;
		synchronized (this) {
			current = this.session;
			this.session = null;
		}
		return (current != null) ? reported(current.stop()) : Mono.empty();
	}

	/**
	 * Replace connections that appear open but are dead. Messages that Redis has not
	 * confirmed are lost. Has no effect unless the link was started.
	 */
	void reconnect() {
		RedisSession old;
		RedisSession next = newSession();
		synchronized (this) {
			old = this.session;
			if (old == null) {
				return;
			}
			this.session = next;
		}
		old.stop().whenComplete((none, ex) -> next.start());
	}

	/**
	 * Change what all sessions share on behalf of one of them. A session that was stopped
	 * may still open a connection, or get one back, which must not replace that of its
	 * successor.
	 * @param session the session that has a connection
	 * @param change what to do, without blocking
	 * @return {@code false} if the session was stopped, so that nothing was done
	 */
	final synchronized boolean ifCurrent(RedisSession session, Runnable change) {
		if (this.session != session) {
			return false;
		}
		change.run();
		return true;
	}

	/**
	 * Whether messages can be sent and received, as far as known.
	 * @return {@code false} while Redis, or a required node of a Redis Cluster, is
	 * unavailable
	 */
	public boolean isConnected() {
		RedisSession current = this.session;
		return current != null && current.isConnected();
	}

	/**
	 * The number of times that a lost connection was restored.
	 * @return the number since the link was created
	 */
	public long reconnects() {
		return this.reconnects.get();
	}

	/**
	 * The number of times that the subscribed connection was lost while Redis was
	 * reachable, as happens if a node reads too slowly.
	 * @return the number since the link was created
	 */
	public long cuts() {
		return this.cuts.get();
	}

	/**
	 * Create the session for the next {@link #start}.
	 * @return a session that is not started
	 */
	abstract RedisSession newSession();

	/**
	 * The requested subscriptions, which outlive sessions.
	 * @return always the same subscriptions
	 */
	final Subscriptions subscriptions() {
		return this.subscriptions;
	}

	/**
	 * Called when a lost connection was restored.
	 */
	final void countReconnect() {
		this.reconnects.incrementAndGet();
	}

	/**
	 * Called when a subscribed connection was restored that was lost while Redis was
	 * reachable.
	 */
	final void countCut() {
		this.cuts.incrementAndGet();
		logger.warn("The subscribed connection was lost while Redis was reachable. Redis disconnects slow "
				+ "subscribers: see 'client-output-buffer-limit pubsub' in its configuration");
	}

	/**
	 * Add the numbers of subscribers.
	 * @param numbers the numbers by channel
	 * @return their sum
	 */
	static int sum(Map<String, Long> numbers) {
		return numbers.values().stream().mapToInt(Long::intValue).sum();
	}

	/**
	 * Publish a message. Does not block.
	 * @param channel the name of the channel
	 * @param message the message, which must not be changed afterwards
	 * @return the number of connections that received the message; fails if it is lost
	 */
	abstract CompletableFuture<Long> publish(String channel, byte[] message);

	/**
	 * Publish a message through a shard channel. Does not block.
	 * @param channel the name of the channel
	 * @param message the message, which must not be changed afterwards
	 * @return the number of connections that received the message; fails if it is lost
	 */
	abstract CompletableFuture<Long> publishShard(String channel, byte[] message);

	/**
	 * Fetch the number of connections that are subscribed to a channel.
	 * @param channel the name of the channel
	 * @return the number
	 */
	abstract CompletableFuture<Integer> subscribers(String channel);

	/**
	 * Fetch the names of the channels that have subscribers.
	 * @param pattern the pattern of the names
	 * @return the names
	 */
	abstract CompletableFuture<List<String>> channels(String pattern);

	/**
	 * Fetch the number of connections that are subscribed to a shard channel.
	 * @param channel the name of the channel
	 * @return the number
	 */
	abstract CompletableFuture<Integer> shardSubscribers(String channel);

	/**
	 * Fetch the names of the shard channels that have subscribers.
	 * @param pattern the pattern of the names
	 * @return the names
	 */
	abstract CompletableFuture<List<String>> shardChannels(String pattern);

	/**
	 * Subscribe to channels, as soon as there is a connection.
	 * @param channels the names of channels
	 * @param patterns the patterns of channels
	 * @param receiver called on the thread that reads from Redis; must not block
	 * @return the subscription, which must be closed
	 */
	Subscriptions.Subscription subscribe(Collection<String> channels, Collection<String> patterns,
			BiConsumer<String, byte[]> receiver) {
		return this.subscriptions.open(channels, patterns, receiver);
	}

	/**
	 * Subscribe to shard channels, as soon as there is a connection.
	 * @param channels the names of shard channels
	 * @param receiver called on the thread that reads from Redis; must not block
	 * @return the subscription, which must be closed
	 */
	Subscriptions.Subscription subscribeShards(Collection<String> channels, BiConsumer<String, byte[]> receiver) {
		return this.subscriptions.openShards(channels, receiver);
	}

	/**
	 * Publish a result on a thread that does not read from Redis.
	 * @param <T> the type of the result
	 * @param result the result of a command
	 * @return the same result
	 */
	static <T> Mono<T> reported(CompletableFuture<T> result) {
		return Mono.fromFuture(result, true).publishOn(DetachedScheduler.parallel());
	}

}
