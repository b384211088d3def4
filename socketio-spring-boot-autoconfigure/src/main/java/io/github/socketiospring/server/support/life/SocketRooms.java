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

package io.github.socketiospring.server.support.life;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketLimitException;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one socket. While it is connecting they are only remembered, since nothing
 * may be sent to a socket that has not entered; while it is connected the adapter keeps
 * them; and when it leaves, disconnect handlers can still read them.
 */
final class SocketRooms {

	private final Adapter adapter;

	private final SocketIOOptions options;

	private final Diagnostics diagnostics;

	private final Predicate<String> foreign;

	/** The socket, {@code null} until it is in the adapter. */
	private volatile @Nullable LocalSocket member;

	private @Nullable Set<String> wishes = new LinkedHashSet<>(2);

	private @Nullable Set<String> memory;

	/**
	 * Create the rooms of a socket that is connecting.
	 * @param adapter keeps the rooms when the socket is connected
	 * @param options how many rooms a socket may join
	 * @param diagnostics counts what exceeds them
	 * @param foreign whether a name is the id of another socket
	 */
	SocketRooms(Adapter adapter, SocketIOOptions options, Diagnostics diagnostics, Predicate<String> foreign) {
		this.adapter = adapter;
		this.options = options;
		this.diagnostics = diagnostics;
		this.foreign = foreign;
	}

	/**
	 * Join rooms whose names may come from a client.
	 * @param rooms the names of the rooms
	 * @throws SocketLimitException if a name is too long or the id of another socket, or
	 * there are too many
	 */
	void joinNamed(Collection<String> rooms) {
		int limit = this.options.maxRoomNameLength();
		for (String room : rooms) {
			if (room.length() > limit) {
				throw refused("The socket cannot join a room whose name has " + room.length()
						+ " characters: 'socketio.limits.room-name-length' is " + limit);
			}
			if (this.foreign.test(room)) {
				throw refused("The socket cannot join the room that is the id of another socket, and so receive what "
						+ "is sent to it: 'socketio.join-socket-ids' allows that");
			}
		}
		join(rooms);
	}

	private SocketLimitException refused(String message) {
		this.diagnostics.count(SocketIOCounter.TOO_MANY_ROOMS);
		return new SocketLimitException(message);
	}

	void join(Collection<String> rooms) {
		synchronized (this) {
			if (this.wishes != null) {
				Set<String> wished = this.wishes;
				check(wished.size(), rooms, () -> wished);
				wished.addAll(rooms);
				return;
			}
		}
		LocalSocket socket = this.member;
		if (socket != null) {
			check(this.adapter.roomCount(socket), rooms, () -> this.adapter.rooms(socket));
			this.adapter.join(socket, rooms);
		}
	}

	private void check(int joined, Collection<String> rooms, Supplier<Set<String>> present) {
		// The limit is checked since clients often choose the rooms.
		int limit = this.options.maxRooms();
		if (joined + rooms.size() <= limit) {
			return;
		}
		Set<String> added = new HashSet<>(rooms);
		added.removeIf(present.get()::contains);
		if (joined + added.size() > limit) {
			throw refused("The socket cannot join " + added.size() + " more rooms: it is in " + joined
					+ ", and 'socketio.limits.rooms' is " + limit);
		}
	}

	void leave(Collection<String> rooms) {
		synchronized (this) {
			if (this.wishes != null) {
				rooms.forEach(this.wishes::remove);
				return;
			}
		}
		LocalSocket socket = this.member;
		if (socket != null) {
			this.adapter.leave(socket, rooms);
		}
	}

	/**
	 * The rooms that were joined while the socket was connecting.
	 * @return a copy of their names
	 */
	synchronized Set<String> wishes() {
		return (this.wishes != null) ? Set.copyOf(this.wishes) : Set.of();
	}

	/**
	 * Add the changes that were made to the rooms of a lost socket after its session was
	 * read. Changes that were made to this socket in the meantime take precedence.
	 * @param read the rooms that this socket began with
	 * @param last the rooms that the lost socket left with
	 */
	synchronized void inherit(Set<String> read, Set<String> last) {
		Set<String> wished = this.wishes;
		if (wished != null && !read.equals(last)) {
			wished.removeIf((room) -> read.contains(room) && !last.contains(room));
			last.stream().filter((room) -> !read.contains(room)).forEach(wished::add);
		}
	}

	/**
	 * The socket was added to the adapter.
	 * @param socket the socket as the adapter knows it
	 */
	void entered(LocalSocket socket) {
		this.member = socket;
		Set<String> present = (this.adapter.roomCount(socket) > 0) ? new HashSet<>(this.adapter.rooms(socket))
				: new HashSet<>(2);
		present.remove(socket.id());
		Set<String> wished = wishedInsteadOf(present);
		while (wished != null) {
			Set<String> next = wished;
			this.adapter.join(socket, difference(next, present));
			this.adapter.leave(socket, difference(present, next));
			present = next;
			wished = wishedInsteadOf(present);
		}
	}

	/**
	 * Compare the rooms in the adapter with those that the socket should be in. If they
	 * are the same, changes go to the adapter from then on.
	 * @param present the rooms in the adapter
	 * @return the rooms that the socket should be in, {@code null} if they are the same
	 */
	private synchronized @Nullable Set<String> wishedInsteadOf(Set<String> present) {
		Set<String> wished = this.wishes;
		if (wished == null || wished.equals(present)) {
			this.wishes = null;
			return null;
		}
		return new LinkedHashSet<>(wished);
	}

	private static Set<String> difference(Set<String> rooms, Set<String> without) {
		Set<String> difference = new LinkedHashSet<>(rooms);
		difference.removeIf(without::contains);
		return difference;
	}

	/**
	 * The socket is about to leave the adapter.
	 */
	void leaving() {
		LocalSocket socket = this.member;
		Set<String> last = (socket != null) ? this.adapter.rooms(socket) : Set.of();
		synchronized (this) {
			this.memory = last;
		}
	}

	/**
	 * Forget the last rooms, after all disconnect handlers have been called.
	 */
	synchronized void forget() {
		this.wishes = null;
		this.memory = Set.of();
	}

	Set<String> copy() {
		synchronized (this) {
			if (this.wishes != null) {
				return Set.copyOf(this.wishes);
			}
			if (this.memory != null) {
				return this.memory;
			}
		}
		LocalSocket socket = this.member;
		return (socket != null) ? this.adapter.rooms(socket) : Set.of();
	}

}
