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

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connection of an emitter to a single Redis, which Sentinels may choose. The driver
 * restores it.
 */
final class StandaloneEmitterLink implements EmitterLink {

	private static final Logger logger = LoggerFactory.getLogger(StandaloneEmitterLink.class);

	private final Supplier<LettuceConnectionFactory> clients;

	private final PublishQueue queue = new PublishQueue();

	private @Nullable Session session;

	/**
	 * Create a link that is not started.
	 * @param clients creates the connection factory, which {@link #stop} destroys
	 */
	StandaloneEmitterLink(Supplier<LettuceConnectionFactory> clients) {
		this.clients = clients;
	}

	@Override
	public synchronized Mono<Void> start() {
		if (this.session == null) {
			this.session = new Session();
			this.session.start();
		}
		return RedisLink.reported(this.session.connected());
	}

	@Override
	public Mono<Void> stop() {
		Session current;
		synchronized (this) {
			current = this.session;
			this.session = null;
		}
		return (current != null) ? RedisLink.reported(current.stop()) : Mono.empty();
	}

	@Override
	public CompletableFuture<Long> publish(String channel, byte[] message) {
		return this.queue.send(channel.length() + message.length, (commands) -> commands.publish(channel, message));
	}

	/**
	 * The connection from {@link #start} to {@link #stop}.
	 */
	private final class Session extends RedisSession {

		private final ConnectionWatch publishing = new ConnectionWatch("connection", this::changed);

		private @Nullable StatefulRedisConnection<String, byte[]> publisher;

		Session() {
			super(StandaloneEmitterLink.this.clients, logger, "socketio-emitter",
					"nothing is sent to Socket.IO servers");
		}

		@Override
		boolean isConnected() {
			return this.publishing.isUp();
		}

		@Override
		void open(AbstractRedisClient client) {
			StatefulRedisConnection<String, byte[]> connection = ((RedisClient) client).connect(CODEC);
			this.publishing.watch(connection, () -> {
			}, () -> {
			});
			this.publisher = connection;
			synchronized (StandaloneEmitterLink.this) {
				// A session that was stopped must not replace the connection of its
				// successor.
				if (StandaloneEmitterLink.this.session == this) {
					StandaloneEmitterLink.this.queue.use(connection, NodeClient.eventLoop(client));
				}
			}
		}

		@Override
		void close() throws InterruptedException {
			EmitterLink.awaitLastMessages(StandaloneEmitterLink.this.queue);
			if (this.publisher != null) {
				StandaloneEmitterLink.this.queue.leave(this.publisher);
			}
			this.publishing.close();
		}

	}

}
