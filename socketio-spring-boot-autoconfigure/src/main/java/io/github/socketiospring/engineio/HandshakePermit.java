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

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;

/**
 * One handshake's place among the sessions, held while it is examined and until its
 * session is counted. The steps follow one another: {@link #accept}, then {@link #open};
 * {@link #close()} may be called at any time, from any thread, and more than once.
 *
 * @since 0.1.0
 * @see EngineEntry#admit()
 */
public interface HandshakePermit extends AutoCloseable {

	/**
	 * Make the session's id, which belongs to this handshake from now on: no other one
	 * can be given it.
	 * @param revision the protocol revision of the client
	 * @param handshake the request
	 * @return the id
	 * @throws RuntimeException what the {@link SessionIdGenerator} threw, or an
	 * {@link IllegalStateException} when it made an id that is malformed or in use
	 */
	String accept(EngineRevision revision, EngineHandshake handshake);

	/**
	 * Begin the session. The place is the session's afterwards, and the permit is closed.
	 * @param <T> the type of the transport
	 * @param transports makes the session's first transport; it is closed at once when
	 * the permit was closed before
	 * @return the transport that was made, closed if the permit was
	 * @throws IllegalStateException when the handshake was not accepted
	 */
	<T extends Transport> T open(Function<TransportListener, T> transports);

	/**
	 * The request was answered. On some web servers an accepted WebSocket starts later:
	 * the place and the id are kept for it as long as an upgrade may take.
	 */
	void answered();

	/**
	 * Give the place and the id back, unless the session has begun.
	 */
	@Override
	void close();

}
