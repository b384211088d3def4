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
 * The counters of a server since it was created, for metrics and tests. Can be read from
 * any thread, at any time.
 *
 * @param <E> the enum whose constants are counted
 * @since 0.1.0
 */
public abstract class Statistics<E extends Enum<E>> {

	private final Counters<E> counters;

	/**
	 * Create statistics that read counters.
	 * @param counters the counters that the server increments
	 */
	protected Statistics(Counters<E> counters) {
		this.counters = counters;
	}

	/**
	 * Return the value of a counter.
	 * @param counter the counter to read
	 * @return how often it was incremented; never decreases
	 */
	public final long count(E counter) {
		return this.counters.count(counter);
	}

}
