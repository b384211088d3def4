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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The only connection of an emitter. Like those of a node it is its own, and comes back
 * by itself; it subscribes to nothing.
 */
final class EmitterLink {

	private static final Logger logger = LoggerFactory.getLogger(EmitterLink.class);

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private static final long PAUSE_MILLIS = 500;

	/** How long the end waits for what was sent before. */
	private static final long LAST_MESSAGES_MILLIS = 1000;

	private final Supplier<LettuceConnectionFactory> clients;

	private final PublishQueue queue = new PublishQueue((task) -> DetachedScheduler.parallel().schedule(task));

	private @Nullable Session session;

	/**
	 * Create a link that is not started.
	 * @param clients creates what connects, which is closed by {@link #stop}
	 */
	EmitterLink(Supplier<LettuceConnectionFactory> clients) {
		this.clients = clients;
	}

	/**
	 * Connect in the background.
	 * @return completes when it is connected; it may take for ever
	 */
	synchronized CompletableFuture<Void> start() {
		if (this.session == null) {
			this.session = new Session();
			this.session.connecting.start();
		}
		return this.session.connected.copy();
	}

	/**
	 * Close the connection, after what was sent before.
	 * @return completes when it is closed
	 */
	CompletableFuture<Void> stop() {
		Session current;
		synchronized (this) {
			current = this.session;
			this.session = null;
		}
		return (current != null) ? current.stop() : CompletableFuture.completedFuture(null);
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
	 * The time from {@link #start} to {@link #stop}.
	 */
	private final class Session implements Runnable, RedisConnectionStateListener {

		private final CompletableFuture<Void> connected = new CompletableFuture<>();

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		private final Thread connecting = daemon(this);

		private @Nullable LettuceConnectionFactory factory;

		private @Nullable StatefulRedisConnection<String, byte[]> connection;

		private volatile boolean stopped;

		private boolean away;

		private Thread daemon(Runnable work) {
			Thread thread = new Thread(work, "socketio-emitter");
			thread.setDaemon(true);
			return thread;
		}

		@Override
		public void run() {
			boolean told = false;
			while (!this.stopped) {
				try {
					connect();
					if (told) {
						logger.info("Connected to Redis");
					}
					this.connected.complete(null);
					return;
				}
				catch (RuntimeException ex) {
					if (!told && !this.stopped) {
						told = true;
						logger.warn("Redis cannot be reached: until it can, nothing is sent to Socket.IO servers. {}",
								LogFormat.message(reason(ex)));
					}
					pause();
				}
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
				this.factory = EmitterLink.this.clients.get();
				this.factory.start();
			}
			RedisClient client = (RedisClient) this.factory.getRequiredNativeClient();
			this.connection = client.connect(CODEC);
			this.connection.addListener(this);
			EmitterLink.this.queue.use(this.connection);
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
			changed(false);
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			changed(true);
		}

		private synchronized void changed(boolean away) {
			if (this.away == away || this.stopped) {
				return;
			}
			this.away = away;
			if (away) {
				logger.warn("Lost the connection to Redis: until it is back, nothing is sent to Socket.IO servers");
			}
			else {
				logger.info("Connected to Redis again");
			}
		}

		CompletableFuture<Void> stop() {
			this.stopped = true;
			this.connecting.interrupt();
			daemon(this::close).start();
			return this.ended;
		}

		private void close() {
			try {
				this.connecting.join();
				awaitLastMessages();
				EmitterLink.this.queue.use(null);
				if (this.connection != null) {
					this.connection.close();
				}
				if (this.factory != null) {
					this.factory.destroy();
				}
				this.ended.complete(null);
			}
			catch (InterruptedException | RuntimeException ex) {
				this.ended.completeExceptionally(ex);
			}
		}

		/** Redis answers in order, so its answer to this comes behind all others. */
		private void awaitLastMessages() throws InterruptedException {
			try {
				EmitterLink.this.queue.send(0, BaseRedisAsyncCommands::ping)
					.get(LAST_MESSAGES_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (ExecutionException | TimeoutException ex) {
				// Away: each message was reported.
			}
		}

	}

}
