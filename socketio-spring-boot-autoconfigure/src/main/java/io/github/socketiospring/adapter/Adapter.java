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
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps the rooms of one namespace and finds the receivers of a broadcast, on this node
 * and, if the adapter supports it, on other nodes. Methods about one socket of this node
 * take effect before they return; methods that may involve other nodes are asynchronous.
 * <p>
 * All methods may be called on any thread and do not block. Local receivers get the
 * broadcasts of one thread in the order of its calls.
 *
 * @since 0.1.0
 */
public interface Adapter extends AdapterSender {

	/**
	 * A socket entered the namespace.
	 * @param socket a socket of this node
	 * @param rooms the rooms that it joins, without the one named by its id
	 */
	void add(LocalSocket socket, Collection<String> rooms);

	/**
	 * A socket left the namespace: it leaves its rooms and receives no more broadcasts.
	 * Does nothing if the adapter does not know the socket.
	 * @param socket a socket of this node
	 */
	void remove(LocalSocket socket);

	/**
	 * Let a socket join rooms. Does nothing if the adapter does not know the socket.
	 * @param socket a socket of this node
	 * @param rooms names of rooms; those it is in already are ignored
	 */
	void join(LocalSocket socket, Collection<String> rooms);

	/**
	 * Let a socket leave rooms.
	 * @param socket a socket of this node
	 * @param rooms names of rooms; those it is not in are ignored
	 */
	void leave(LocalSocket socket, Collection<String> rooms);

	/**
	 * What a socket waits for before its client is told that it has joined rooms, so that
	 * broadcasts of all nodes from then on reach it.
	 * @param socketId the id of a socket of this node
	 * @return completes on any thread, and in any case soon, when broadcasts of other
	 * nodes to all rooms that the socket joined arrive here; {@code null} if they do now
	 */
	default @Nullable CompletionStage<Void> joining(String socketId) {
		return null;
	}

	/**
	 * The rooms of a socket.
	 * @param socket a socket of this node
	 * @return a copy with the own-id room, empty if the adapter does not know the socket
	 */
	Set<String> rooms(LocalSocket socket);

	/**
	 * The number of rooms that a socket joined.
	 * @param socket a socket of this node
	 * @return the number of rooms without the own-id room
	 */
	default int roomCount(LocalSocket socket) {
		return Math.max(0, rooms(socket).size() - 1);
	}

	/**
	 * The rooms that have members on this node.
	 * @return a copy, without the own-id rooms and the {@linkplain ReservedRooms reserved
	 * rooms}
	 */
	Set<String> rooms();

	/**
	 * The number of rooms that have members on this node, for metrics.
	 * @return the number of rooms without the own-id rooms; reserved rooms may count
	 */
	default int roomCount() {
		return rooms().size();
	}

	/**
	 * The number of sockets of this node in a room.
	 * @param room the name of a room, which need not exist
	 * @return the number of members
	 */
	int size(String room);

	/**
	 * Add a listener for changes to rooms.
	 * @param listener called on the thread that changed the room
	 */
	void addListener(RoomListener listener);

	/**
	 * Join the cluster. Called once, when the namespace has this adapter. An adapter that
	 * is not started uses no resources outside of this node.
	 * @return completes when broadcasts of other nodes arrive; clients wait for it before
	 * they enter, for as long as the adapter chooses
	 */
	default Mono<Void> start() {
		return Mono.empty();
	}

	/**
	 * Release all resources. Called when the namespace is removed or the server stops,
	 * also on an adapter that was not started.
	 */
	default void close() {
	}

}
