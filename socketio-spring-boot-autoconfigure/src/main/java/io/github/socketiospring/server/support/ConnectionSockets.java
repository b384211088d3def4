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

package io.github.socketiospring.server.support;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.server.support.admission.Seats;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one connection by namespace, and the namespaces that are being looked
 * up. Most connections have one socket: the map is copied when it changes and read
 * without a lock, by any thread.
 */
final class ConnectionSockets implements Seats {

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
	 * Create an empty set of sockets.
	 * @param limit how many namespaces a connection may be in, those included that it has
	 * left and whose handlers are still at work
	 * @param memory the account that sockets are charged to
	 */
	ConnectionSockets(int limit, MemoryAccount memory) {
		this.limit = limit;
		this.memory = memory;
	}

	boolean isClosed() {
		return this.closed;
	}

	@Nullable LiveSocket get(String namespace) {
		return this.sockets.get(namespace);
	}

	/**
	 * The current sockets.
	 * @return a snapshot, in the order in which they were added
	 */
	List<LiveSocket> all() {
		return List.copyOf(this.sockets.values());
	}

	@Override
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

	@Override
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
	synchronized boolean isKnown(String namespace) {
		return this.wanted.contains(namespace) || this.sockets.containsKey(namespace);
	}

	@Override
	public synchronized void cancel(String namespace) {
		if (this.wanted.contains(namespace)) {
			this.wanted.remove(namespace);
			this.wanted = this.wanted.isEmpty() ? Set.of() : this.wanted;
		}
	}

	@Override
	public synchronized boolean claim(int share) {
		if (this.claimed >= share) {
			return false;
		}
		this.claimed++;
		return true;
	}

	@Override
	public synchronized void leaveClaimed() {
		this.claimed--;
	}

	@Override
	public boolean take(String namespace, LiveSocket socket) {
		if (!add(namespace, socket)) {
			return false;
		}
		// Without the lock: a connection that this ends tells the application.
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

	@Override
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

	@Override
	public synchronized void left(LiveSocket socket) {
		free(socket);
		this.staying--;
		this.memory.release(MemoryKind.SESSIONS, cost(socket));
	}

	/**
	 * Remove all sockets, and accept no more.
	 * @return the removed sockets
	 */
	synchronized List<LiveSocket> close() {
		this.closed = true;
		List<LiveSocket> present = all();
		this.sockets = Map.of();
		return present;
	}

}
