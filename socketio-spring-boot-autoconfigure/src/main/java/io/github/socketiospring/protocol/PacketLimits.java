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

package io.github.socketiospring.protocol;

import org.springframework.util.Assert;

/**
 * The limits of a parser for what clients send. A packet beyond a limit fails with a
 * {@link PacketLimitException}. Immutable.
 *
 * @since 0.1.0
 */
public final class PacketLimits {

	private final int attachments;

	private final int namespaceLength;

	private final int eventNameLength;

	private final int authSize;

	private final int nestingDepth;

	private PacketLimits(Builder builder) {
		Assert.isTrue(builder.attachments >= 0, "attachments must not be negative");
		Assert.isTrue(builder.namespaceLength > 0, "namespaceLength must be greater than zero");
		Assert.isTrue(builder.eventNameLength > 0, "eventNameLength must be greater than zero");
		Assert.isTrue(builder.authSize > 0, "authSize must be greater than zero");
		Assert.isTrue(builder.nestingDepth > 0, "nestingDepth must be greater than zero");
		this.attachments = builder.attachments;
		this.namespaceLength = builder.namespaceLength;
		this.eventNameLength = builder.eventNameLength;
		this.authSize = builder.authSize;
		this.nestingDepth = builder.nestingDepth;
	}

	/**
	 * Create limits with the defaults.
	 * @return limits with default values
	 */
	public static PacketLimits defaults() {
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
	 * How many attachments one packet may have, in both directions. Official clients
	 * accept 10 at most. Default: 10.
	 * @return zero or more
	 */
	public int attachments() {
		return this.attachments;
	}

	/**
	 * How long the name of a namespace may be. Default: 512 bytes.
	 * @return a number of bytes, greater than zero
	 */
	public int namespaceLength() {
		return this.namespaceLength;
	}

	/**
	 * How long the name of an event may be. Default: 256 characters.
	 * @return a number of characters, greater than zero
	 */
	public int eventNameLength() {
		return this.eventNameLength;
	}

	/**
	 * How large the payload of CONNECT may be, which is kept as long as the socket is
	 * connected. Default: 64 KiB.
	 * @return a number of bytes, greater than zero
	 */
	public int authSize() {
		return this.authSize;
	}

	/**
	 * How deep arrays and objects may be nested; the list of arguments is the first
	 * level. Default: 500 levels.
	 * @return a number of levels, greater than zero
	 */
	public int nestingDepth() {
		return this.nestingDepth;
	}

	/**
	 * Builds {@link PacketLimits}. {@link #build()} checks the settings.
	 */
	public static final class Builder {

		private int attachments = 10;

		private int namespaceLength = 512;

		private int eventNameLength = 256;

		private int authSize = 64 * 1024;

		private int nestingDepth = 500;

		private Builder() {
		}

		/**
		 * Set how many attachments one packet may have, in both directions.
		 * @param attachments zero or more
		 * @return this builder
		 */
		public Builder attachments(int attachments) {
			this.attachments = attachments;
			return this;
		}

		/**
		 * Set how long the name of a namespace may be.
		 * @param namespaceLength a number of bytes, greater than zero
		 * @return this builder
		 */
		public Builder namespaceLength(int namespaceLength) {
			this.namespaceLength = namespaceLength;
			return this;
		}

		/**
		 * Set how long the name of an event may be.
		 * @param eventNameLength a number of characters, greater than zero
		 * @return this builder
		 */
		public Builder eventNameLength(int eventNameLength) {
			this.eventNameLength = eventNameLength;
			return this;
		}

		/**
		 * Set how large the payload of CONNECT may be.
		 * @param authSize a number of bytes, greater than zero
		 * @return this builder
		 */
		public Builder authSize(int authSize) {
			this.authSize = authSize;
			return this;
		}

		/**
		 * Set how deep arrays and objects may be nested.
		 * @param nestingDepth a number of levels, greater than zero; the list of
		 * arguments is the first
		 * @return this builder
		 */
		public Builder nestingDepth(int nestingDepth) {
			this.nestingDepth = nestingDepth;
			return this;
		}

		/**
		 * Build the limits.
		 * @return new, immutable limits
		 * @throws IllegalArgumentException if a setting is out of range
		 */
		public PacketLimits build() {
			return new PacketLimits(this);
		}

	}

}
