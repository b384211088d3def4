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
 * The places that one connection has for sockets, one for each namespace. A socket that
 * its client has left counts until its handlers are done and everybody was told.
 *
 * @since 0.1.0
 */
public interface Seats {

	/**
	 * Reserve the place for a namespace that is looked for, which may take time.
	 * @param namespace the namespace's name
	 * @return {@code false} when the connection has no more places
	 */
	boolean reserve(String namespace);

	/**
	 * Give a reservation back. Does nothing when the place is taken.
	 * @param namespace the namespace's name
	 */
	void cancel(String namespace);

	/**
	 * Claim a namespace that exists only while clients are in it, and that nobody is in.
	 * @param share how many of those the connection may have claimed
	 * @return {@code false} when it has claimed as many
	 */
	boolean claim(int share);

	/**
	 * Leave a namespace that was claimed.
	 */
	void leaveClaimed();

	/**
	 * Reserve the place of a socket for the one that takes over from it.
	 * @param socket a socket of the connection
	 * @return whether it had one
	 */
	boolean reserveInstead(LiveSocket socket);

	/**
	 * Take a reserved place. {@link #left} must follow.
	 * @param namespace the namespace's name
	 * @param socket the socket that was let in
	 * @return {@code false} when the connection is closed
	 */
	boolean take(String namespace, LiveSocket socket);

	/**
	 * Free a socket's namespace. The socket counts until it has {@linkplain #left left}.
	 * @param socket a socket of the connection
	 * @return whether it had one
	 */
	boolean free(LiveSocket socket);

	/**
	 * Nothing goes on any more for a socket that took a place.
	 * @param socket the socket
	 */
	void left(LiveSocket socket);

}
