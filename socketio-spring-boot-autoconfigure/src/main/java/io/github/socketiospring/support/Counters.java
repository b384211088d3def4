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
 * Counts what happens, one number for each constant of an enum. Counting allocates
 * nothing and never blocks; it may be done from any thread.
 *
 * @param <E> what is counted
 * @since 0.1.0
 */
public final class Counters<E extends Enum<E>> {

	private final LongAdder[] counts;

	/**
	 * Begin at zero.
	 * @param type the enum
	 */
	public Counters(Class<E> type) {
		Assert.notNull(type, "'type' must not be null");
		this.counts = new LongAdder[type.getEnumConstants().length];
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	/**
	 * It happened once more.
	 * @param counter what happened
	 */
	public void increment(E counter) {
		this.counts[counter.ordinal()].increment();
	}

	/**
	 * How often something happened.
	 * @param counter what
	 * @return the number, which never goes down
	 */
	public long count(E counter) {
		return this.counts[counter.ordinal()].sum();
	}

}
