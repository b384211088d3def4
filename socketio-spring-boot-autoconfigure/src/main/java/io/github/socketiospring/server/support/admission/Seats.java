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

package io.github.socketiospring.server.support.admission;

import io.github.socketiospring.server.support.life.LiveSocket;

/**
 * The places of one connection for sockets, one for each namespace. A socket that has
 * left counts until its handlers, including those of the disconnect, have completed.
 *
 * @since 0.1.0
 */
public interface Seats {

	/**
	 * Reserve a place while a namespace is being looked up, which may take time.
	 * @param namespace the namespace's name
	 * @return {@code false} if the connection has no more places
	 */
	boolean reserve(String namespace);

	/**
	 * Cancel a reservation. Does nothing if the place is taken.
	 * @param namespace the namespace's name
	 */
	void cancel(String namespace);

	/**
	 * Claim an empty namespace that was created for a client.
	 * @param share how many of those the connection may have claimed
	 * @return {@code false} if it has claimed as many
	 */
	boolean claim(int share);

	/**
	 * Leave a namespace that was claimed.
	 */
	void leaveClaimed();

	/**
	 * Reserve the place of a socket for the one that replaces it.
	 * @param socket a socket of the connection
	 * @return whether it had a place
	 */
	boolean reserveInstead(LiveSocket socket);

	/**
	 * Take a reserved place. {@link #left} must follow.
	 * @param namespace the namespace's name
	 * @param socket the socket that enters
	 * @return {@code false} if the connection is closed
	 */
	boolean take(String namespace, LiveSocket socket);

	/**
	 * Free a socket's namespace. The socket counts until it has {@linkplain #left left}.
	 * @param socket a socket of the connection
	 * @return whether it had one
	 */
	boolean free(LiveSocket socket);

	/**
	 * A socket that took a place has left, and its handlers have completed.
	 * @param socket a socket that took a place
	 */
	void left(LiveSocket socket);

}
