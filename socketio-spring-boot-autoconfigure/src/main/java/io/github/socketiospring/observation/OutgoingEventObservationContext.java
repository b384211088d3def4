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
 * The context of the observation of an event that the application sends.
 *
 * @since 0.1.0
 */
public abstract sealed class OutgoingEventObservationContext extends Observation.Context
		permits AskObservationContext, BroadcastObservationContext {

	private final String namespace;

	private final String event;

	OutgoingEventObservationContext(String namespace, String event) {
		this.namespace = namespace;
		this.event = event;
	}

	/**
	 * The namespace, with its name in metrics.
	 * @return a name, or a pattern
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * The name of the event.
	 * @return the name, {@code other} after the first 1,000 names of an application
	 */
	public String getEvent() {
		return this.event;
	}

}
