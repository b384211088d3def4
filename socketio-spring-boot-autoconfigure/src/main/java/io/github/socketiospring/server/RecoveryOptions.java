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

package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.adapter.RecoveryMemory;

import org.springframework.util.Assert;

/**
 * Settings of connection state recovery: a client that lost its connection gets back its
 * id, rooms and attributes, and receives the events it missed. Immutable.
 *
 * @since 0.1.0
 */
public final class RecoveryOptions {

	private final boolean enabled;

	private final Duration maxDisconnection;

	private final boolean skipMiddlewares;

	private final int maxPackets;

	private final long maxBytes;

	private RecoveryOptions(Builder builder) {
		Assert.isTrue(builder.maxDisconnection.toMillis() > 0, "maxDisconnection must be at least one millisecond");
		Assert.isTrue(builder.maxPackets > 0, "maxPackets must be greater than zero");
		Assert.isTrue(builder.maxBytes > 0, "maxBytes must be greater than zero");
		this.enabled = builder.enabled;
		this.maxDisconnection = builder.maxDisconnection;
		this.skipMiddlewares = builder.skipMiddlewares;
		this.maxPackets = builder.maxPackets;
		this.maxBytes = builder.maxBytes;
	}

	/**
	 * Create options that leave every setting at its default.
	 * @return options for servers without recovery
	 */
	public static RecoveryOptions defaults() {
		return builder().build();
	}

	/**
	 * Create a builder that starts with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Whether lost connections are recovered. Default: {@code false}.
	 * @return whether recovery is on
	 */
	public boolean enabled() {
		return this.enabled;
	}

	/**
	 * How long a client may be away. Default: 2 minutes.
	 * @return at least one millisecond
	 */
	public Duration maxDisconnection() {
		return this.maxDisconnection;
	}

	/**
	 * Whether a recovered socket enters its namespace without running the connect
	 * middleware. Default: {@code false}.
	 * @return whether the middleware is skipped
	 */
	public boolean skipMiddlewares() {
		return this.skipMiddlewares;
	}

	/**
	 * How many events, and how many lost sockets, each namespace remembers. Default:
	 * 10,000.
	 * @return a number greater than zero
	 */
	public int maxPackets() {
		return this.maxPackets;
	}

	/**
	 * How many bytes all namespaces together remember: events and lost sockets, including
	 * the overhead of objects. Beyond the limit the oldest are forgotten. Default: 64 MB.
	 * @return a number greater than zero
	 */
	public long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * Builds {@link RecoveryOptions}. The settings are checked when the options are
	 * built.
	 */
	public static final class Builder {

		private boolean enabled;

		private Duration maxDisconnection = Duration.ofMinutes(2);

		private boolean skipMiddlewares;

		private int maxPackets = 10_000;

		private long maxBytes = RecoveryMemory.DEFAULT_LIMIT;

		private Builder() {
		}

		/**
		 * Set whether lost connections are recovered.
		 * @param enabled whether recovery is on
		 * @return this builder
		 */
		public Builder enabled(boolean enabled) {
			this.enabled = enabled;
			return this;
		}

		/**
		 * Set how long a client may be away.
		 * @param maxDisconnection at least one millisecond
		 * @return this builder
		 */
		public Builder maxDisconnection(Duration maxDisconnection) {
			this.maxDisconnection = maxDisconnection;
			return this;
		}

		/**
		 * Set whether a recovered socket enters its namespace without running the connect
		 * middleware.
		 * @param skipMiddlewares whether the middleware is skipped
		 * @return this builder
		 */
		public Builder skipMiddlewares(boolean skipMiddlewares) {
			this.skipMiddlewares = skipMiddlewares;
			return this;
		}

		/**
		 * Set how many events, and how many lost sockets, each namespace remembers.
		 * @param maxPackets a number greater than zero
		 * @return this builder
		 */
		public Builder maxPackets(int maxPackets) {
			this.maxPackets = maxPackets;
			return this;
		}

		/**
		 * Set how many bytes all namespaces together remember.
		 * @param maxBytes a number greater than zero
		 * @return this builder
		 */
		public Builder maxBytes(long maxBytes) {
			this.maxBytes = maxBytes;
			return this;
		}

		/**
		 * Build the options.
		 * @return new, immutable options
		 * @throws IllegalArgumentException if a setting is out of range
		 */
		public RecoveryOptions build() {
			return new RecoveryOptions(this);
		}

	}

}
