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

package io.github.socketiospring.engineio;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of an {@link EngineServer} for requests: admits handshakes, finds the
 * transports of later requests, and learns what was refused. It is for code that mounts
 * the server in a web framework. May be called from any thread and never blocks.
 *
 * @since 0.1.0
 * @see EngineServer#entry()
 */
public interface EngineEntry {

	/**
	 * Admit a handshake, which counts as a session from now on.
	 * @return a permit that must be closed, or {@code null} if
	 * {@link EngineOptions#maxSessions()} sessions are open or being opened
	 */
	@Nullable HandshakePermit admit();

	/**
	 * Find the transport of a session.
	 * @param id the session's id
	 * @return the transport in use, or {@code null} if there is no such session
	 */
	@Nullable Transport transportOf(String id);

	/**
	 * Whether a session ended recently, so that a request for it needs no warning.
	 * @param id the session's id
	 * @return whether it is one of the last that ended
	 */
	boolean hasEnded(String id);

	/**
	 * Offer a WebSocket for the upgrade of a session.
	 * @param <T> the type of the transport
	 * @param id the session's id
	 * @param transports creates the WebSocket transport; it is closed at once if the
	 * session has ended or cannot be upgraded
	 * @return the transport, closed if it is not used
	 */
	<T extends Transport> T upgrade(String id, Function<TransportListener, T> transports);

	/**
	 * Increment a counter.
	 * @param counter the counter to increment
	 */
	void count(EngineCounter counter);

	/**
	 * Report a request that was refused.
	 * @param error creates the report, called once for each listener
	 */
	void connectionRefused(Supplier<ConnectionError> error);

}
