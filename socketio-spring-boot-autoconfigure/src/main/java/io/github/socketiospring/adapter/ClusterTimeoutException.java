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

package io.github.socketiospring.adapter;

/**
 * Other nodes did not answer a request in time. The answers of the others were emitted
 * before.
 *
 * @since 0.1.0
 */
public class ClusterTimeoutException extends PartialResultException {

	private final String request;

	private final transient MissingNodes missing;

	/**
	 * Create an exception.
	 * @param request what was asked, for the message
	 * @param missing the nodes that did not answer
	 */
	public ClusterTimeoutException(String request, MissingNodes missing) {
		super(request + ": " + missing.answered() + " of " + missing.expected() + " other nodes answered in time"
				+ (missing.names().isEmpty() ? "" : ", missing: " + String.join(", ", missing.names())), null);
		this.request = request;
		this.missing = missing;
	}

	/**
	 * Combine with the failure of the same request to another namespace.
	 * @param other the other failure
	 * @return a failure with the nodes that did not answer one of them
	 */
	public ClusterTimeoutException and(ClusterTimeoutException other) {
		return new ClusterTimeoutException(this.request, this.missing.and(other.missing));
	}

	/**
	 * The nodes that did not answer.
	 * @return their number, and their names as far as known
	 */
	public MissingNodes missing() {
		return this.missing;
	}

}
