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

/**
 * The context of {@link SocketIOObservation#CONNECT}.
 *
 * @since 0.1.0
 */
public final class ConnectObservationContext extends ReceiverContext<Map<String, String>> {

	private final String namespace;

	private final SocketIOSocket socket;

	/**
	 * Create the context of a connect.
	 * @param namespace the namespace, with its name in metrics
	 * @param socket the socket that connects
	 * @param carrier the trace fields of the {@code auth} payload
	 */
	public ConnectObservationContext(String namespace, SocketIOSocket socket, Map<String, String> carrier) {
		super(Map::get, Kind.SERVER);
		this.namespace = namespace;
		this.socket = socket;
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
	 * The socket that connects.
	 * @return a socket that may be refused
	 */
	public SocketIOSocket getSocket() {
		return this.socket;
	}

}
