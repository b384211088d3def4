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

import java.util.concurrent.atomic.LongAdder;

import org.springframework.util.Assert;

/**
 * Counters, one for each constant of an enum. Counting allocates nothing and never
 * blocks, and is safe from any thread.
 *
 * @param <E> the enum whose constants are counted
 * @since 0.1.0
 */
public final class Counters<E extends Enum<E>> {

	private final LongAdder[] counts;

	/**
	 * Create counters that start at zero.
	 * @param type the enum with a counter for each constant
	 */
	public Counters(Class<E> type) {
		Assert.notNull(type, "'type' must not be null");
		this.counts = new LongAdder[type.getEnumConstants().length];
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	/**
	 * Add one to a counter.
	 * @param counter the counter to increment
	 */
	public void increment(E counter) {
		this.counts[counter.ordinal()].increment();
	}

	/**
	 * Return the value of a counter.
	 * @param counter the counter to read
	 * @return how often it was incremented; never decreases
	 */
	public long count(E counter) {
		return this.counts[counter.ordinal()].sum();
	}

}
