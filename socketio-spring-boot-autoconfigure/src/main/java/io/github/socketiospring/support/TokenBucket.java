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

package io.github.socketiospring.support;

/**
 * Enforces a {@link Rate} with a bucket from which tokens are taken, and which fills at
 * the rate. It needs no timer: callers pass the time of any clock. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TokenBucket {

	private final long nanosPerToken;

	private final long nanosToFill;

	/** When the bucket will be full again, or was. */
	private long fullAt;

	/**
	 * Create a full bucket.
	 * @param rate how many tokens a period adds, and how many fit in
	 * @param now the time in nanoseconds
	 */
	public TokenBucket(Rate rate, long now) {
		this.nanosPerToken = Math.max(1, rate.per().toNanos() / rate.permits());
		this.nanosToFill = this.nanosPerToken * rate.burst();
		this.fullAt = now;
	}

	/**
	 * Take a token.
	 * @param now the time in nanoseconds
	 * @return {@code false} if the bucket was empty
	 */
	public synchronized boolean take(long now) {
		long missing = missing(now);
		if (missing + this.nanosPerToken > this.nanosToFill) {
			this.fullAt = now + missing;
			return false;
		}
		this.fullAt = now + missing + this.nanosPerToken;
		return true;
	}

	private long missing(long now) {
		// A clock that was set back only empties the bucket.
		return Math.min(Math.max(0, this.fullAt - now), this.nanosToFill);
	}

	/**
	 * Whether no token is available.
	 * @param now the time in nanoseconds
	 * @return whether {@link #take} would fail
	 */
	public synchronized boolean isEmpty(long now) {
		return missing(now) + this.nanosPerToken > this.nanosToFill;
	}

	/**
	 * Whether the bucket is full, so that it can be replaced by a new one.
	 * @param now the time in nanoseconds
	 * @return {@code true} if it has as many tokens as a new one
	 */
	public synchronized boolean isFull(long now) {
		return this.fullAt - now <= 0;
	}

}
