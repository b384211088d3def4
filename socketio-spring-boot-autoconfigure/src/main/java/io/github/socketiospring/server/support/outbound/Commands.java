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

import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Carries out commands at once, whether or not their result is subscribed to. A failure
 * that nobody subscribed to within a second is logged.
 *
 * @since 0.1.0
 */
public final class Commands {

	private static final Logger logger = LoggerFactory.getLogger(Commands.class);

	private static final long PATIENCE_MILLIS = 1000;

	private Commands() {
	}

	/**
	 * Carry out a command.
	 * @param command carries it out on subscription
	 * @param timer schedules the look at whether somebody subscribed
	 * @param description what could not be done, for the log
	 * @return ends as the command does
	 */
	public static Mono<Void> carryOut(Mono<Void> command, Scheduler timer, String description) {
		Sinks.Empty<Void> result = Sinks.empty();
		AtomicBoolean observed = new AtomicBoolean();
		command.subscribe(null, (error) -> {
			result.tryEmitError(error);
			if (!observed.get()) {
				timer.schedule(() -> {
					if (!observed.get()) {
						logger.warn("{}", LogFormat.message(description), error);
					}
				}, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
			}
		}, result::tryEmitEmpty);
		return result.asMono().doOnSubscribe((subscription) -> observed.set(true));
	}

}
