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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.Assert;

/**
 * The connections to Redis from the start to the stop of a link. They are opened on a
 * separate thread, which retries while Redis is unavailable, and closed on another one.
 * The loss of a connection is logged once.
 */
abstract class RedisSession {

	/** Names of channels are text, messages are bytes. */
	static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private static final long PAUSE_MILLIS = 500;

	/** Limits the wait, since the driver may wait forever for its own threads. */
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
	 * @param clients creates the connection factory, which the session destroys
	 * @param logger logs the loss and the restoration of connections
	 * @param thread the name of its threads
	 * @param consequence the consequence of missing connections, for the log
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
	 * Connect in the background. Must be called once.
	 */
	final void start() {
		this.connecting.start();
	}

	/**
	 * Wait until the connections are open.
	 * @return completes when the connections are open for the first time; never completes
	 * if Redis stays unavailable; fails with an {@link IllegalStateException} if Redis
	 * cannot be used
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
				attend();
				return;
			}
			catch (UnusableRedisException ex) {
				this.connected.completeExceptionally(new IllegalStateException(ex.getMessage(), ex));
				return;
			}
			catch (RuntimeException | Error ex) {
				// Errors too, such as a thread that cannot be created: the next attempt
				// may succeed.
				if (!told && !this.stopped) {
					this.logger.warn("Redis cannot be reached: until it can, {}. {}", LogFormat.value(this.consequence),
							LogFormat.message(reason(ex)));
					told = true;
				}
				pause();
			}
		}
	}

	private AbstractRedisClient client() {
		if (this.factory == null) {
			this.factory = this.clients.get();
			this.factory.start();
		}
		return this.factory.getRequiredNativeClient();
	}

	/**
	 * The configuration of the connections.
	 * @return the configuration of the client that was passed to {@link #open}
	 */
	final LettuceClientConfiguration configuration() {
		Assert.state(this.factory != null, "There is no client yet");
		return this.factory.getClientConfiguration();
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
			// The session was stopped, which the loop checks.
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
	 * Whether messages can be sent and received, as far as known.
	 * @return {@code false} until all required connections are open for the first time,
	 * and while one of them is lost
	 */
	abstract boolean isConnected();

	/**
	 * Whether the session was stopped.
	 * @return {@code true} from then on
	 */
	final boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Called by a watch when its connection was lost or restored.
	 * @param watch the watch of the connection
	 */
	final void changed(ConnectionWatch watch) {
		if (this.stopped) {
			return;
		}
		if (watch.isUp()) {
			restored();
		}
		else {
			lost(watch.name());
		}
		if (watch.isBack()) {
			back(watch);
		}
	}

	/**
	 * Log that a required connection is lost, once until all are restored.
	 * @param name the name of the connection
	 */
	final synchronized void lost(String name) {
		if (!this.away) {
			this.away = true;
			this.logger.warn("Lost the {} to Redis: until it is back, {}", LogFormat.value(name),
					LogFormat.value(this.consequence));
		}
	}

	/**
	 * Log that connections are restored, if no other one is missing.
	 */
	final synchronized void restored() {
		if (this.away && isConnected()) {
			this.away = false;
			this.logger.info("Connected to Redis again");
		}
	}

	/**
	 * Open the connections that are not open yet. Called again after a failure.
	 * @param client the client to use
	 * @throws UnusableRedisException if another attempt is useless
	 */
	abstract void open(AbstractRedisClient client);

	/**
	 * Look after the connections until the session is stopped, which interrupts the
	 * calling thread. Called after they were opened.
	 */
	void attend() {
	}

	/**
	 * Called when a lost connection was restored.
	 * @param watch the watch of the connection
	 */
	void back(ConnectionWatch watch) {
	}

	/**
	 * Close the connections that are open.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	abstract void close() throws InterruptedException;

	/**
	 * Thrown when Redis lacks a required feature.
	 */
	static final class UnusableRedisException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnusableRedisException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
