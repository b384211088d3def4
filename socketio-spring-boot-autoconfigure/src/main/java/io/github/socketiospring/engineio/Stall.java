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
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The time within which a client that does not read has to read some of its waiting
 * packets.
 */
final class Stall {

	/** The longest pause of a client that reads, including slow networks. */
	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

	/** How long nothing has to be read before the client counts as one that stopped. */
	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final OutboundQueue queue;

	private final Scheduler timer;

	private final long begun;

	private final int taken;

	private int takenBefore;

	private long since;

	private final Disposable timeout;

	/**
	 * Start the time.
	 * @param queue the packets that wait for the client
	 * @param timer schedules the end
	 * @param duration how long the client has
	 * @param elapsed called when the time is over
	 */
	Stall(OutboundQueue queue, Scheduler timer, Duration duration, Runnable elapsed) {
		this.queue = queue;
		this.timer = timer;
		this.taken = queue.taken();
		this.takenBefore = this.taken;
		this.begun = now();
		this.since = this.begun;
		this.timeout = timer.schedule(elapsed, duration.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether the client has read.
	 * @return {@code false} while all packets still wait
	 */
	boolean isTaken() {
		return this.queue.taken() != this.taken;
	}

	/**
	 * Whether the client still reads.
	 * @return {@code true} in the first second, if something was read since then and,
	 * later, if something was read within the last seconds between two calls
	 */
	synchronized boolean isBeingTaken() {
		int takenNow = this.queue.taken();
		long now = now();
		boolean taking = takenNow != this.takenBefore || now - this.begun < PATIENCE;
		if (now - this.since >= LONGEST_PAUSE) {
			this.takenBefore = takenNow;
			this.since = now;
		}
		return taking;
	}

	private long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	void cancel() {
		this.timeout.dispose();
	}

}
