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
import java.util.List;

import org.springframework.util.Assert;

/**
 * Settings of a {@link SocketIOServer}. Immutable.
 *
 * @param connectTimeout how long a connection may stay without a namespace
 * @param ackTimeout how long a client has to acknowledge, unless a call says otherwise
 * @param maxPendingAcks how many acknowledgements may be outstanding for one socket
 * @param backlog how many events of one socket may wait before its client is not read
 * @param maxNamespaces how many namespaces one connection may be in
 * @param maxDynamicNamespaces how many namespaces clients may make to be by patterns;
 * empty ones give way to new ones
 * @param maxRooms how many rooms a socket may be in
 * @param cleanupEmptyChildNamespaces whether a namespace that came to be by a pattern is
 * removed when its last socket leaves
 * @param recovery connection state recovery
 * @param maxHeldPackets how many packets may wait for a socket that is just coming back
 * @param maxHeldBytes how many bytes may wait for it
 * @param eventRates how many events a socket may send, none for any number
 * @since 0.1.0
 */
public record SocketIOOptions(Duration connectTimeout, Duration ackTimeout, int maxPendingAcks, int backlog,
		int maxNamespaces, int maxDynamicNamespaces, int maxRooms, boolean cleanupEmptyChildNamespaces,
		RecoveryOptions recovery, int maxHeldPackets, long maxHeldBytes, List<EventRate> eventRates) {

	/**
	 * Check the settings.
	 */
	public SocketIOOptions {
		Assert.isTrue(connectTimeout.toMillis() > 0, "connectTimeout must be at least one millisecond");
		Assert.isTrue(ackTimeout.toMillis() > 0, "ackTimeout must be at least one millisecond");
		Assert.isTrue(maxPendingAcks > 0, "maxPendingAcks must be greater than zero");
		Assert.isTrue(backlog > 0, "backlog must be greater than zero");
		Assert.isTrue(maxNamespaces > 0, "maxNamespaces must be greater than zero");
		Assert.isTrue(maxDynamicNamespaces > 0, "maxDynamicNamespaces must be greater than zero");
		Assert.isTrue(maxRooms > 0, "maxRooms must be greater than zero");
		Assert.isTrue(maxHeldPackets > 0, "maxHeldPackets must be greater than zero");
		Assert.isTrue(maxHeldBytes > 0, "maxHeldBytes must be greater than zero");
		eventRates = List.copyOf(eventRates);
	}

	/**
	 * The defaults.
	 * @return 45 and 30 seconds, 1000 acknowledgements, 64 events, 100 namespaces, 10,000
	 * dynamic ones, 1000 rooms, no clean-up, no recovery, 10,000 packets, 16 MiB and no
	 * rates
	 */
	public static SocketIOOptions defaults() {
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

		private Duration connectTimeout = Duration.ofSeconds(45);

		private Duration ackTimeout = Duration.ofSeconds(30);

		private int maxPendingAcks = 1000;

		private int backlog = 64;

		private int maxNamespaces = 100;

		private int maxDynamicNamespaces = 10_000;

		private int maxRooms = 1000;

		private boolean cleanupEmptyChildNamespaces;

		private RecoveryOptions recovery = RecoveryOptions.defaults();

		private int maxHeldPackets = 10_000;

		private long maxHeldBytes = 16L * 1024 * 1024;

		private List<EventRate> eventRates = List.of();

		private Builder() {
		}

		/**
		 * Set how long a connection may stay without a namespace.
		 * @param connectTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Set how long a client has to acknowledge.
		 * @param ackTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder ackTimeout(Duration ackTimeout) {
			this.ackTimeout = ackTimeout;
			return this;
		}

		/**
		 * Set how many acknowledgements may be outstanding for one socket.
		 * @param maxPendingAcks a number greater than zero
		 * @return this builder
		 */
		public Builder maxPendingAcks(int maxPendingAcks) {
			this.maxPendingAcks = maxPendingAcks;
			return this;
		}

		/**
		 * Set how many events of one socket may wait before its client is not read.
		 * @param backlog a number greater than zero
		 * @return this builder
		 */
		public Builder backlog(int backlog) {
			this.backlog = backlog;
			return this;
		}

		/**
		 * Set how many namespaces one connection may be in.
		 * @param maxNamespaces a number greater than zero
		 * @return this builder
		 */
		public Builder maxNamespaces(int maxNamespaces) {
			this.maxNamespaces = maxNamespaces;
			return this;
		}

		/**
		 * Set how many namespaces clients may make to be by patterns.
		 * @param maxDynamicNamespaces a number greater than zero
		 * @return this builder
		 */
		public Builder maxDynamicNamespaces(int maxDynamicNamespaces) {
			this.maxDynamicNamespaces = maxDynamicNamespaces;
			return this;
		}

		/**
		 * Set how many rooms a socket may be in.
		 * @param maxRooms a number greater than zero
		 * @return this builder
		 */
		public Builder maxRooms(int maxRooms) {
			this.maxRooms = maxRooms;
			return this;
		}

		/**
		 * Set whether a namespace that came to be by a pattern is removed when its last
		 * socket leaves.
		 * @param cleanupEmptyChildNamespaces whether it is
		 * @return this builder
		 */
		public Builder cleanupEmptyChildNamespaces(boolean cleanupEmptyChildNamespaces) {
			this.cleanupEmptyChildNamespaces = cleanupEmptyChildNamespaces;
			return this;
		}

		/**
		 * Set connection state recovery.
		 * @param recovery its settings
		 * @return this builder
		 */
		public Builder recovery(RecoveryOptions recovery) {
			this.recovery = recovery;
			return this;
		}

		/**
		 * Set how many packets may wait for a socket that is just coming back.
		 * @param maxHeldPackets a number greater than zero
		 * @return this builder
		 */
		public Builder maxHeldPackets(int maxHeldPackets) {
			this.maxHeldPackets = maxHeldPackets;
			return this;
		}

		/**
		 * Set how many bytes may wait for a socket that is just coming back.
		 * @param maxHeldBytes a number greater than zero
		 * @return this builder
		 */
		public Builder maxHeldBytes(long maxHeldBytes) {
			this.maxHeldBytes = maxHeldBytes;
			return this;
		}

		/**
		 * Set how many events a socket may send.
		 * @param eventRates the rates, none for any number
		 * @return this builder
		 */
		public Builder eventRates(List<EventRate> eventRates) {
			this.eventRates = eventRates;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException when a setting makes no sense
		 */
		public SocketIOOptions build() {
			return new SocketIOOptions(this.connectTimeout, this.ackTimeout, this.maxPendingAcks, this.backlog,
					this.maxNamespaces, this.maxDynamicNamespaces, this.maxRooms, this.cleanupEmptyChildNamespaces,
					this.recovery, this.maxHeldPackets, this.maxHeldBytes, this.eventRates);
		}

	}

}
