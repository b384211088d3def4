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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.server.EventHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Limits the time of handlers that are called without a socket.
 *
 * @since 0.1.0
 */
public final class HandlerTimeouts {

	private final @Nullable Duration limit;

	private final Scheduler timer;

	/**
	 * Create the timeouts of a server.
	 * @param limit the limit of handlers without one of their own, {@code null} for none
	 * @param timer measures the time
	 */
	public HandlerTimeouts(@Nullable Duration limit, Scheduler timer) {
		this.limit = limit;
		this.timer = timer;
	}

	/**
	 * Begin the time of a handler.
	 * @param handler the handler that was called
	 * @param expired called with the limit when it has passed
	 * @return ends the time when disposed of
	 */
	Disposable start(EventHandler handler, Consumer<Duration> expired) {
		Duration own = handler.timeout();
		Duration time = (own != null) ? own : this.limit;
		return (time != null) ? this.timer.schedule(() -> expired.accept(time), time.toMillis(), TimeUnit.MILLISECONDS)
				: Disposables.disposed();
	}

}
