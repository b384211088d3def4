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

import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of an {@link EngineServer}. Immutable.
 *
 * @param transports the transports a session may start with, both by default
 * @param allowUpgrades whether a polling session may become a WebSocket session, as it
 * may by default
 * @param allowEIO3 whether clients of protocol revision 3 are served, as of Socket.IO
 * 2.x; not by default
 * @param pingInterval how long after a heartbeat the next begins, 25 seconds by default
 * @param pingTimeout how long a client may take to answer a heartbeat, 20 seconds by
 * default
 * @param upgradeTimeout how long an upgrade may stay unfinished, 10 seconds by default
 * @param closeGrace how long a closing session waits for the client to take what is
 * queued and, with polling, the news of the end, 30 seconds by default
 * @param maxPayload the largest body or WebSocket message a client may send, in bytes,
 * 1,000,000 by default; announced to the client
 * @param httpCompression how answers to polls are compressed, {@code null} for not at
 * all; from 1024 bytes on by default
 * @param perMessageDeflate how WebSocket messages are compressed, {@code null} for not at
 * all, as is the default
 * @param cookie the cookie that a polling handshake sets, {@code null} for none, as is
 * the default
 * @param initialMessage a message that is sent right behind the {@code open} packet,
 * {@code null} for none, as is the default
 * @param maxOutboundPackets how many packets may wait for a client before it is
 * disconnected, 10,000 by default
 * @param maxOutboundBytes how many bytes may wait for a client before it is disconnected,
 * 16 MiB by default; a single larger message may wait alone
 * @param maxSessions how many sessions there may be, those that are just beginning
 * counted, 100,000 by default
 * @param connectionRate how many handshakes may come from one address, {@code null} for
 * any number, as is the default
 * @since 0.1.0
 */
public record EngineOptions(Set<TransportType> transports, boolean allowUpgrades, boolean allowEIO3,
		Duration pingInterval, Duration pingTimeout, Duration upgradeTimeout, Duration closeGrace, int maxPayload,
		@Nullable HttpCompression httpCompression, @Nullable PerMessageDeflate perMessageDeflate,
		@Nullable EngineCookie cookie, @Nullable EngineMessage initialMessage, int maxOutboundPackets,
		long maxOutboundBytes, int maxSessions, @Nullable Rate connectionRate) {

	/**
	 * Check the settings.
	 */
	public EngineOptions {
		Assert.notEmpty(transports, "At least one transport must be enabled");
		transports = Set.copyOf(transports);
		positive(pingInterval, "pingInterval");
		positive(pingTimeout, "pingTimeout");
		positive(upgradeTimeout, "upgradeTimeout");
		positive(closeGrace, "closeGrace");
		Assert.isTrue(maxPayload > 0, "maxPayload must be greater than zero");
		Assert.isTrue(maxOutboundPackets > 0, "maxOutboundPackets must be greater than zero");
		Assert.isTrue(maxOutboundBytes > 0, "maxOutboundBytes must be greater than zero");
		Assert.isTrue(maxSessions > 0, "maxSessions must be greater than zero");
	}

	private static void positive(Duration duration, String name) {
		Assert.isTrue(duration.compareTo(Duration.ofMillis(1)) >= 0, () -> name + " must be at least one millisecond");
	}

	/**
	 * The defaults.
	 * @return options with nothing changed
	 */
	public static EngineOptions defaults() {
		return builder().build();
	}

	/**
	 * Change some of the defaults.
	 * @return a builder that begins with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects settings.
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

		private int maxOutboundPackets = 10_000;

		private long maxOutboundBytes = 16L * 1024 * 1024;

		private int maxSessions = 100_000;

		private @Nullable Rate connectionRate;

		private Builder() {
		}

		/**
		 * Set the transports a session may start with.
		 * @param transports at least one
		 * @return this builder
		 */
		public Builder transports(Set<TransportType> transports) {
			this.transports = transports;
			return this;
		}

		/**
		 * Set whether a polling session may become a WebSocket session.
		 * @param allowUpgrades whether it may
		 * @return this builder
		 */
		public Builder allowUpgrades(boolean allowUpgrades) {
			this.allowUpgrades = allowUpgrades;
			return this;
		}

		/**
		 * Set whether clients of protocol revision 3 are served.
		 * @param allowEIO3 whether they are
		 * @return this builder
		 */
		public Builder allowEIO3(boolean allowEIO3) {
			this.allowEIO3 = allowEIO3;
			return this;
		}

		/**
		 * Set how long after a heartbeat the next begins.
		 * @param pingInterval at least one millisecond
		 * @return this builder
		 */
		public Builder pingInterval(Duration pingInterval) {
			this.pingInterval = pingInterval;
			return this;
		}

		/**
		 * Set how long a client may take to answer a heartbeat.
		 * @param pingTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder pingTimeout(Duration pingTimeout) {
			this.pingTimeout = pingTimeout;
			return this;
		}

		/**
		 * Set how long an upgrade may stay unfinished.
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
		 * Set the largest body or WebSocket message a client may send.
		 * @param maxPayload a number of bytes greater than zero
		 * @return this builder
		 */
		public Builder maxPayload(int maxPayload) {
			this.maxPayload = maxPayload;
			return this;
		}

		/**
		 * Set how answers to polls are compressed.
		 * @param httpCompression how, or {@code null} for not at all
		 * @return this builder
		 */
		public Builder httpCompression(@Nullable HttpCompression httpCompression) {
			this.httpCompression = httpCompression;
			return this;
		}

		/**
		 * Set how WebSocket messages are compressed.
		 * @param perMessageDeflate how, or {@code null} for not at all
		 * @return this builder
		 */
		public Builder perMessageDeflate(@Nullable PerMessageDeflate perMessageDeflate) {
			this.perMessageDeflate = perMessageDeflate;
			return this;
		}

		/**
		 * Set the cookie of polling handshakes.
		 * @param cookie the cookie, or {@code null} for none
		 * @return this builder
		 */
		public Builder cookie(@Nullable EngineCookie cookie) {
			this.cookie = cookie;
			return this;
		}

		/**
		 * Set a message that is sent right behind the {@code open} packet.
		 * @param initialMessage the message, or {@code null} for none
		 * @return this builder
		 */
		public Builder initialMessage(@Nullable EngineMessage initialMessage) {
			this.initialMessage = initialMessage;
			return this;
		}

		/**
		 * Set how many packets may wait for a client.
		 * @param maxOutboundPackets a number greater than zero
		 * @return this builder
		 */
		public Builder maxOutboundPackets(int maxOutboundPackets) {
			this.maxOutboundPackets = maxOutboundPackets;
			return this;
		}

		/**
		 * Set how many bytes may wait for a client.
		 * @param maxOutboundBytes a number greater than zero
		 * @return this builder
		 */
		public Builder maxOutboundBytes(long maxOutboundBytes) {
			this.maxOutboundBytes = maxOutboundBytes;
			return this;
		}

		/**
		 * Set how many sessions there may be.
		 * @param maxSessions a number greater than zero
		 * @return this builder
		 */
		public Builder maxSessions(int maxSessions) {
			this.maxSessions = maxSessions;
			return this;
		}

		/**
		 * Set how many handshakes may come from one address.
		 * @param connectionRate the rate, or {@code null} for any number
		 * @return this builder
		 */
		public Builder connectionRate(@Nullable Rate connectionRate) {
			this.connectionRate = connectionRate;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException when a setting makes no sense
		 */
		public EngineOptions build() {
			return new EngineOptions(this.transports, this.allowUpgrades, this.allowEIO3, this.pingInterval,
					this.pingTimeout, this.upgradeTimeout, this.closeGrace, this.maxPayload, this.httpCompression,
					this.perMessageDeflate, this.cookie, this.initialMessage, this.maxOutboundPackets,
					this.maxOutboundBytes, this.maxSessions, this.connectionRate);
		}

	}

}
