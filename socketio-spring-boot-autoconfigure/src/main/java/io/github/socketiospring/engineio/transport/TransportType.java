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

package io.github.socketiospring.engineio.transport;

import org.jspecify.annotations.Nullable;

/**
 * The transports that a client can use.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#transports">Engine.IO
 * protocol, transports</a>
 */
public enum TransportType {

	/** HTTP long-polling. */
	POLLING("polling"),

	/** WebSocket. */
	WEBSOCKET("websocket");

	private final String value;

	TransportType(String value) {
		this.value = value;
	}

	/**
	 * The value of the {@code transport} query parameter.
	 * @return the wire name
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Find a transport by its wire name.
	 * @param value the wire name, if any
	 * @return the transport or {@code null} if there is none of that name
	 */
	public static @Nullable TransportType of(@Nullable String value) {
		for (TransportType type : values()) {
			if (type.value.equals(value)) {
				return type;
			}
		}
		return null;
	}

}
