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

import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one node of a Redis Cluster. The driver does not restore them: it
 * would resubscribe all shard channels with one command, which fails if they have
 * different slots. One thread opens and closes them; all threads may use them.
 */
final class RedisNode {

	/** The maximum pause after a failed attempt to connect, with jitter. */
	private static final long LONGEST_PAUSE_MILLIS = 500;

	private static final long SHORTEST_PAUSE_MILLIS = 50;

	private final RedisURI uri;

	private final RedisClient client;

	private final Subscriptions subscriptions;

	private final Runnable changed;

	private final PublishQueue queue = new PublishQueue();

	private final Publishing publishing = new Publishing();

	private final Subscribed subscribed = new Subscribed();

	private volatile @Nullable RedisPubSubAsyncCommands<String, byte[]> commands;

	/** Whether the subscribed connection is required. */
	private volatile boolean subscribing;

	/**
	 * Create a node without connections.
	 * @param uri the address and the settings of connections
	 * @param client opens connections, which it does not restore
	 * @param subscriptions receive what arrives on the subscribed connection
	 * @param changed called when a connection can be used or is lost
	 */
	RedisNode(RedisURI uri, RedisClient client, Subscriptions subscriptions, Runnable changed) {
		this.uri = uri;
		this.client = client;
		this.subscriptions = subscriptions;
		this.changed = changed;
	}

	String host() {
		return this.uri.getHost();
	}

	boolean isAt(String host, int port) {
		return this.uri.getPort() == port && this.uri.getHost().equals(host);
	}

	/**
	 * The commands for publishing and queries.
	 * @return a queue, which rejects commands while its connection is lost
	 */
	PublishQueue queue() {
		return this.queue;
	}

	/**
	 * The commands of the subscribed connection.
	 * @return the commands, {@code null} while it is not open
	 */
	@Nullable RedisPubSubAsyncCommands<String, byte[]> commands() {
		return this.commands;
	}

	/**
	 * Whether the required connections are open, as far as known.
	 * @return {@code false} if the publishing connection is lost, or the subscribed one
	 * if it is required
	 */
	boolean isOpen() {
		return this.queue.isOpen() && (this.commands != null || !this.subscribing);
	}

	/**
	 * Whether nothing listens at its address, so that it has no subscribers.
	 * @return {@code false} if it may only be unreachable
	 */
	boolean isGone() {
		return this.publishing.refused;
	}

	/**
	 * Whether a connection has been lost for some time.
	 * @param nanos the time, in nanoseconds
	 * @return {@code false} if both are open, or have been lost for less time
	 */
	boolean isLostFor(long nanos) {
		return this.publishing.isLostFor(nanos) || this.subscribed.isLostFor(nanos);
	}

	/**
	 * Open the publishing connection if it is not open.
	 * @return whether it was lost before and is now open
	 */
	boolean publish() {
		return this.publishing.tend();
	}

	/**
	 * Open the subscribed connection if it is not open. It is required from now on.
	 * @return whether it was lost before and is now open
	 */
	boolean subscribe() {
		this.subscribing = true;
		return this.subscribed.tend();
	}

	/**
	 * Whether the publishing connection stayed open when the subscribed one was lost the
	 * last time.
	 * @return {@code false} if Redis was not reachable
	 */
	boolean wasCut() {
		return this.queue.isOpen() && this.publishing.openedAt - this.subscribed.lostAt < 0;
	}

	/**
	 * Close the subscribed connection.
	 */
	void unsubscribe() {
		this.subscribing = false;
		this.subscribed.close();
	}

	/**
	 * Close the connections that have not answered since the last call. To be called at
	 * intervals of several seconds.
	 */
	void ping() {
		this.publishing.ping();
		this.subscribed.ping();
	}

	/**
	 * Close all connections.
	 */
	void close() {
		this.subscribed.close();
		this.publishing.close();
	}

	/**
	 * The reason why a connection could not be opened.
	 * @return the failure of the last attempt, {@code null} if there is none
	 */
	@Nullable Throwable failure() {
		return (this.publishing.failure != null) ? this.publishing.failure : this.subscribed.failure;
	}

	@Override
	public String toString() {
		return this.uri.getHost() + ":" + this.uri.getPort();
	}

	/**
	 * A connection that is opened again after it is lost.
	 *
	 * @param <C> the type of the connection
	 */
	private abstract class Line<C extends StatefulConnection<String, byte[]>> implements RedisConnectionStateListener {

		private @Nullable CompletableFuture<C> attempt;

		private long nextAttempt = System.nanoTime();

		private volatile @Nullable C connection;

		volatile long openedAt;

		volatile long lostAt;

		private volatile boolean lost;

		volatile boolean refused;

		@Nullable Throwable failure;

		private @Nullable CompletableFuture<?> ping;

		/** Old protocol versions may not answer on a subscribed connection. */
		private boolean answersPings;

		abstract CompletableFuture<C> connect();

		abstract void opened(C connection);

		abstract void closed(C connection);

		abstract CompletableFuture<?> sendPing(C connection);

		boolean isLostFor(long nanos) {
			return this.connection == null && this.lost && System.nanoTime() - this.lostAt >= nanos;
		}

		boolean tend() {
			if (this.connection != null) {
				return false;
			}
			CompletableFuture<C> current = this.attempt;
			if (current == null) {
				if (System.nanoTime() - this.nextAttempt < 0) {
					return false;
				}
				current = connect();
				this.attempt = current;
				current.whenComplete((made, ex) -> RedisNode.this.changed.run());
			}
			if (!current.isDone()) {
				return false;
			}
			this.attempt = null;
			try {
				use(current.join());
				return this.lost;
			}
			catch (CompletionException ex) {
				Throwable cause = rootCause(ex);
				this.failure = cause;
				this.refused = cause instanceof ConnectException && !(cause instanceof ConnectTimeoutException);
				pause();
				return false;
			}
		}

		private static Throwable rootCause(Throwable ex) {
			Throwable cause = ex;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			return cause;
		}

		private void pause() {
			this.nextAttempt = System.nanoTime() + TimeUnit.MILLISECONDS
				.toNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
		}

		private void use(C made) {
			this.failure = null;
			this.refused = false;
			this.ping = null;
			this.answersPings = false;
			this.openedAt = System.nanoTime();
			this.connection = made;
			opened(made);
			made.addListener(this);
			if (!made.isOpen()) {
				lose(made);
			}
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			C current = this.connection;
			if (current == handler && current != null) {
				lose(current);
			}
		}

		private void lose(C which) {
			synchronized (this) {
				if (this.connection != which) {
					return;
				}
				this.lostAt = System.nanoTime();
				this.lost = true;
				this.connection = null;
			}
			closed(which);
			which.closeAsync();
			RedisNode.this.changed.run();
		}

		void ping() {
			C current = this.connection;
			if (current == null) {
				return;
			}
			CompletableFuture<?> last = this.ping;
			boolean answered = last != null && last.isDone() && !last.isCompletedExceptionally();
			// One that failed was not sent, for example since too many commands wait.
			if (last != null && !last.isDone() && this.answersPings) {
				lose(current);
				return;
			}
			this.answersPings |= answered;
			this.ping = sendPing(current);
		}

		void close() {
			CompletableFuture<C> pending = this.attempt;
			this.attempt = null;
			if (pending != null) {
				pending.thenAccept(StatefulConnection::closeAsync);
			}
			C current;
			synchronized (this) {
				current = this.connection;
				this.connection = null;
				this.lost = false;
			}
			if (current != null) {
				closed(current);
				current.closeAsync();
			}
		}

	}

	/**
	 * The connection for publishing and queries.
	 */
	private final class Publishing extends Line<StatefulRedisConnection<String, byte[]>> {

		@Override
		CompletableFuture<StatefulRedisConnection<String, byte[]>> connect() {
			return RedisNode.this.client.connectAsync(RedisSession.CODEC, RedisNode.this.uri).toCompletableFuture();
		}

		@Override
		void opened(StatefulRedisConnection<String, byte[]> connection) {
			RedisNode.this.queue.use(connection, NodeClient.eventLoop(RedisNode.this.client));
		}

		@Override
		void closed(StatefulRedisConnection<String, byte[]> connection) {
			RedisNode.this.queue.leave(connection);
		}

		@Override
		CompletableFuture<?> sendPing(StatefulRedisConnection<String, byte[]> connection) {
			return RedisNode.this.queue.send(0, BaseRedisAsyncCommands::ping);
		}

	}

	/**
	 * The connection that receives messages.
	 */
	private final class Subscribed extends Line<StatefulRedisPubSubConnection<String, byte[]>> {

		@Override
		CompletableFuture<StatefulRedisPubSubConnection<String, byte[]>> connect() {
			return RedisNode.this.client.connectPubSubAsync(RedisSession.CODEC, RedisNode.this.uri)
				.toCompletableFuture();
		}

		@Override
		void opened(StatefulRedisPubSubConnection<String, byte[]> connection) {
			RedisPubSubAsyncCommands<String, byte[]> opened = connection.async();
			connection.addListener(RedisNode.this.subscriptions.listener(opened));
			synchronized (this) {
				RedisNode.this.commands = opened;
			}
		}

		@Override
		void closed(StatefulRedisPubSubConnection<String, byte[]> connection) {
			RedisPubSubAsyncCommands<String, byte[]> closed = connection.async();
			synchronized (this) {
				// The next connection may be open already.
				if (RedisNode.this.commands == closed) {
					RedisNode.this.commands = null;
				}
			}
			RedisNode.this.subscriptions.disconnected(closed);
		}

		@Override
		CompletableFuture<?> sendPing(StatefulRedisPubSubConnection<String, byte[]> connection) {
			return connection.async().ping().toCompletableFuture();
		}

	}

}
