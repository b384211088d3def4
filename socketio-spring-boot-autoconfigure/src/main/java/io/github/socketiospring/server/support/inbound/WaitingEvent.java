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

import java.util.function.Predicate;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;

/**
 * An event that waits for its turn in its encoded form, whose size is counted until then.
 */
final class WaitingEvent implements Lane.Task {

	private final KeptArguments arguments;

	private final long size;

	private final EventLimits limits;

	private final Predicate<ArgumentReader> turn;

	/**
	 * Create an event that waits.
	 * @param arguments the arguments in their encoded form
	 * @param limits counts the bytes of waiting events
	 * @param turn reads the arguments and handles the event when its turn comes; returns
	 * the same as {@link Lane.Task#start()}
	 */
	WaitingEvent(KeptArguments arguments, EventLimits limits, Predicate<ArgumentReader> turn) {
		this.arguments = arguments;
		this.size = arguments.size();
		this.limits = limits;
		this.turn = turn;
		limits.beginWait(this.size);
	}

	@Override
	public boolean start() {
		this.limits.endWait(this.size);
		return this.turn.test(this.arguments.reader());
	}

}
