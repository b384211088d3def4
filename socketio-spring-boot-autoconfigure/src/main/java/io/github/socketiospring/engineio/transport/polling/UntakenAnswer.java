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

package io.github.socketiospring.engineio.transport.polling;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * An answer that a client has not read completely, and whether the client still reads it.
 * Guarded by the monitor of the transport.
 */
final class UntakenAnswer {

	/** The longest pause of a client that reads, including slow networks. */
	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

	private final LongSupplier left;

	private long leftBefore;

	private long since;

	/**
	 * Begin to watch.
	 * @param left how many bytes the client has not read yet
	 * @param now the time, in nanoseconds
	 */
	UntakenAnswer(LongSupplier left, long now) {
		this.left = left;
		this.leftBefore = left.getAsLong();
		this.since = now;
	}

	/**
	 * Whether the client reads the answer.
	 * @param now the time, in nanoseconds
	 * @return {@code true} if some of it was taken since it was written or, later, within
	 * the last seconds between two calls
	 */
	boolean isBeingTaken(long now) {
		long leftNow = this.left.getAsLong();
		boolean taken = leftNow < this.leftBefore;
		if (now - this.since >= LONGEST_PAUSE) {
			this.leftBefore = leftNow;
			this.since = now;
		}
		return taken;
	}

}
