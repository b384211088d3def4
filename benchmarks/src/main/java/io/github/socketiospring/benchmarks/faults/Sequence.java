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

package io.github.socketiospring.benchmarks.faults;

/**
 * The numbered news of one node as they reach one client. Times are in microseconds.
 */
final class Sequence {

	/** News that take longer are late. */
	static final long LATE_MICROS = 50_000;

	private long next = -1;

	private long arrived;

	private long lost;

	private long late;

	private long longest;

	private long since;

	private long heard;

	/**
	 * Record that news have arrived.
	 * @param number their number; a node counts from 0
	 * @param sent when they were sent
	 * @param now when they arrived
	 */
	void arrived(long number, long sent, long now) {
		if (this.next >= 0) {
			// Those that come late, after others, or twice count as well.
			this.lost += Math.abs(number - this.next);
		}
		this.next = number + 1;
		this.arrived++;
		this.longest = Math.max(this.longest, now - sent);
		if (now - sent > LATE_MICROS) {
			this.late++;
		}
		if (this.heard == 0 && sent >= this.since) {
			this.heard = now;
		}
	}

	/**
	 * Count from now on, and forget what was counted before.
	 */
	void reset() {
		this.arrived = 0;
		this.lost = 0;
		this.late = 0;
		this.longest = 0;
	}

	/**
	 * Await the first news that are sent from a time on. At first, any are awaited.
	 * @param since the time
	 */
	void await(long since) {
		this.since = since;
		this.heard = 0;
	}

	boolean isHeard() {
		return this.heard != 0;
	}

	/**
	 * When the first news arrived that were awaited.
	 * @return the time, 0 if they have not arrived
	 */
	long heard() {
		return this.heard;
	}

	long arrived() {
		return this.arrived;
	}

	/**
	 * How many news did not arrive in their turn.
	 * @return the number since the last reset
	 */
	long lost() {
		return this.lost;
	}

	long late() {
		return this.late;
	}

	/**
	 * The time that the slowest news took.
	 * @return the time since the last reset, 0 if nothing arrived
	 */
	long longest() {
		return this.longest;
	}

}
