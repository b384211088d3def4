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

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits a log line to once a minute, so that a flood of invalid requests does not flood
 * the log. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OncePerMinute {

	private static final long PERIOD_NANOS = 60_000_000_000L;

	private final long start = System.nanoTime();

	private final AtomicLong next = new AtomicLong();

	/**
	 * Whether the line may be logged now. To be called before each line.
	 * @return {@code true} at most once a minute
	 */
	public boolean pass() {
		long now = System.nanoTime() - this.start;
		long expected = this.next.get();
		return now >= expected && this.next.compareAndSet(expected, now + PERIOD_NANOS);
	}

}
