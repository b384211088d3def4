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

package io.github.socketiospring.engineio.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many packets that take long are read from one client in the long run: 1,024
 * at once, and 3,200 in a second. Without it, a client that sends nothing else keeps its
 * event loop busy between the turns of the others. Belongs to the reading thread. Updates
 * by other threads may be lost, which does no harm.
 *
 * @since 0.1.0
 */
public final class ReadingPace {

	private static final long NANOS_OF_PACKET = TimeUnit.SECONDS.toNanos(1) / 3200;

	private static final long NANOS_AT_ONCE = 1024 * NANOS_OF_PACKET;

	/** A thread that serves one client does not wait, so that its client may owe more. */
	private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);

	private final LongSupplier clock;

	/** When the packets that were read have had their time. */
	private long paidAt;

	/**
	 * Begin with nothing read.
	 */
	public ReadingPace() {
		this(System::nanoTime);
	}

	/**
	 * Begin with nothing read.
	 * @param clock the time in nanoseconds
	 */
	ReadingPace(LongSupplier clock) {
		this.clock = clock;
		this.paidAt = clock.getAsLong() - NANOS_AT_ONCE;
	}

	/**
	 * Count packets that were read.
	 * @param packets how many
	 * @return {@code false} if the next ones have to wait
	 */
	boolean add(int packets) {
		long now = this.clock.getAsLong();
		long from = Math.max(this.paidAt - now, -NANOS_AT_ONCE);
		long owed = Math.min(from + packets * NANOS_OF_PACKET, LONGEST_DELAY);
		this.paidAt = now + owed;
		return owed <= 0;
	}

	/**
	 * How long the next turn has to wait.
	 * @return a number of nanoseconds, zero if it need not wait
	 */
	long delay() {
		return Math.max(0, this.paidAt - this.clock.getAsLong());
	}

}
