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

package io.github.socketiospring.engineio.web;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.support.Rate;
import io.github.socketiospring.support.TokenBucket;

/**
 * Limits the rate of handshakes from each address. The number of addresses is bounded. If
 * there is no room for the address of a handshake, addresses without recent handshakes
 * are removed, at most once a second. If there is still no room, it is admitted.
 */
final class AddressRates {

	private static final long SWEEP_NANOS = 1_000_000_000L;

	private final Rate rate;

	private final int capacity;

	private final Map<Object, TokenBucket> buckets = new ConcurrentHashMap<>();

	private final AtomicLong nextSweep = new AtomicLong();

	AddressRates(Rate rate, int capacity) {
		this.rate = rate;
		this.capacity = capacity;
	}

	/**
	 * Count a handshake.
	 * @param address the address of the client
	 * @param now the time in nanoseconds
	 * @return {@code true} if the rate allows it
	 */
	boolean admits(InetSocketAddress address, long now) {
		Object key = AddressKey.of(address);
		TokenBucket bucket = this.buckets.get(key);
		if (bucket == null) {
			if (isFull(now)) {
				return true;
			}
			bucket = this.buckets.computeIfAbsent(key, (missing) -> new TokenBucket(this.rate, now));
		}
		return bucket.take(now);
	}

	private boolean isFull(long now) {
		if (this.buckets.size() < this.capacity) {
			return false;
		}
		long due = this.nextSweep.get();
		if (now >= due && this.nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
			this.buckets.values().removeIf((bucket) -> bucket.isFull(now));
		}
		return this.buckets.size() >= this.capacity;
	}

	int size() {
		return this.buckets.size();
	}

}
