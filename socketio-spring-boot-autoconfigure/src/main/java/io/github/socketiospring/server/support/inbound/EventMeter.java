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

package io.github.socketiospring.server.support.inbound;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.support.TokenBucket;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Enforces the rates of one connection's events, in all of its namespaces together.
 * Allocates nothing without rates.
 */
final class EventMeter {

	private final Scheduler clock;

	private @Nullable Map<EventRate, TokenBucket> buckets;

	/**
	 * Create a meter.
	 * @param clock provides the time
	 */
	EventMeter(Scheduler clock) {
		this.clock = clock;
	}

	/**
	 * Count an event.
	 * @param rates the rates that all apply to it
	 * @return whether it is within all rates
	 */
	boolean admits(List<EventRate> rates) {
		if (rates.isEmpty()) {
			return true;
		}
		for (EventRate rate : rates) {
			if (!admits(rate)) {
				return false;
			}
		}
		return true;
	}

	private boolean admits(EventRate rate) {
		long now = this.clock.now(TimeUnit.NANOSECONDS);
		return bucket(rate, now).take(now);
	}

	private synchronized TokenBucket bucket(EventRate rate, long now) {
		if (this.buckets == null) {
			this.buckets = new IdentityHashMap<>(2);
		}
		return this.buckets.computeIfAbsent(rate, (missing) -> new TokenBucket(rate.rate(), now));
	}

}
