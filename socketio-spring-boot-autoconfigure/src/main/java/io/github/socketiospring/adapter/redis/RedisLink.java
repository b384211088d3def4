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

import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A node's connections to Redis: one that publishes and asks, one that is subscribed.
 * Whatever the number of namespaces, there are no others. They belong to a client of the
 * node's own, since the client of the application may keep commands while Redis is away,
 * and comes back later.
 * <p>
 * Connects in the background, also when Redis is away at the start, and again whenever a
 * connection is lost. Then all subscriptions are made again.
 *
 * @since 0.1.0
 */
public final class RedisLink {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private static final long PAUSE_MILLIS = 500;

	private final Supplier<LettuceConnectionFactory> clients;

	private final Subscriptions subscriptions = new Subscriptions();

	private final PublishQueue queue = new PublishQueue((task) -> DetachedScheduler.parallel().schedule(task));

	private final AtomicLong reconnects = new AtomicLong();

	private final AtomicLong cuts = new AtomicLong();

	private @Nullable Session session;

	private RedisLink(Supplier<LettuceConnectionFactory> clients) {
		this.clients = clients;
	}

	/**
	 * Create a link to the Redis of an application.
	 * @param application the application's connections, which are not used themselves
	 * @param name the name by which Redis shows the connections, without blanks
	 * @return a link that is not started
	 * @throws IllegalStateException if they are of a kind that cannot be used
	 */
	public static RedisLink to(RedisConnectionFactory application, String name) {
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new IllegalStateException("Socket.IO nodes use Redis by Lettuce, but the application's "
					+ "RedisConnectionFactory is a " + application.getClass().getSimpleName()
					+ ": add 'io.lettuce:lettuce-core' and set 'spring.data.redis.client-type=lettuce', or define a "
					+ "LettuceConnectionFactory with the qualifier 'socketIORedisConnectionFactory'");
		}
		// Fails at once if it cannot be used.
		NodeClient.check(lettuce);
		return new RedisLink(() -> NodeClient.factory(lettuce, name));
	}

	/**
	 * Connect in the background.
	 * @return completes when what was to be subscribed is; it may take for ever
	 */
	public Mono<Void> start() {
		Session current;
		synchronized (this) {
			if (this.session == null) {
				this.session = new Session();
				this.session.start();
			}
			current = this.session;
		}
		return reported(current.connected.thenCompose((none) -> this.subscriptions.ready()));
	}

	/**
	 * Close the connections. What was to be subscribed will be again after
	 * {@link #start}.
	 * @return completes when they are closed
	 */
	public Mono<Void> stop() {
		Session current;
		synchronized (this) {
			current = this.session;
			this.session = null;
		}
		return (current != null) ? reported(current.stop()) : Mono.empty();
	}

	/**
	 * Whether both connections are there, as far as known.
	 * @return {@code false} while Redis is away
	 */
	public boolean isConnected() {
		Session current;
		synchronized (this) {
			current = this.session;
		}
		return current != null && current.isConnected();
	}

	/**
	 * How often a connection that was lost came back.
	 * @return the number since the link was created
	 */
	public long reconnects() {
		return this.reconnects.get();
	}

	/**
	 * How often the subscribed connection was lost while Redis could be reached, as
	 * happens to a node that reads too slowly.
	 * @return the number since the link was created
	 */
	public long cuts() {
		return this.cuts.get();
	}

	/**
	 * Publish a message. Does not block.
	 * @param channel the name of the channel
	 * @param message the message, not to be changed any more
	 * @return the number of connections that got it; fails if it is lost
	 */
	CompletableFuture<Long> publish(String channel, byte[] message) {
		return this.queue.send(channel.length() + message.length, (commands) -> commands.publish(channel, message));
	}

	/**
	 * Ask how many connections are subscribed to a channel.
	 * @param channel the name of the channel
	 * @return the number
	 */
	CompletableFuture<Integer> subscribers(String channel) {
		return this.queue.send(channel.length(), (commands) -> commands.pubsubNumsub(channel))
			.thenApply((numbers) -> numbers.values().stream().mapToInt(Long::intValue).sum());
	}

	/**
	 * Ask for the channels that have subscribers.
	 * @param pattern the pattern of their names
	 * @return the names
	 */
	CompletableFuture<List<String>> channels(String pattern) {
		return this.queue.send(pattern.length(), (commands) -> commands.pubsubChannels(pattern));
	}

	/**
	 * Subscribe, now or when there is a connection.
	 * @param channels names of channels
	 * @param patterns patterns of channels
	 * @param receiver called on the thread that reads from Redis; must not block
	 * @return the subscription, to be closed
	 */
	Subscriptions.Subscription subscribe(Collection<String> channels, Collection<String> patterns,
			BiConsumer<String, byte[]> receiver) {
		return this.subscriptions.open(channels, patterns, receiver);
	}

	/**
	 * Report a result on a thread that does not read from Redis.
	 * @param <T> the type of the result
	 * @param result what Redis answers
	 * @return the same
	 */
	static <T> Mono<T> reported(CompletableFuture<T> result) {
		return Mono.fromFuture(result, true).publishOn(DetachedScheduler.parallel());
	}

	/**
	 * The time from {@link #start} to {@link #stop}.
	 */
	private final class Session implements Runnable {

		private final CompletableFuture<Void> connected = new CompletableFuture<>();

		private final AtomicBoolean closing = new AtomicBoolean();

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		private final Thread connecting = new Thread(this, "socketio-redis");

		private final Watch publishing = new Watch("publishing");

		private final Watch subscribed = new Watch("subscribed");

		private @Nullable LettuceConnectionFactory factory;

		private volatile boolean stopped;

		private volatile boolean away;

		void start() {
			this.connecting.setDaemon(true);
			this.connecting.start();
		}

		boolean isConnected() {
			return this.publishing.up && this.subscribed.up;
		}

		@Override
		public void run() {
			boolean told = false;
			while (!this.stopped) {
				try {
					connect();
					break;
				}
				catch (RuntimeException ex) {
					if (!told && !this.stopped) {
						logger.warn("Redis cannot be reached: this node serves its own clients alone until it can. {}",
								LogFormat.message(reason(ex)));
						told = true;
					}
					pause();
				}
			}
			if (this.stopped) {
				close();
				return;
			}
			if (told) {
				logger.info("Connected to Redis");
			}
			this.connected.complete(null);
			if (this.stopped) {
				// Just now, and perhaps not seen to be connected.
				close();
			}
		}

		private static String reason(Throwable ex) {
			Throwable cause = ex;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			return cause.toString();
		}

		private void pause() {
			try {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
			catch (InterruptedException ex) {
				// Stopped: the loop looks.
			}
		}

		private void connect() {
			if (this.factory == null) {
				this.factory = RedisLink.this.clients.get();
				this.factory.start();
			}
			RedisClient client = (RedisClient) this.factory.getRequiredNativeClient();
			if (this.publishing.connection == null) {
				StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);
				this.publishing.watch(connection);
				RedisLink.this.queue.use(connection);
			}
			if (this.subscribed.connection == null) {
				StatefulRedisPubSubConnection<String, byte[]> connection = client.connectPubSub(CODEC);
				connection.addListener(RedisLink.this.subscriptions);
				this.subscribed.onUp = () -> RedisLink.this.subscriptions.connected(connection.async());
				this.subscribed.onDown = RedisLink.this.subscriptions::disconnected;
				this.subscribed.watch(connection);
			}
		}

		CompletableFuture<Void> stop() {
			this.stopped = true;
			this.connecting.interrupt();
			if (this.connected.isDone()) {
				Thread closer = new Thread(this::close, "socketio-redis");
				closer.setDaemon(true);
				closer.start();
			}
			return this.ended;
		}

		private void close() {
			if (!this.closing.compareAndSet(false, true)) {
				return;
			}
			RedisLink.this.queue.use(null);
			this.subscribed.close();
			this.publishing.close();
			RedisLink.this.subscriptions.disconnected();
			if (this.factory != null) {
				this.factory.destroy();
			}
			this.ended.complete(null);
		}

		private void changed(Watch watch) {
			if (this.stopped) {
				return;
			}
			if (!watch.up && !this.away) {
				this.away = true;
				logger.warn("Lost the {} connection to Redis: until it is back, this node serves its own clients alone",
						LogFormat.value(watch.name));
			}
			else if (watch.up && this.away && isConnected()) {
				this.away = false;
				logger.info("Connected to Redis again");
			}
			if (watch == this.subscribed && watch.up && watch.lost && !this.publishing.lostSince(watch.since)) {
				RedisLink.this.cuts.incrementAndGet();
				logger.warn("Redis could be reached while the subscribed connection was lost. Redis cuts subscribers "
						+ "that read too slowly: see 'client-output-buffer-limit pubsub' in its configuration");
			}
		}

		/**
		 * Knows whether a connection is there.
		 */
		private final class Watch implements RedisConnectionStateListener {

			private final String name;

			private Runnable onUp = () -> {
			};

			private Runnable onDown = () -> {
			};

			private @Nullable StatefulConnection<?, ?> connection;

			private volatile boolean up;

			private volatile boolean lost;

			/** When it was lost last. */
			private volatile long since;

			Watch(String name) {
				this.name = name;
			}

			void watch(StatefulConnection<?, ?> connection) {
				this.connection = connection;
				connection.addListener(this);
				synchronized (this) {
					if (connection.isOpen()) {
						this.up = true;
						this.onUp.run();
					}
				}
			}

			boolean lostSince(long time) {
				return !this.up || (this.lost && this.since - time >= -TimeUnit.SECONDS.toNanos(1));
			}

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
				synchronized (this) {
					if (this.up) {
						return;
					}
					this.up = true;
					this.onUp.run();
				}
				RedisLink.this.reconnects.incrementAndGet();
				changed(this);
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
				synchronized (this) {
					if (!this.up) {
						return;
					}
					this.up = false;
					this.lost = true;
					this.since = System.nanoTime();
					this.onDown.run();
				}
				changed(this);
			}

			void close() {
				this.up = false;
				if (this.connection != null) {
					this.connection.close();
				}
			}

		}

	}

}
