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

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often something may happen.
 *
 * @param permits how often in a period
 * @param per the period, from one millisecond to one day
 * @param burst how often at once, after a pause
 * @since 0.1.0
 * @see TokenBucket
 */
public record Rate(int permits, Duration per, int burst) {

	/**
	 * Check the rate.
	 */
	public Rate {
		Assert.isTrue(permits > 0, "permits must be greater than zero");
		Assert.isTrue(burst > 0, "burst must be greater than zero");
		Assert.isTrue(per.compareTo(Duration.ofMillis(1)) >= 0 && per.compareTo(Duration.ofDays(1)) <= 0,
				"per must be between one millisecond and one day");
	}

	/**
	 * Create a rate whose permits of one period may be used at once.
	 * @param permits how often in a period
	 * @param per the period
	 */
	public Rate(int permits, Duration per) {
		this(permits, per, permits);
	}

}
