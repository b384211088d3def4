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

package io.github.socketiospring.engineio;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.MemoryLimit;
import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of an {@link EngineServer}. Immutable.
 *
 * @since 0.1.0
 */
public final class EngineOptions {

	/** How many of the largest messages a session may always keep in memory. */
	private static final long LARGE_MESSAGES = 4;

	private final Set<TransportType> transports;

	private final boolean allowUpgrades;

	private final boolean allowEIO3;

	private final Duration pingInterval;

	private final Duration pingTimeout;

	private final Duration upgradeTimeout;

	private final Duration closeGrace;

	private final int maxPayload;

	private final @Nullable HttpCompression httpCompression;

	private final @Nullable PerMessageDeflate perMessageDeflate;

	private final @Nullable EngineCookie cookie;

	private final @Nullable EngineMessage initialMessage;

	private final long maxOutboundBytes;

	private final Duration slowAfter;

	private final long maxMemory;

	private final long maxSessionMemory;

	private final int maxSessions;

	private final int maxSessionsPerAddress;

	private final @Nullable Rate connectionRate;

	private EngineOptions(Builder builder) {
		Assert.notEmpty(builder.transports, "At least one transport must be enabled");
		positive(builder.pingInterval, "pingInterval");
		positive(builder.pingTimeout, "pingTimeout");
		positive(builder.upgradeTimeout, "upgradeTimeout");
		positive(builder.closeGrace, "closeGrace");
		positive(builder.slowAfter, "slowAfter");
		Assert.isTrue(builder.maxPayload > 0, "maxPayload must be greater than zero");
		Assert.isTrue(builder.maxOutboundBytes > 0, "maxOutboundBytes must be greater than zero");
		Assert.isTrue(builder.maxMemory > 0, "maxMemory must be greater than zero");
		Assert.isTrue(builder.maxSessionMemory > 0, "maxSessionMemory must be greater than zero");
		Assert.isTrue(builder.maxSessions > 0, "maxSessions must be greater than zero");
		Assert.isTrue(builder.maxSessionsPerAddress >= 0, "maxSessionsPerAddress must not be negative");
		this.transports = Set.copyOf(builder.transports);
		this.allowUpgrades = builder.allowUpgrades;
		this.allowEIO3 = builder.allowEIO3;
		this.pingInterval = builder.pingInterval;
		this.pingTimeout = builder.pingTimeout;
		this.upgradeTimeout = builder.upgradeTimeout;
		this.closeGrace = builder.closeGrace;
		this.maxPayload = builder.maxPayload;
		this.httpCompression = builder.httpCompression;
		this.perMessageDeflate = builder.perMessageDeflate;
		this.cookie = builder.cookie;
		this.initialMessage = builder.initialMessage;
		this.maxOutboundBytes = builder.maxOutboundBytes;
		this.slowAfter = builder.slowAfter;
		this.maxMemory = builder.maxMemory;
		this.maxSessionMemory = Math.max(builder.maxSessionMemory, LARGE_MESSAGES * builder.maxPayload);
		this.maxSessions = builder.maxSessions;
		this.maxSessionsPerAddress = builder.maxSessionsPerAddress;
		this.connectionRate = builder.connectionRate;
	}

	private static void positive(Duration duration, String name) {
		Assert.isTrue(duration.compareTo(Duration.ofMillis(1)) >= 0, () -> name + " must be at least one millisecond");
	}

	/**
	 * Create options that leave every setting at its default.
	 * @return options with default values
	 */
	public static EngineOptions defaults() {
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
	 * The transports that a session may start with. Default: both.
	 * @return at least one transport
	 */
	public Set<TransportType> transports() {
		return this.transports;
	}

	/**
	 * Whether a polling session may upgrade to WebSocket. Default: {@code true}.
	 * @return whether upgrades are allowed
	 */
	public boolean allowUpgrades() {
		return this.allowUpgrades;
	}

	/**
	 * Whether clients of protocol revision 3, such as Socket.IO 2.x, are served. Default:
	 * {@code false}.
	 * @return whether revision 3 is served
	 */
	public boolean allowEIO3() {
		return this.allowEIO3;
	}

	/**
	 * The time between two heartbeats. Default: 25 seconds.
	 * @return at least one millisecond
	 */
	public Duration pingInterval() {
		return this.pingInterval;
	}

	/**
	 * The time a client has to answer a heartbeat. Default: 20 seconds.
	 * @return at least one millisecond
	 */
	public Duration pingTimeout() {
		return this.pingTimeout;
	}

	/**
	 * The time a client has to complete an upgrade. Default: 10 seconds.
	 * @return at least one millisecond
	 */
	public Duration upgradeTimeout() {
		return this.upgradeTimeout;
	}

	/**
	 * How long a closing session waits for the client to read queued packets and, with
	 * polling, the close. Default: 30 seconds.
	 * @return at least one millisecond
	 */
	public Duration closeGrace() {
		return this.closeGrace;
	}

	/**
	 * The largest body or WebSocket message that a client may send; the client receives
	 * the value. Default: 1,000,000 bytes.
	 * @return a number of bytes, greater than zero
	 */
	public int maxPayload() {
		return this.maxPayload;
	}

	/**
	 * How the answers to polls are compressed. Default: from 1024 bytes.
	 * @return the compression, or {@code null} for none
	 */
	public @Nullable HttpCompression httpCompression() {
		return this.httpCompression;
	}

	/**
	 * How WebSocket messages are compressed. Default: not at all.
	 * @return the compression, or {@code null} for none
	 */
	public @Nullable PerMessageDeflate perMessageDeflate() {
		return this.perMessageDeflate;
	}

	/**
	 * The cookie that the answer to a polling handshake sets. Default: none.
	 * @return the cookie, or {@code null} for none
	 */
	public @Nullable EngineCookie cookie() {
		return this.cookie;
	}

	/**
	 * A message that every session gets directly after the {@code open} packet. Default:
	 * none.
	 * @return the message, or {@code null} for none
	 */
	public @Nullable EngineMessage initialMessage() {
		return this.initialMessage;
	}

	/**
	 * How many bytes, including the overhead of objects, may wait for a client before it
	 * is disconnected. A single larger message may wait alone, and four times as much
	 * until a write was tried. Default: 16 MiB.
	 * @return a number greater than zero
	 */
	public long maxOutboundBytes() {
		return this.maxOutboundBytes;
	}

	/**
	 * How many bytes of memory all clients together may use. At the limit, handshakes are
	 * refused, and sessions that use more than their share are closed, the largest first.
	 * Default: 30 % of the largest heap.
	 * @return a number greater than zero
	 * @see io.github.socketiospring.support.MemoryBudget
	 */
	public long maxMemory() {
		return this.maxMemory;
	}

	/**
	 * How many bytes of memory one client may use, without packets that wait to be sent,
	 * before its session is closed. Default: 16 MiB.
	 * @return a number greater than zero, at least four times {@link #maxPayload()}
	 */
	public long maxSessionMemory() {
		return this.maxSessionMemory;
	}

	/**
	 * How long a client may read nothing while packets wait for it, before it is
	 * disconnected. Default: 60 seconds, more than the heartbeat needs to detect a client
	 * that has vanished.
	 * @return at least one millisecond
	 */
	public Duration slowAfter() {
		return this.slowAfter;
	}

	/**
	 * How many sessions may be open, including handshakes that are not completed.
	 * Default: 100,000.
	 * @return a number greater than zero
	 */
	public int maxSessions() {
		return this.maxSessions;
	}

	/**
	 * How many sessions one address may have. IPv6 addresses of one /64 network count
	 * together. Default: no limit.
	 * @return a number, zero for no limit
	 */
	public int maxSessionsPerAddress() {
		return this.maxSessionsPerAddress;
	}

	/**
	 * How many handshakes one address may make. Default: no limit.
	 * @return the rate, or {@code null} for no limit
	 */
	public @Nullable Rate connectionRate() {
		return this.connectionRate;
	}

	/**
	 * Builds {@link EngineOptions}. The settings are checked when the options are built.
	 */
	public static final class Builder {

		private Set<TransportType> transports = EnumSet.allOf(TransportType.class);

		private boolean allowUpgrades = true;

		private boolean allowEIO3;

		private Duration pingInterval = Duration.ofSeconds(25);

		private Duration pingTimeout = Duration.ofSeconds(20);

		private Duration upgradeTimeout = Duration.ofSeconds(10);

		private Duration closeGrace = Duration.ofSeconds(30);

		private int maxPayload = 1_000_000;

		private @Nullable HttpCompression httpCompression = new HttpCompression(1024);

		private @Nullable PerMessageDeflate perMessageDeflate;

		private @Nullable EngineCookie cookie;

		private @Nullable EngineMessage initialMessage;

		private long maxOutboundBytes = 16L * 1024 * 1024;

		private Duration slowAfter = Duration.ofSeconds(60);

		private long maxMemory = MemoryLimit.ofHeap(30).bytes();

		private long maxSessionMemory = 16L * 1024 * 1024;

		private int maxSessions = 100_000;

		private int maxSessionsPerAddress;

		private @Nullable Rate connectionRate;

		private Builder() {
		}

		/**
		 * Set the transports that a session may start with.
		 * @param transports at least one
		 * @return this builder
		 */
		public Builder transports(Set<TransportType> transports) {
			this.transports = transports;
			return this;
		}

		/**
		 * Set whether a polling session may upgrade to WebSocket.
		 * @param allowUpgrades whether upgrades are allowed
		 * @return this builder
		 */
		public Builder allowUpgrades(boolean allowUpgrades) {
			this.allowUpgrades = allowUpgrades;
			return this;
		}

		/**
		 * Set whether clients of protocol revision 3 are served.
		 * @param allowEIO3 whether revision 3 is served
		 * @return this builder
		 */
		public Builder allowEIO3(boolean allowEIO3) {
			this.allowEIO3 = allowEIO3;
			return this;
		}

		/**
		 * Set the time between two heartbeats.
		 * @param pingInterval at least one millisecond
		 * @return this builder
		 */
		public Builder pingInterval(Duration pingInterval) {
			this.pingInterval = pingInterval;
			return this;
		}

		/**
		 * Set the time a client has to answer a heartbeat.
		 * @param pingTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder pingTimeout(Duration pingTimeout) {
			this.pingTimeout = pingTimeout;
			return this;
		}

		/**
		 * Set the time a client has to complete an upgrade.
		 * @param upgradeTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder upgradeTimeout(Duration upgradeTimeout) {
			this.upgradeTimeout = upgradeTimeout;
			return this;
		}

		/**
		 * Set how long a closing session waits for its client.
		 * @param closeGrace at least one millisecond
		 * @return this builder
		 */
		public Builder closeGrace(Duration closeGrace) {
			this.closeGrace = closeGrace;
			return this;
		}

		/**
		 * Set the largest body or WebSocket message that a client may send.
		 * @param maxPayload a number of bytes, greater than zero
		 * @return this builder
		 */
		public Builder maxPayload(int maxPayload) {
			this.maxPayload = maxPayload;
			return this;
		}

		/**
		 * Set how the answers to polls are compressed.
		 * @param httpCompression the compression, or {@code null} for none
		 * @return this builder
		 */
		public Builder httpCompression(@Nullable HttpCompression httpCompression) {
			this.httpCompression = httpCompression;
			return this;
		}

		/**
		 * Set how WebSocket messages are compressed.
		 * @param perMessageDeflate the compression, or {@code null} for none
		 * @return this builder
		 */
		public Builder perMessageDeflate(@Nullable PerMessageDeflate perMessageDeflate) {
			this.perMessageDeflate = perMessageDeflate;
			return this;
		}

		/**
		 * Set the cookie that the answer to a polling handshake sets.
		 * @param cookie the cookie, or {@code null} for none
		 * @return this builder
		 */
		public Builder cookie(@Nullable EngineCookie cookie) {
			this.cookie = cookie;
			return this;
		}

		/**
		 * Set a message that every session gets directly after the {@code open} packet.
		 * @param initialMessage the message, or {@code null} for none
		 * @return this builder
		 */
		public Builder initialMessage(@Nullable EngineMessage initialMessage) {
			this.initialMessage = initialMessage;
			return this;
		}

		/**
		 * Set how many bytes may wait for a client before it is disconnected.
		 * @param maxOutboundBytes a number greater than zero
		 * @return this builder
		 */
		public Builder maxOutboundBytes(long maxOutboundBytes) {
			this.maxOutboundBytes = maxOutboundBytes;
			return this;
		}

		/**
		 * Set how many bytes of memory all clients together may use.
		 * @param maxMemory a number greater than zero
		 * @return this builder
		 */
		public Builder maxMemory(long maxMemory) {
			this.maxMemory = maxMemory;
			return this;
		}

		/**
		 * Set how many bytes of memory one client may use, without packets that wait to
		 * be sent.
		 * @param maxSessionMemory a number greater than zero, raised to four times the
		 * largest message if it is less
		 * @return this builder
		 */
		public Builder maxSessionMemory(long maxSessionMemory) {
			this.maxSessionMemory = maxSessionMemory;
			return this;
		}

		/**
		 * Set how long a client may read nothing while packets wait for it.
		 * @param slowAfter at least one millisecond
		 * @return this builder
		 */
		public Builder slowAfter(Duration slowAfter) {
			this.slowAfter = slowAfter;
			return this;
		}

		/**
		 * Set how many sessions may be open, including handshakes that are not completed.
		 * @param maxSessions a number greater than zero
		 * @return this builder
		 */
		public Builder maxSessions(int maxSessions) {
			this.maxSessions = maxSessions;
			return this;
		}

		/**
		 * Set how many sessions one address may have.
		 * @param maxSessionsPerAddress a number, zero for no limit
		 * @return this builder
		 */
		public Builder maxSessionsPerAddress(int maxSessionsPerAddress) {
			this.maxSessionsPerAddress = maxSessionsPerAddress;
			return this;
		}

		/**
		 * Set how many handshakes one address may make.
		 * @param connectionRate the rate, or {@code null} for no limit
		 * @return this builder
		 */
		public Builder connectionRate(@Nullable Rate connectionRate) {
			this.connectionRate = connectionRate;
			return this;
		}

		/**
		 * Build the options.
		 * @return new, immutable options
		 * @throws IllegalArgumentException if a setting is out of range
		 */
		public EngineOptions build() {
			return new EngineOptions(this);
		}

	}

}
