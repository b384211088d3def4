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

package io.github.socketiospring.server.support.outbound;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Executes commands at once, whether or not anyone subscribes to the result. A failure
 * without a subscriber within a second is logged.
 *
 * @since 0.1.0
 */
public final class Commands {

	private static final Logger logger = LoggerFactory.getLogger(Commands.class);

	private static final long PATIENCE_MILLIS = 1000;

	private Commands() {
	}

	/**
	 * Execute a command.
	 * @param command executes the command on subscription
	 * @param timer schedules the check for a subscriber
	 * @param diagnostics logs the failure
	 * @param description what failed, for the log
	 * @return completes or fails as the command does
	 */
	public static Mono<Void> carryOut(Mono<Void> command, Scheduler timer, Diagnostics diagnostics,
			String description) {
		Sinks.Empty<Void> result = Sinks.empty();
		AtomicBoolean observed = new AtomicBoolean();
		command.subscribe(null, (error) -> {
			result.tryEmitError(error);
			if (!observed.get()) {
				timer.schedule(() -> {
					if (!observed.get()) {
						diagnostics.error(logger, description, error);
					}
				}, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
			}
		}, result::tryEmitEmpty);
		return result.asMono().doOnSubscribe((subscription) -> observed.set(true));
	}

}
