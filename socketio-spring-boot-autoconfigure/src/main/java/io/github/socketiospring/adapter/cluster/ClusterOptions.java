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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.List;

import org.springframework.util.Assert;

/**
 * Options of a node of a cluster. Immutable.
 *
 * @since 0.1.0
 */
public final class ClusterOptions {

	/** The maximum of {@code heartbeatInterval}. */
	public static final Duration LONGEST_HEARTBEAT_INTERVAL = Duration.ofHours(1);

	private final String name;

	private final Duration requestsTimeout;

	private final Duration publishTimeout;

	private final Duration maxAckTimeout;

	private final int maxPendingRequests;

	private final int maxAnswers;

	private final long laneBytes;

	private final Duration heartbeatInterval;

	private final List<String> tellAttributes;

	private final boolean propagateTrace;

	private ClusterOptions(Builder builder) {
		Assert.notNull(builder.name, "'name' must not be null");
		Assert.isTrue(builder.requestsTimeout.toMillis() > 0, "'requestsTimeout' must be positive");
		Assert.isTrue(builder.publishTimeout.toMillis() > 0, "'publishTimeout' must be positive");
		Assert.isTrue(builder.maxAckTimeout.toMillis() > 0, "'maxAckTimeout' must be positive");
		Assert.isTrue(builder.maxPendingRequests > 0, "'maxPendingRequests' must be positive");
		Assert.isTrue(builder.maxAnswers > 0, "'maxAnswers' must be positive");
		Assert.isTrue(builder.laneBytes > 0, "'laneBytes' must be positive");
		Assert.isTrue(isHeartbeatInterval(builder.heartbeatInterval),
				"'heartbeatInterval' must be zero, or between one millisecond and one hour");
		this.name = builder.name;
		this.requestsTimeout = builder.requestsTimeout;
		this.publishTimeout = builder.publishTimeout;
		this.maxAckTimeout = builder.maxAckTimeout;
		this.maxPendingRequests = builder.maxPendingRequests;
		this.maxAnswers = builder.maxAnswers;
		this.laneBytes = builder.laneBytes;
		this.heartbeatInterval = builder.heartbeatInterval;
		this.tellAttributes = List.copyOf(builder.tellAttributes);
		this.propagateTrace = builder.propagateTrace;
	}

	/**
	 * Whether a duration is a valid heartbeat interval.
	 * @param interval a duration
	 * @return whether it is zero, or between one millisecond and
	 * {@link #LONGEST_HEARTBEAT_INTERVAL}
	 */
	public static boolean isHeartbeatInterval(Duration interval) {
		return interval.isZero() || (interval.toMillis() > 0 && interval.compareTo(LONGEST_HEARTBEAT_INTERVAL) <= 0);
	}

	/**
	 * The display name of the node.
	 * @return the name, empty if it has none
	 */
	public String name() {
		return this.name;
	}

	/**
	 * How long to wait for the answers of other nodes if the caller specifies no timeout.
	 * @return a positive duration
	 */
	public Duration requestsTimeout() {
		return this.requestsTimeout;
	}

	/**
	 * How long operations wait for the broker: the creation of a namespace, and results
	 * that report when the broker has received a message.
	 * @return a positive duration
	 */
	public Duration publishTimeout() {
		return this.publishTimeout;
	}

	/**
	 * How long another node may wait for the acknowledgements of sockets of this node.
	 * @return a positive duration
	 */
	public Duration maxAckTimeout() {
		return this.maxAckTimeout;
	}

	/**
	 * How many requests may wait for other nodes, and how many broadcasts of other nodes
	 * may wait for acknowledgements.
	 * @return a positive number
	 */
	public int maxPendingRequests() {
		return this.maxPendingRequests;
	}

	/**
	 * How many elements the answers to one request may contain.
	 * @return a positive number
	 */
	public int maxAnswers() {
		return this.maxAnswers;
	}

	/**
	 * How many bytes of frames may wait in each namespace before broadcasts are dropped.
	 * Beyond four times as many, requests and answers are dropped too.
	 * @return a positive number
	 */
	public long laneBytes() {
		return this.laneBytes;
	}

	/**
	 * The time between two heartbeats of the node.
	 * @return at most an hour, zero to send none
	 */
	public Duration heartbeatInterval() {
		return this.heartbeatInterval;
	}

	/**
	 * The classes of the application whose objects other nodes see as attributes of
	 * sockets.
	 * @return the names of classes, with {@code *} for any characters
	 */
	public List<String> tellAttributes() {
		return this.tellAttributes;
	}

	/**
	 * Whether messages carry the trace that they belong to, and those of other nodes are
	 * handled as part of theirs.
	 * @return {@code false} by default
	 */
	public boolean propagateTrace() {
		return this.propagateTrace;
	}

	/**
	 * Create a builder with the default values.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds {@link ClusterOptions}.
	 */
	public static final class Builder {

		private String name = "";

		private Duration requestsTimeout = Duration.ofSeconds(5);

		private Duration publishTimeout = Duration.ofSeconds(1);

		private Duration maxAckTimeout = Duration.ofMinutes(5);

		private int maxPendingRequests = 10_000;

		private int maxAnswers = 1_000_000;

		private long laneBytes = 16 * 1024 * 1024;

		private Duration heartbeatInterval = Duration.ofSeconds(5);

		private List<String> tellAttributes = List.of();

		private boolean propagateTrace;

		private Builder() {
		}

		/**
		 * Set the display name of the node. By default it has none.
		 * @param name shown to other nodes and in logs, not unique
		 * @return this builder
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Set how long to wait for the answers of other nodes if the caller specifies no
		 * timeout. By default five seconds.
		 * @param requestsTimeout a positive duration
		 * @return this builder
		 */
		public Builder requestsTimeout(Duration requestsTimeout) {
			this.requestsTimeout = requestsTimeout;
			return this;
		}

		/**
		 * Set how long operations wait for the broker. By default one second.
		 * @param publishTimeout a positive duration
		 * @return this builder
		 */
		public Builder publishTimeout(Duration publishTimeout) {
			this.publishTimeout = publishTimeout;
			return this;
		}

		/**
		 * Set how long another node may wait for the acknowledgements of sockets of this
		 * node. By default five minutes.
		 * @param maxAckTimeout a positive duration
		 * @return this builder
		 */
		public Builder maxAckTimeout(Duration maxAckTimeout) {
			this.maxAckTimeout = maxAckTimeout;
			return this;
		}

		/**
		 * Limit the requests that wait for other nodes, and the broadcasts of other nodes
		 * that wait for acknowledgements. By default 10,000 of each.
		 * @param maxPendingRequests a positive number
		 * @return this builder
		 */
		public Builder maxPendingRequests(int maxPendingRequests) {
			this.maxPendingRequests = maxPendingRequests;
			return this;
		}

		/**
		 * Limit the elements that the answers to one request may contain: sockets, rooms,
		 * acknowledgements. By default 1,000,000.
		 * @param maxAnswers a positive number
		 * @return this builder
		 */
		public Builder maxAnswers(int maxAnswers) {
			this.maxAnswers = maxAnswers;
			return this;
		}

		/**
		 * Limit the frames that wait in each namespace. Beyond the limit broadcasts are
		 * dropped, beyond four times the limit also requests and answers. By default 16
		 * MiB.
		 * @param laneBytes a positive number of bytes
		 * @return this builder
		 */
		public Builder laneBytes(long laneBytes) {
			this.laneBytes = laneBytes;
			return this;
		}

		/**
		 * Set the time between two heartbeats of the node. Other nodes consider it gone
		 * after three intervals without a heartbeat. By default five seconds.
		 * @param heartbeatInterval at most an hour; zero to send no heartbeats and to
		 * ignore those of other nodes
		 * @return this builder
		 */
		public Builder heartbeatInterval(Duration heartbeatInterval) {
			this.heartbeatInterval = heartbeatInterval;
			return this;
		}

		/**
		 * Set the classes of the application whose objects other nodes see as attributes
		 * of sockets. They are written by the mapper of the node. By default none.
		 * @param tellAttributes the names of classes, with {@code *} for any characters
		 * @return this builder
		 */
		public Builder tellAttributes(List<String> tellAttributes) {
			this.tellAttributes = tellAttributes;
			return this;
		}

		/**
		 * Set whether messages carry the trace that they belong to, and those of other
		 * nodes are handled as part of theirs. By default they do not. Requires an
		 * {@linkplain ClusterNode.Builder#observer observer}.
		 * @param propagateTrace whether they do
		 * @return this builder
		 */
		public Builder propagateTrace(boolean propagateTrace) {
			this.propagateTrace = propagateTrace;
			return this;
		}

		/**
		 * Create the options.
		 * @return immutable options
		 */
		public ClusterOptions build() {
			return new ClusterOptions(this);
		}

	}

}
