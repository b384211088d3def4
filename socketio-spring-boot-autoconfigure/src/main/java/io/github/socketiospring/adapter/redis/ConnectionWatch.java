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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether a connection to Redis is open. The driver reconnects a connection that
 * is lost.
 */
final class ConnectionWatch implements RedisConnectionStateListener {

	private final String name;

	private final Consumer<ConnectionWatch> changed;

	private Runnable onUp = () -> {
	};

	private Runnable onDown = () -> {
	};

	private @Nullable StatefulConnection<?, ?> connection;

	private volatile boolean up;

	private volatile boolean lost;

	/** The time at which the connection was last lost. */
	private volatile long since;

	/**
	 * Create a watch for a connection that is opened later.
	 * @param name the name of the connection in log messages
	 * @param changed called when the connection is lost or restored
	 */
	ConnectionWatch(String name, Consumer<ConnectionWatch> changed) {
		this.name = name;
		this.changed = changed;
	}

	String name() {
		return this.name;
	}

	/**
	 * Whether the connection has been opened.
	 * @return {@code true} also while the connection is lost
	 */
	boolean isMade() {
		return this.connection != null;
	}

	boolean isUp() {
		return this.up;
	}

	boolean isBack() {
		return this.up && this.lost;
	}

	/**
	 * The time at which the connection was last lost.
	 * @return the time, as of {@link System#nanoTime}
	 */
	long since() {
		return this.since;
	}

	boolean lostSince(long time) {
		return !this.up || (this.lost && this.since - time >= -TimeUnit.SECONDS.toNanos(1));
	}

	/**
	 * Start to watch a connection.
	 * @param connection what to watch until it is closed
	 * @param onUp called when the connection is open: now and whenever it is restored
	 * @param onDown called when the connection is lost
	 */
	void watch(StatefulConnection<?, ?> connection, Runnable onUp, Runnable onDown) {
		this.connection = connection;
		this.onUp = onUp;
		this.onDown = onDown;
		connection.addListener(this);
		synchronized (this) {
			if (connection.isOpen()) {
				this.up = true;
				this.onUp.run();
			}
		}
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
		this.changed.accept(this);
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
		this.changed.accept(this);
	}

	void close() {
		this.up = false;
		if (this.connection != null) {
			this.connection.close();
		}
	}

}
