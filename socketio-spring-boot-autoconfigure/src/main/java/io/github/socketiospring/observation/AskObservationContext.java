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

package io.github.socketiospring.observation;

import io.micrometer.observation.Observation;

/**
 * The context of {@link SocketIOObservation#ASK}.
 *
 * @since 0.1.0
 */
public final class AskObservationContext extends Observation.Context {

	private final String namespace;

	private final String event;

	/**
	 * Create the context of an event whose acknowledgement is awaited.
	 * @param namespace the namespace as metrics call it
	 * @param event the name of the event
	 */
	public AskObservationContext(String namespace, String event) {
		this.namespace = namespace;
		this.event = event;
	}

	/**
	 * The namespace, as metrics call it.
	 * @return a name, or a pattern
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * The name of the event.
	 * @return the name that the application sends
	 */
	public String getEvent() {
		return this.event;
	}

}
