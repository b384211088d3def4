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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.socketiospring.adapter.cluster.MessageKind;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * The context of {@link SocketIOObservation#CLUSTER_PUBLISH}.
 *
 * @since 0.1.0
 */
public final class ClusterPublishObservationContext extends SenderContext<Map<String, String>> {

	private final String namespace;

	private final MessageKind kind;

	/**
	 * Create the context of a message.
	 * @param namespace the name of the namespace
	 * @param kind the kind of the message
	 */
	public ClusterPublishObservationContext(String namespace, MessageKind kind) {
		super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.PRODUCER);
		this.namespace = namespace;
		this.kind = kind;
		setCarrier(new HashMap<>(4));
	}

	/**
	 * The namespace.
	 * @return its name
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * The kind of the message.
	 * @return one of a few
	 */
	public MessageKind getMessageKind() {
		return this.kind;
	}

}
