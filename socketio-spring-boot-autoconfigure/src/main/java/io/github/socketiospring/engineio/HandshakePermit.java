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
 * The place of one handshake among the sessions, until its session is counted. The steps
 * are {@link #accept} and then {@link #open}; {@link #close()} may be called at any time,
 * from any thread, and more than once.
 *
 * @since 0.1.0
 * @see EngineEntry#admit()
 */
public interface HandshakePermit extends AutoCloseable {

	/**
	 * Set what is to be done when the permit is closed and no session was opened.
	 * @param action called once at most; at once if the permit is closed
	 */
	void ifUnopened(Runnable action);

	/**
	 * Generate the session's id, and reserve it for this handshake.
	 * @param revision the protocol revision of the client
	 * @param handshake the request that opens the session
	 * @return the id of the session to be opened
	 * @throws RuntimeException an exception of the {@link SessionIdGenerator}, or an
	 * {@link IllegalStateException} if its id is malformed or in use
	 */
	String accept(EngineRevision revision, EngineHandshake handshake);

	/**
	 * Open the session. It takes over the place, and the permit is closed.
	 * <p>
	 * If the permit was closed before, no session is opened, and the transport is closed
	 * at once. There is no request left that could be refused instead: the handshake of a
	 * WebSocket was answered, so that its transport has to send the close frame, and a
	 * request for HTTP long-polling was cancelled by its client. Callers have to run a
	 * closed transport in any case, since the session may end while this method opens it,
	 * for example if the server is closed.
	 * @param <T> the type of the transport
	 * @param transports creates the session's first transport
	 * @return the transport, closed if the permit was closed or the session has ended
	 * @throws IllegalStateException if the handshake was not accepted
	 */
	<T extends Transport> T open(Function<TransportListener, T> transports);

	/**
	 * The request was answered. On some web servers an accepted WebSocket is opened
	 * later: the place and the id are kept for it for the upgrade timeout.
	 */
	void answered();

	/**
	 * Release the place and the id, unless the session was opened.
	 */
	@Override
	void close();

}
