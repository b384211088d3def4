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

import java.util.Map;

import io.github.socketiospring.adapter.cluster.MessageKind;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of {@link SocketIOObservation#CLUSTER_HANDLE}, which belongs to the trace
 * of the message.
 *
 * @since 0.1.0
 */
public final class ClusterHandleObservationContext extends ReceiverContext<Map<String, String>> {

	private final String namespace;

	private final MessageKind kind;

	private final @Nullable String event;

	/**
	 * Create the context of a message.
	 * @param namespace the namespace: its name, for an event for servers that in metrics
	 * @param kind the kind of the message
	 * @param event the name of an event for servers, {@code null} for other messages
	 * @param carrier the trace fields of the message
	 */
	public ClusterHandleObservationContext(String namespace, MessageKind kind, @Nullable String event,
			Map<String, String> carrier) {
		super(Map::get, Kind.CONSUMER);
		this.namespace = namespace;
		this.kind = kind;
		this.event = event;
		setCarrier(carrier);
	}

	/**
	 * The namespace.
	 * @return its name, for an event for servers that in metrics
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

	/**
	 * The name of an event for servers, for which the application has a listener or a
	 * handler.
	 * @return the name, {@code null} for other messages
	 */
	public @Nullable String getEvent() {
		return this.event;
	}

}
