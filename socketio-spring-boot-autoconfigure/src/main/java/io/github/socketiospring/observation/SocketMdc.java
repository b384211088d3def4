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

import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The values in the MDC while code is called for a socket. No other keys of the MDC are
 * changed.
 *
 * @param namespace the name of the namespace
 * @param socketId the id of the socket; a session id in it is abbreviated
 * @param event the name of the event, {@code null} while the socket connects
 */
record SocketMdc(String namespace, String socketId, @Nullable String event) {

	/** The key of the Reactor context. */
	static final String KEY = "socketio.mdc";

	private static final String NAMESPACE = "socketio.namespace";

	private static final String SOCKET = "socketio.socket";

	private static final String EVENT = "socketio.event";

	/**
	 * Read the values of the current thread.
	 * @return the values, {@code null} if there are none
	 */
	static @Nullable SocketMdc current() {
		String namespace = MDC.get(NAMESPACE);
		String socketId = MDC.get(SOCKET);
		return (namespace != null && socketId != null) ? new SocketMdc(namespace, socketId, MDC.get(EVENT)) : null;
	}

	/**
	 * Set the values of the current thread.
	 * @param values the values, {@code null} for none
	 */
	static void set(@Nullable SocketMdc values) {
		put(NAMESPACE, (values != null) ? values.namespace() : null);
		put(SOCKET, (values != null) ? values.socketId() : null);
		put(EVENT, (values != null) ? values.event() : null);
	}

	private static void put(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	ThreadLocals.Scope open() {
		SocketMdc previous = current();
		set(this);
		return () -> set(previous);
	}

}
