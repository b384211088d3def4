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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections to Redis, from the start to the end of what uses them. They are made on a
 * thread of their own, with one attempt after the other while Redis is away, and closed
 * on another. Their loss is told once.
 */
abstract class RedisSession {

	/** Names of channels are text, messages are bytes. */
	static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private static final long PAUSE_MILLIS = 500;

	/** The driver may wait for ever for its own threads. */
	private static final long LONGEST_END_SECONDS = 10;

	private final Supplier<LettuceConnectionFactory> clients;

	private final Logger logger;

	private final String thread;

	private final String consequence;

	private final CompletableFuture<Void> connected = new CompletableFuture<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Thread connecting;

	private @Nullable LettuceConnectionFactory factory;

	private volatile boolean stopped;

	private boolean away;

	/**
	 * Create a session that is not started.
	 * @param clients creates what connects, which the session closes
	 * @param logger tells what happens to the connections
	 * @param thread the name of its threads
	 * @param consequence what happens without Redis, for the log
	 */
	RedisSession(Supplier<LettuceConnectionFactory> clients, Logger logger, String thread, String consequence) {
		this.clients = clients;
		this.logger = logger;
		this.thread = thread;
		this.consequence = consequence;
		this.connecting = daemon(this::connect);
	}

	private Thread daemon(Runnable work) {
		Thread created = new Thread(work, this.thread);
		created.setDaemon(true);
		return created;
	}

	/**
	 * Connect in the background. To be called once.
	 */
	final void start() {
		this.connecting.start();
	}

	/**
	 * Whether the connections have been made.
	 * @return completes when they are made for the first time, which may take for ever;
	 * fails with an {@link IllegalStateException} if they will never be
	 */
	final CompletableFuture<Void> connected() {
		return this.connected.copy();
	}

	private void connect() {
		boolean told = false;
		while (!this.stopped) {
			try {
				open(client());
				if (told) {
					this.logger.info("Connected to Redis");
				}
				this.connected.complete(null);
				return;
			}
			catch (UnusableRedisException ex) {
				this.connected.completeExceptionally(new IllegalStateException(ex.getMessage(), ex));
				return;
			}
			catch (RuntimeException ex) {
				if (!told && !this.stopped) {
					this.logger.warn("Redis cannot be reached: until it can, {}. {}", LogFormat.value(this.consequence),
							LogFormat.message(reason(ex)));
					told = true;
				}
				pause();
			}
		}
	}

	private RedisClient client() {
		if (this.factory == null) {
			this.factory = this.clients.get();
			this.factory.start();
		}
		return (RedisClient) this.factory.getRequiredNativeClient();
	}

	private static String reason(Throwable ex) {
		Throwable cause = ex;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause.toString();
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			// Stopped: the loop looks.
		}
	}

	/**
	 * Close the connections. To be called once.
	 * @return completes when they are closed; fails if that takes too long
	 */
	final CompletableFuture<Void> stop() {
		this.stopped = true;
		this.connecting.interrupt();
		daemon(this::end).start();
		return this.ended.orTimeout(LONGEST_END_SECONDS, TimeUnit.SECONDS);
	}

	private void end() {
		try {
			this.connecting.join();
			close();
			if (this.factory != null) {
				this.factory.destroy();
			}
			this.ended.complete(null);
		}
		catch (InterruptedException | RuntimeException ex) {
			this.ended.completeExceptionally(ex);
		}
	}

	/**
	 * Whether all connections are there, as far as known.
	 * @return {@code false} until they are made, and while one is lost
	 */
	final boolean isConnected() {
		return watches().stream().allMatch(ConnectionWatch::isUp);
	}

	/**
	 * A connection is lost or back. To be called by its watch.
	 * @param watch what knows the connection
	 */
	final void changed(ConnectionWatch watch) {
		if (this.stopped) {
			return;
		}
		synchronized (this) {
			if (!watch.isUp() && !this.away) {
				this.away = true;
				this.logger.warn("Lost the {} to Redis: until it is back, {}", LogFormat.value(watch.name()),
						LogFormat.value(this.consequence));
			}
			else if (watch.isUp() && this.away && isConnected()) {
				this.away = false;
				this.logger.info("Connected to Redis again");
			}
		}
		if (watch.isBack()) {
			back(watch);
		}
	}

	/**
	 * What knows the connections.
	 * @return always the same
	 */
	abstract List<ConnectionWatch> watches();

	/**
	 * Make the connections that are not made yet. Called again after it failed.
	 * @param client what connects
	 * @throws UnusableRedisException if it need not be tried again
	 */
	abstract void open(RedisClient client);

	/**
	 * A connection that was lost is back.
	 * @param watch what knows it
	 */
	void back(ConnectionWatch watch) {
	}

	/**
	 * Close the connections that are made.
	 * @throws InterruptedException if the thread that closes is
	 */
	abstract void close() throws InterruptedException;

	/**
	 * This Redis does not have what is needed.
	 */
	static final class UnusableRedisException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnusableRedisException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
