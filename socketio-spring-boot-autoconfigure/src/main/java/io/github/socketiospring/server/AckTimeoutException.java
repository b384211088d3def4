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

import java.util.Set;

/**
 * Not every client acknowledged in time.
 *
 * @since 0.1.0
 */
public class AckTimeoutException extends RuntimeException {

	private final Set<String> missing;

	/**
	 * Create an exception.
	 * @param event the event that was to be acknowledged
	 * @param missing the ids of the sockets that did not answer, as far as known
	 */
	public AckTimeoutException(String event, Set<String> missing) {
		super("Event '" + event + "' was not acknowledged in time by " + missing.size() + " socket(s)");
		this.missing = Set.copyOf(missing);
	}

	/**
	 * The sockets that did not answer.
	 * @return their ids
	 */
	public Set<String> missing() {
		return this.missing;
	}

}
