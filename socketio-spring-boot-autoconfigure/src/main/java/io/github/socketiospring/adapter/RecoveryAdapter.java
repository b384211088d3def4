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

package io.github.socketiospring.adapter;

import java.util.Collection;
import java.util.List;

import io.github.socketiospring.protocol.Packet;
import reactor.core.publisher.Mono;

/**
 * An adapter that remembers what was sent, and who lost the connection, so that a client
 * which comes back in time has missed nothing. Every event it broadcasts without an
 * acknowledgement gets an {@linkplain Packet#offset() offset}.
 *
 * @since 0.1.0
 */
public interface RecoveryAdapter extends Adapter {

	/**
	 * Remember a socket that lost its connection.
	 * @param session what is needed to bring it back
	 */
	void save(SavedSession session);

	/**
	 * How many sessions are remembered on this node.
	 * @return the number of sessions
	 */
	int savedSessionCount();

	/**
	 * Find a session. A session is found once; who comes second gets nothing.
	 * @param privateId the private id that the client presents
	 * @param offset the offset of the last event that the client received
	 * @return the session, empty when it is unknown, too old, or too much was sent since
	 */
	Mono<SavedSession> find(String privateId, String offset);

	/**
	 * Add a socket that comes back, in such a way that no event is missed or received
	 * twice: what is broadcast before is in the result, what is broadcast later goes to
	 * the socket.
	 * @param socket the socket
	 * @param rooms its rooms, own-id room not included
	 * @param offset the offset of the last event that its client received
	 * @return the events that it missed, in order
	 */
	Mono<List<Packet>> resume(LocalSocket socket, Collection<String> rooms, String offset);

}
