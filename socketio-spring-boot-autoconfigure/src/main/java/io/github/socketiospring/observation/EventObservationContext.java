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

import io.github.socketiospring.server.SocketIOSocket;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of {@link SocketIOObservation#EVENT}. If the event carries a
 * {@code traceparent}, the observation belongs to that trace, otherwise to a new one.
 *
 * @since 0.1.0
 */
public final class EventObservationContext extends ReceiverContext<Map<String, String>> {

	private final String namespace;

	private final SocketIOSocket socket;

	private final @Nullable String event;

	/**
	 * Create the context of an event.
	 * @param namespace the namespace, with its name in metrics
	 * @param socket the socket that received the event
	 * @param event the name of the event, {@code null} if the client chose it
	 * @param carrier the trace fields of the event
	 */
	public EventObservationContext(String namespace, SocketIOSocket socket, @Nullable String event,
			Map<String, String> carrier) {
		super(Map::get, Kind.SERVER);
		this.namespace = namespace;
		this.socket = socket;
		this.event = event;
		setCarrier(carrier);
	}

	/**
	 * The namespace, with its name in metrics.
	 * @return a name, or a pattern
	 */
	public String getNamespace() {
		return this.namespace;
	}

	/**
	 * The socket that received the event.
	 * @return a socket that may have disconnected since
	 */
	public SocketIOSocket getSocket() {
		return this.socket;
	}

	/**
	 * The name of the event.
	 * @return the name, {@code null} if the client chose it
	 */
	public @Nullable String getEvent() {
		return this.event;
	}

}
