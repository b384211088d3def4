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

import io.github.socketiospring.support.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of a {@link SocketIOServer}. Immutable.
 *
 * @since 0.1.0
 */
public final class SocketIOOptions {

	private final Duration connectTimeout;

	private final Duration ackTimeout;

	private final int maxPendingAcks;

	private final int concurrency;

	private final long backlogSize;

	private final @Nullable Duration handlerTimeout;

	private final Duration completionTimeout;

	private final int maxNamespaces;

	private final int maxSocketsPerUser;

	private final int maxDynamicNamespaces;

	private final int maxRooms;

	private final int maxRoomNameLength;

	private final boolean joinSocketIds;

	private final boolean cleanupEmptyChildNamespaces;

	private final RecoveryOptions recovery;

	private final long maxHeldBytes;

	private final List<EventRate> eventRates;

	private final @Nullable Rate refusedConnectRate;

	private SocketIOOptions(Builder builder) {
		Assert.isTrue(builder.connectTimeout.toMillis() > 0, "connectTimeout must be at least one millisecond");
		Assert.isTrue(builder.ackTimeout.toMillis() > 0, "ackTimeout must be at least one millisecond");
		Assert.isTrue(builder.maxPendingAcks > 0, "maxPendingAcks must be greater than zero");
		Assert.isTrue(builder.concurrency > 0, "concurrency must be greater than zero");
		Assert.isTrue(builder.backlogSize > 0, "backlogSize must be greater than zero");
		Assert.isTrue(builder.handlerTimeout == null || builder.handlerTimeout.toMillis() > 0,
				"handlerTimeout must be at least one millisecond");
		Assert.isTrue(!builder.completionTimeout.isNegative(), "completionTimeout must not be negative");
		Assert.isTrue(builder.maxNamespaces > 0, "maxNamespaces must be greater than zero");
		Assert.isTrue(builder.maxSocketsPerUser >= 0, "maxSocketsPerUser must not be negative");
		Assert.isTrue(builder.maxDynamicNamespaces > 0, "maxDynamicNamespaces must be greater than zero");
		Assert.isTrue(builder.maxRooms > 0, "maxRooms must be greater than zero");
		Assert.isTrue(builder.maxRoomNameLength > 0, "maxRoomNameLength must be greater than zero");
		Assert.isTrue(builder.maxHeldBytes > 0, "maxHeldBytes must be greater than zero");
		this.connectTimeout = builder.connectTimeout;
		this.ackTimeout = builder.ackTimeout;
		this.maxPendingAcks = builder.maxPendingAcks;
		this.concurrency = builder.concurrency;
		this.backlogSize = builder.backlogSize;
		this.handlerTimeout = builder.handlerTimeout;
		this.completionTimeout = builder.completionTimeout;
		this.maxNamespaces = builder.maxNamespaces;
		this.maxSocketsPerUser = builder.maxSocketsPerUser;
		this.maxDynamicNamespaces = builder.maxDynamicNamespaces;
		this.maxRooms = builder.maxRooms;
		this.maxRoomNameLength = builder.maxRoomNameLength;
		this.joinSocketIds = builder.joinSocketIds;
		this.cleanupEmptyChildNamespaces = builder.cleanupEmptyChildNamespaces;
		this.recovery = builder.recovery;
		this.maxHeldBytes = builder.maxHeldBytes;
		this.eventRates = List.copyOf(builder.eventRates);
		this.refusedConnectRate = builder.refusedConnectRate;
	}

	/**
	 * Create options that leave every setting at its default.
	 * @return options with default values
	 */
	public static SocketIOOptions defaults() {
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
	 * How long a connection may be in no namespace, and how long middleware and handlers
	 * may take to decide about a further one. Default: 45 seconds.
	 * @return at least one millisecond
	 */
	public Duration connectTimeout() {
		return this.connectTimeout;
	}

	/**
	 * How long to wait for an acknowledgement, unless the call sets another time.
	 * Default: 30 seconds.
	 * @return at least one millisecond
	 */
	public Duration ackTimeout() {
		return this.ackTimeout;
	}

	/**
	 * How many acknowledgements may be outstanding for one socket. Default: 1000.
	 * @return a number greater than zero
	 */
	public int maxPendingAcks() {
		return this.maxPendingAcks;
	}

	/**
	 * How many events of one connection unordered handlers may handle at once, in all of
	 * its namespaces together. Further events take turns. Default: 64.
	 * @return a number greater than zero
	 */
	public int concurrency() {
		return this.concurrency;
	}

	/**
	 * How many bytes of waiting events one connection may have. Beyond that the server
	 * stops reading from its client until half of them have been handled. Default: 1 MiB.
	 * @return a number greater than zero
	 */
	public long backlogSize() {
		return this.backlogSize;
	}

	/**
	 * How long handling an event may take while the client is connected, unless its
	 * handler sets another time. Default: no limit.
	 * @return at least one millisecond, or {@code null} for no limit
	 */
	public @Nullable Duration handlerTimeout() {
		return this.handlerTimeout;
	}

	/**
	 * How long handlers may continue with the events of a client that has left, before
	 * disconnect handlers and listeners are called. Default: 30 seconds.
	 * @return zero or more
	 */
	public Duration completionTimeout() {
		return this.completionTimeout;
	}

	/**
	 * How many namespaces one connection may be in. Default: 100.
	 * @return a number greater than zero
	 */
	public int maxNamespaces() {
		return this.maxNamespaces;
	}

	/**
	 * How many sockets each user may have on this node, in all namespaces together.
	 * Default: 0.
	 * @return zero for any number
	 */
	public int maxSocketsPerUser() {
		return this.maxSocketsPerUser;
	}

	/**
	 * How many namespaces clients may create by matching a pattern; at the limit, empty
	 * ones are removed for new ones. Default: 10,000.
	 * @return a number greater than zero
	 */
	public int maxDynamicNamespaces() {
		return this.maxDynamicNamespaces;
	}

	/**
	 * How many rooms one socket may be in. Default: 1000.
	 * @return a number greater than zero
	 */
	public int maxRooms() {
		return this.maxRooms;
	}

	/**
	 * The maximum length of the name of a room that a socket joins. Default: 256
	 * characters.
	 * @return a number of characters, greater than zero
	 */
	public int maxRoomNameLength() {
		return this.maxRoomNameLength;
	}

	/**
	 * Whether a socket may join the room that is the id of another socket, and so receive
	 * what is sent to it. Default: {@code false}.
	 * @return {@code false} if such a call fails
	 */
	public boolean joinSocketIds() {
		return this.joinSocketIds;
	}

	/**
	 * Whether a namespace that was created by a pattern is removed when its last socket
	 * leaves. Default: {@code false}, which keeps at most 100 empty ones.
	 * @return whether it is removed
	 */
	public boolean cleanupEmptyChildNamespaces() {
		return this.cleanupEmptyChildNamespaces;
	}

	/**
	 * The settings of connection state recovery. Default:
	 * {@linkplain RecoveryOptions#defaults() off}.
	 * @return the settings, which say whether recovery is enabled
	 */
	public RecoveryOptions recovery() {
		return this.recovery;
	}

	/**
	 * How many bytes may wait for a socket that is being recovered, including the
	 * overhead of objects. Default: 16 MiB.
	 * @return a number greater than zero
	 */
	public long maxHeldBytes() {
		return this.maxHeldBytes;
	}

	/**
	 * How many events one connection may send, in all of its namespaces together.
	 * Default: no limit.
	 * @return the rates, empty for no limit
	 */
	public List<EventRate> eventRates() {
		return this.eventRates;
	}

	/**
	 * How many CONNECTs of one connection may be refused, in all namespaces together,
	 * before further ones are refused without calling middleware. Default: 100 per
	 * minute, even all at once.
	 * @return the rate, or {@code null} for no limit
	 */
	public @Nullable Rate refusedConnectRate() {
		return this.refusedConnectRate;
	}

	/**
	 * Builds {@link SocketIOOptions}. The settings are checked when the options are
	 * built.
	 */
	public static final class Builder {

		private Duration connectTimeout = Duration.ofSeconds(45);

		private Duration ackTimeout = Duration.ofSeconds(30);

		private int maxPendingAcks = 1000;

		private int concurrency = 64;

		private long backlogSize = 1024 * 1024;

		private @Nullable Duration handlerTimeout;

		private Duration completionTimeout = Duration.ofSeconds(30);

		private int maxNamespaces = 100;

		private int maxSocketsPerUser;

		private int maxDynamicNamespaces = 10_000;

		private int maxRooms = 1000;

		private int maxRoomNameLength = 256;

		private boolean joinSocketIds;

		private boolean cleanupEmptyChildNamespaces;

		private RecoveryOptions recovery = RecoveryOptions.defaults();

		private long maxHeldBytes = 16L * 1024 * 1024;

		private List<EventRate> eventRates = List.of();

		private @Nullable Rate refusedConnectRate = new Rate(100, Duration.ofMinutes(1));

		private Builder() {
		}

		/**
		 * Set how long a connection may be in no namespace, and how long middleware and
		 * handlers may take to decide about a further one.
		 * @param connectTimeout at least one millisecond
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Set how long to wait for an acknowledgement, unless the call sets another time.
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
		 * Set how many events of one connection unordered handlers may handle at once.
		 * @param concurrency a number greater than zero
		 * @return this builder
		 */
		public Builder concurrency(int concurrency) {
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * Set how many bytes of waiting events one connection may have before the server
		 * stops reading from its client.
		 * @param backlogSize a number greater than zero
		 * @return this builder
		 */
		public Builder backlogSize(long backlogSize) {
			this.backlogSize = backlogSize;
			return this;
		}

		/**
		 * Set how long handling an event may take while the client is connected, unless
		 * its handler sets another time.
		 * @param handlerTimeout at least one millisecond, or {@code null} for no limit
		 * @return this builder
		 */
		public Builder handlerTimeout(@Nullable Duration handlerTimeout) {
			this.handlerTimeout = handlerTimeout;
			return this;
		}

		/**
		 * Set how long handlers may continue with the events of a client that has left.
		 * @param completionTimeout zero or more
		 * @return this builder
		 */
		public Builder completionTimeout(Duration completionTimeout) {
			this.completionTimeout = completionTimeout;
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
		 * Set how many sockets each user may have.
		 * @param maxSocketsPerUser zero for any number
		 * @return this builder
		 */
		public Builder maxSocketsPerUser(int maxSocketsPerUser) {
			this.maxSocketsPerUser = maxSocketsPerUser;
			return this;
		}

		/**
		 * Set how many namespaces clients may create by matching a pattern.
		 * @param maxDynamicNamespaces a number greater than zero
		 * @return this builder
		 */
		public Builder maxDynamicNamespaces(int maxDynamicNamespaces) {
			this.maxDynamicNamespaces = maxDynamicNamespaces;
			return this;
		}

		/**
		 * Set how many rooms one socket may be in.
		 * @param maxRooms a number greater than zero
		 * @return this builder
		 */
		public Builder maxRooms(int maxRooms) {
			this.maxRooms = maxRooms;
			return this;
		}

		/**
		 * Set the maximum length of the name of a room that a socket joins.
		 * @param maxRoomNameLength a number of characters, greater than zero
		 * @return this builder
		 */
		public Builder maxRoomNameLength(int maxRoomNameLength) {
			this.maxRoomNameLength = maxRoomNameLength;
			return this;
		}

		/**
		 * Set whether a socket may join the room that is the id of another socket.
		 * @param joinSocketIds {@code true} if sockets share ids on purpose
		 * @return this builder
		 */
		public Builder joinSocketIds(boolean joinSocketIds) {
			this.joinSocketIds = joinSocketIds;
			return this;
		}

		/**
		 * Set whether a namespace that was created by a pattern is removed when its last
		 * socket leaves. If not, at most 100 empty ones are kept.
		 * @param cleanupEmptyChildNamespaces whether it is removed
		 * @return this builder
		 */
		public Builder cleanupEmptyChildNamespaces(boolean cleanupEmptyChildNamespaces) {
			this.cleanupEmptyChildNamespaces = cleanupEmptyChildNamespaces;
			return this;
		}

		/**
		 * Set whether and how lost connections are recovered.
		 * @param recovery the settings, which say whether recovery is enabled
		 * @return this builder
		 */
		public Builder recovery(RecoveryOptions recovery) {
			this.recovery = recovery;
			return this;
		}

		/**
		 * Set how many bytes may wait for a socket that is being recovered.
		 * @param maxHeldBytes a number greater than zero
		 * @return this builder
		 */
		public Builder maxHeldBytes(long maxHeldBytes) {
			this.maxHeldBytes = maxHeldBytes;
			return this;
		}

		/**
		 * Set how many events one connection may send, in all of its namespaces together.
		 * @param eventRates the rates, empty for no limit
		 * @return this builder
		 */
		public Builder eventRates(List<EventRate> eventRates) {
			this.eventRates = eventRates;
			return this;
		}

		/**
		 * Set how many CONNECTs of one connection may be refused before further ones are
		 * refused without calling middleware.
		 * @param refusedConnectRate the rate, or {@code null} for no limit
		 * @return this builder
		 */
		public Builder refusedConnectRate(@Nullable Rate refusedConnectRate) {
			this.refusedConnectRate = refusedConnectRate;
			return this;
		}

		/**
		 * Build the options.
		 * @return new, immutable options
		 * @throws IllegalArgumentException if a setting is out of range
		 */
		public SocketIOOptions build() {
			return new SocketIOOptions(this);
		}

	}

}
