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

/**
 * A handler exceeded its timeout. The status for the client is 504.
 *
 * @since 0.1.0
 * @see EventHandler#timeout()
 */
public class HandlerTimeoutException extends RuntimeException {

	private final String event;

	private final Duration timeout;

	/**
	 * Create an exception.
	 * @param event the event's name
	 * @param timeout the time that the handler had
	 */
	public HandlerTimeoutException(String event, Duration timeout) {
		super("The event was not handled within " + timeout.toMillis() + " ms");
		this.event = event;
		this.timeout = timeout;
	}

	/**
	 * The event's name.
	 * @return the name of the event that was not handled in time
	 */
	public String event() {
		return this.event;
	}

	/**
	 * The time that the handler had.
	 * @return the handler's timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
