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
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.support.OncePerMinute;
import io.github.socketiospring.support.Rate;
import io.github.socketiospring.support.TokenBucket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how often one connection may be refused, in all namespaces together. Beyond that
 * rate no middleware is called, which slows down attempts to guess passwords. Allocates
 * nothing until the connection is refused. Thread-safe.
 */
final class RefusalMeter {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private static final OncePerMinute warning = new OncePerMinute();

	private final ServerContext context;

	private @Nullable TokenBucket bucket;

	RefusalMeter(ServerContext context) {
		this.context = context;
	}

	/**
	 * Count a refused CONNECT.
	 */
	synchronized void refused() {
		Rate rate = this.context.options().refusedConnectRate();
		if (rate != null) {
			TokenBucket present = this.bucket;
			if (present == null) {
				present = new TokenBucket(rate, now());
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
		this.context.count(SocketIOCounter.REFUSED_TOO_OFTEN);
		if (warning.pass()) {
			logger.warn("A CONNECT is refused without calling middleware, since the client was refused more often than "
					+ "'socketio.rate-limits.refused-connects-per-minute' allows (further ones are counted, and logged "
					+ "once a minute)");
		}
		return false;
	}

	private long now() {
		return this.context.timer().now(TimeUnit.NANOSECONDS);
	}

}
