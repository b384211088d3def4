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

package io.github.socketiospring.server.support;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.OncePerMinute;
import io.github.socketiospring.support.Rate;
import io.github.socketiospring.support.TokenBucket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Limits how often one connection may be refused, in all namespaces together. Beyond that
 * rate no middleware is called, which slows down attempts to guess passwords. Allocates
 * nothing until the connection is refused. Thread-safe.
 */
final class RefusalMeter {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private static final OncePerMinute warning = new OncePerMinute();

	private final @Nullable Rate rate;

	private final Scheduler clock;

	private final Diagnostics diagnostics;

	private @Nullable TokenBucket bucket;

	/**
	 * Create a meter.
	 * @param rate how often the connection may be refused, {@code null} for no limit
	 * @param clock provides the time
	 * @param diagnostics counts what exceeds the rate
	 */
	RefusalMeter(@Nullable Rate rate, Scheduler clock, Diagnostics diagnostics) {
		this.rate = rate;
		this.clock = clock;
		this.diagnostics = diagnostics;
	}

	/**
	 * Count a refused CONNECT.
	 */
	synchronized void refused() {
		if (this.rate != null) {
			TokenBucket present = this.bucket;
			if (present == null) {
				present = new TokenBucket(this.rate, now());
				this.bucket = present;
			}
			present.take(now());
		}
	}

	/**
	 * Whether middleware may be called for a CONNECT.
	 * @return {@code false} if the connection was refused too often
	 */
	synchronized boolean admits() {
		TokenBucket present = this.bucket;
		if (present == null || !present.isEmpty(now())) {
			return true;
		}
		this.diagnostics.count(SocketIOCounter.REFUSED_TOO_OFTEN);
		if (warning.pass()) {
			logger.warn("A CONNECT is refused without calling middleware, since the client was refused more often than "
					+ "'socketio.rate-limits.refused-connects-per-minute' allows (further ones are counted, and logged "
					+ "once a minute)");
		}
		return false;
	}

	private long now() {
		return this.clock.now(TimeUnit.NANOSECONDS);
	}

}
