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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.socketiospring.support.DetachedScheduler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The only connection of an emitter. Like the connections of a node, it is separate from
 * those of the application and reconnects automatically. It does not subscribe to
 * anything.
 */
final class EmitterLink {

	private static final Logger logger = LoggerFactory.getLogger(EmitterLink.class);

	/** How long {@link #stop} waits for pending messages. */
	private static final long LAST_MESSAGES_MILLIS = 1000;

	private final Supplier<LettuceConnectionFactory> clients;

	private final PublishQueue queue = new PublishQueue((task) -> DetachedScheduler.parallel().schedule(task));

	private @Nullable Session session;

	/**
	 * Create a link that is not started.
	 * @param clients creates the connection factory, which {@link #stop} destroys
	 */
	EmitterLink(Supplier<LettuceConnectionFactory> clients) {
		this.clients = clients;
	}

	/**
	 * Connect in the background.
	 * @return completes when the link is connected; never completes if Redis stays
	 * unavailable
	 */
	synchronized CompletableFuture<Void> start() {
		if (this.session == null) {
			this.session = new Session();
			this.session.start();
		}
		return this.session.connected();
	}

	/**
	 * Close the connection after the pending messages have been sent.
	 * @return completes when the connection is closed
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
	 * @param message the message, which must not be changed afterwards
	 * @return the number of connections that received the message; fails if it is lost
	 */
	CompletableFuture<Long> publish(String channel, byte[] message) {
		return this.queue.send(channel.length() + message.length, (commands) -> commands.publish(channel, message));
	}

	/**
	 * The connection from {@link #start} to {@link #stop}.
	 */
	private final class Session extends RedisSession {

		private final ConnectionWatch publishing = new ConnectionWatch("connection", this::changed);

		private @Nullable StatefulRedisConnection<String, byte[]> publisher;

		Session() {
			super(EmitterLink.this.clients, logger, "socketio-emitter", "nothing is sent to Socket.IO servers");
		}

		@Override
		List<ConnectionWatch> watches() {
			return List.of(this.publishing);
		}

		@Override
		void open(RedisClient client) {
			StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);
			this.publishing.watch(connection, () -> {
			}, () -> {
			});
			this.publisher = connection;
			synchronized (EmitterLink.this) {
				// A session that was stopped must not replace the connection of its
				// successor.
				if (EmitterLink.this.session == this) {
					EmitterLink.this.queue.use(connection);
				}
			}
		}

		@Override
		void close() throws InterruptedException {
			awaitLastMessages();
			if (this.publisher != null) {
				EmitterLink.this.queue.leave(this.publisher);
			}
			this.publishing.close();
		}

		/** Redis answers in order, so it answers this command after all others. */
		private void awaitLastMessages() throws InterruptedException {
			try {
				EmitterLink.this.queue.send(0, BaseRedisAsyncCommands::ping)
					.get(LAST_MESSAGES_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (ExecutionException | TimeoutException ex) {
				// Redis is unavailable, and each message has already been reported as
				// lost.
			}
		}

	}

}
