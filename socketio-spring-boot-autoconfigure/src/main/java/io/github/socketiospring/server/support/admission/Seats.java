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

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * The places of one connection for sockets, one for each namespace: those that are taken,
 * and those that are reserved while a namespace is being looked up. A socket that has
 * left counts until its handlers, including those of the disconnect, have completed.
 * <p>
 * Most connections have one socket: the map is copied when it changes and read without a
 * lock, by any thread.
 *
 * @since 0.1.0
 */
public final class Seats {

	private final int limit;

	private final MemoryAccount memory;

	private volatile Map<String, LiveSocket> sockets = Map.of();

	private volatile boolean closed;

	private Set<String> wanted = Set.of();

	/** How many of the namespaces were empty when this connection entered them. */
	private int claimed;

	/** How many sockets took a place and have not left, including freed ones. */
	private int staying;

	/**
	 * Create places, none of which is taken.
	 * @param limit how many namespaces a connection may be in, including those that it
	 * has left and whose handlers are still running
	 * @param memory the account that sockets are charged to
	 */
	public Seats(int limit, MemoryAccount memory) {
		this.limit = limit;
		this.memory = memory;
	}

	/**
	 * Whether the connection has ended.
	 * @return {@code true} if no more places can be taken
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Find the socket in a namespace.
	 * @param namespace the namespace's name
	 * @return the socket, {@code null} if there is none
	 */
	public @Nullable LiveSocket get(String namespace) {
		return this.sockets.get(namespace);
	}

	/**
	 * The current sockets.
	 * @return a snapshot, in the order in which they were added
	 */
	public List<LiveSocket> all() {
		return List.copyOf(this.sockets.values());
	}

	/**
	 * Reserve a place while a namespace is being looked up, which may take time.
	 * @param namespace the namespace's name
	 * @return {@code false} if the connection has no more places
	 */
	public synchronized boolean reserve(String namespace) {
		if (this.staying + this.wanted.size() >= this.limit) {
			return false;
		}
		want(namespace);
		return true;
	}

	private void want(String namespace) {
		if (this.wanted.isEmpty()) {
			this.wanted = new HashSet<>(2);
		}
		this.wanted.add(namespace);
	}

	/**
	 * Reserve the place of a socket for the one that replaces it.
	 * @param socket a socket of the connection
	 * @return whether it had a place
	 */
	public synchronized boolean reserveInstead(LiveSocket socket) {
		if (!free(socket)) {
			return false;
		}
		want(socket.socket().namespace().name());
		return true;
	}

	/**
	 * Whether there is a socket for a namespace, or the namespace is being looked up.
	 * @param namespace the name in a CONNECT packet
	 * @return {@code true} if the client must not connect to it again
	 */
	public synchronized boolean isKnown(String namespace) {
		return this.wanted.contains(namespace) || this.sockets.containsKey(namespace);
	}

	/**
	 * Cancel a reservation. Does nothing if the place is taken.
	 * @param namespace the namespace's name
	 */
	public synchronized void cancel(String namespace) {
		if (this.wanted.contains(namespace)) {
			this.wanted.remove(namespace);
			this.wanted = this.wanted.isEmpty() ? Set.of() : this.wanted;
		}
	}

	/**
	 * Claim an empty namespace that was created for a client.
	 * @param share how many of those the connection may have claimed
	 * @return {@code false} if it has claimed as many
	 */
	public synchronized boolean claim(int share) {
		if (this.claimed >= share) {
			return false;
		}
		this.claimed++;
		return true;
	}

	/**
	 * Leave a namespace that was claimed.
	 */
	public synchronized void leaveClaimed() {
		this.claimed--;
	}

	/**
	 * Take a reserved place. {@link #left} must follow.
	 * @param namespace the namespace's name
	 * @param socket the socket that enters
	 * @return {@code false} if the connection is closed
	 */
	public boolean take(String namespace, LiveSocket socket) {
		if (!add(namespace, socket)) {
			return false;
		}
		// Without the lock: this may end the connection, which calls the application.
		this.memory.charge(MemoryKind.SESSIONS, cost(socket));
		return true;
	}

	private static int cost(LiveSocket socket) {
		return MemoryCost.SOCKET + MemoryCost.of(socket.socket().namespace().name());
	}

	private synchronized boolean add(String namespace, LiveSocket socket) {
		cancel(namespace);
		if (this.closed) {
			return false;
		}
		this.staying++;
		if (this.sockets.isEmpty()) {
			this.sockets = Map.of(namespace, socket);
		}
		else {
			Map<String, LiveSocket> copy = new LinkedHashMap<>(this.sockets);
			copy.put(namespace, socket);
			this.sockets = copy;
		}
		return true;
	}

	/**
	 * Free a socket's namespace. The socket counts until it has {@linkplain #left left}.
	 * @param socket a socket of the connection
	 * @return whether it had one
	 */
	public synchronized boolean free(LiveSocket socket) {
		String namespace = socket.socket().namespace().name();
		if (this.sockets.get(namespace) != socket) {
			return false;
		}
		if (this.sockets.size() == 1) {
			this.sockets = Map.of();
		}
		else {
			Map<String, LiveSocket> copy = new LinkedHashMap<>(this.sockets);
			copy.remove(namespace);
			this.sockets = copy;
		}
		return true;
	}

	/**
	 * A socket that took a place has left, and its handlers have completed.
	 * @param socket a socket that took a place
	 */
	public synchronized void left(LiveSocket socket) {
		free(socket);
		this.staying--;
		this.memory.release(MemoryKind.SESSIONS, cost(socket));
	}

	/**
	 * Remove all sockets, and accept no more.
	 * @return the removed sockets
	 */
	public synchronized List<LiveSocket> close() {
		this.closed = true;
		List<LiveSocket> present = all();
		this.sockets = Map.of();
		return present;
	}

}
