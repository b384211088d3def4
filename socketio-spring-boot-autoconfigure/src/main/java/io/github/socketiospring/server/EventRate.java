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

package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.support.Rate;

/**
 * How many events each connection may send. Each object is a separate limit, even if two
 * have the same values.
 *
 * @since 0.1.0
 * @see EventHandler#rates()
 */
public final class EventRate {

	private final Rate rate;

	private EventRate(Rate rate) {
		this.rate = rate;
	}

	/**
	 * Create a rate whose permits of one period may be used at once.
	 * @param permits how many events in a period
	 * @param per the period, from one millisecond to one day
	 * @return a new limit
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	public static EventRate of(int permits, Duration per) {
		return of(permits, per, permits);
	}

	/**
	 * Create a rate.
	 * @param permits how many events in a period
	 * @param per the period, from one millisecond to one day
	 * @param burst how many events at once, after a pause
	 * @return a new limit
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	public static EventRate of(int permits, Duration per, int burst) {
		return new EventRate(new Rate(permits, per, burst));
	}

	/**
	 * The numbers of this limit.
	 * @return the permits, period and burst
	 */
	public Rate rate() {
		return this.rate;
	}

}
