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

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

import io.github.socketiospring.protocol.Packet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the rooms of one namespace and finds the receivers of a broadcast, on this node
 * and, if it can, on others. What concerns one socket of this node is done at once; what
 * may leave the node is asynchronous.
 * <p>
 * Methods may be called from any thread and do not block. A broadcast is handed to the
 * local receivers in the order of the calls of one thread.
 *
 * @since 0.1.0
 */
public interface Adapter {

	/**
	 * A socket entered the namespace.
	 * @param socket the socket
	 * @param rooms the rooms it is in from the start, own-id room not included
	 */
	void add(LocalSocket socket, Collection<String> rooms);

	/**
	 * A socket left the namespace: it leaves its rooms and receives nothing more. Does
	 * nothing when it is not there.
	 * @param socket the socket
	 */
	void remove(LocalSocket socket);

	/**
	 * Let a socket join rooms. Does nothing when the socket is not there.
	 * @param socket the socket
	 * @param rooms the rooms
	 */
	void join(LocalSocket socket, Collection<String> rooms);

	/**
	 * Let a socket leave rooms.
	 * @param socket the socket
	 * @param rooms the rooms
	 */
	void leave(LocalSocket socket, Collection<String> rooms);

	/**
	 * The rooms of a socket.
	 * @param socket the socket
	 * @return a copy, own-id room included; empty when the socket is not there
	 */
	Set<String> rooms(LocalSocket socket);

	/**
	 * How many rooms a socket joined, the one named after its id not counted.
	 * @param socket the socket
	 * @return the number of rooms
	 */
	default int roomCount(LocalSocket socket) {
		return Math.max(0, rooms(socket).size() - 1);
	}

	/**
	 * The rooms that have members on this node.
	 * @return a copy, without the own-id rooms
	 */
	Set<String> rooms();

	/**
	 * How many rooms have members on this node, own-id rooms not counted.
	 * @return the number of rooms
	 */
	default int roomCount() {
		return rooms().size();
	}

	/**
	 * How many sockets of this node are in a room.
	 * @param room the room
	 * @return the number of members
	 */
	int size(String room);

	/**
	 * Send a packet to the chosen sockets.
	 * @param packet the packet
	 * @param options who gets it
	 */
	void broadcast(Packet packet, BroadcastOptions options);

	/**
	 * Send a packet to the chosen sockets and collect their acknowledgements.
	 * @param packet the packet, which has an acknowledgement id
	 * @param options who gets it
	 * @param acks is told of receivers and answers
	 */
	void broadcast(Packet packet, BroadcastOptions options, AckCollector acks);

	/**
	 * Look at the chosen sockets.
	 * @param options which sockets
	 * @return their details
	 */
	Flux<SocketDetails> fetchSockets(BroadcastOptions options);

	/**
	 * Make the chosen sockets join rooms.
	 * @param options which sockets
	 * @param rooms the rooms
	 * @return completes when the request was handed to all nodes; it was handed over
	 * whether or not this is subscribed to
	 */
	Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Make the chosen sockets leave rooms.
	 * @param options which sockets
	 * @param rooms the rooms
	 * @return as {@link #joinAll}
	 */
	Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Disconnect the chosen sockets.
	 * @param options which sockets
	 * @param close whether to close their connections too
	 * @return as {@link #joinAll}
	 */
	Mono<Void> disconnectAll(BroadcastOptions options, boolean close);

	/**
	 * Send an event to the same namespace of the other nodes.
	 * @param packet the event
	 */
	void serverSideEmit(Packet packet);

	/**
	 * Send an event to the same namespace of the other nodes and collect their answers.
	 * @param packet the event
	 * @param timeout how long to wait for them
	 * @return the first argument of each answer
	 */
	Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout);

	/**
	 * Be told of changes to rooms.
	 * @param listener the listener
	 */
	void addListener(RoomListener listener);

	/**
	 * Release what the adapter holds. Called when the namespace is removed.
	 */
	default void close() {
	}

}
