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

import io.micrometer.common.docs.KeyName;

/**
 * The keys of the default conventions.
 *
 * @since 0.1.0
 */
public enum ObservationKey implements KeyName {

	/**
	 * The namespace, or the pattern that accepts it, as in metrics; its name in
	 * observations of messages between nodes.
	 */
	NAMESPACE("namespace"),

	/** The name of the event, {@code other} if the client chose it. */
	EVENT("event"),

	/**
	 * {@code success} or {@code error}; of a request to other nodes {@code complete},
	 * {@code timeout}, {@code unavailable}, {@code cancelled} or, if it was not
	 * published, {@code error}.
	 */
	OUTCOME("outcome"),

	/** The simple name of the exception, {@code none} without one. */
	EXCEPTION("exception"),

	/**
	 * The kind of a message between nodes: the name of a
	 * {@link io.github.socketiospring.adapter.cluster.MessageKind} in lower case.
	 */
	KIND("kind"),

	/** The id of the socket; a session id in it is abbreviated. */
	SOCKET_ID("socket.id"),

	/** The number of nodes that should answer, {@code unknown} if it is not known. */
	NODES_EXPECTED("nodes.expected"),

	/** The number of nodes that answered. */
	NODES_ANSWERED("nodes.answered");

	private final String key;

	ObservationKey(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
