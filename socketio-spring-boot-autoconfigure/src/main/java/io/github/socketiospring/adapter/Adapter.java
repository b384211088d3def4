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
 * and, if the adapter supports it, on other nodes. Methods about one socket of this node
 * take effect before they return; methods that may involve other nodes are asynchronous.
 * <p>
 * All methods may be called on any thread and do not block. Local receivers get the
 * broadcasts of one thread in the order of its calls.
 *
 * @since 0.1.0
 */
public interface Adapter {

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
	 * @return a copy, without the own-id rooms
	 */
	Set<String> rooms();

	/**
	 * The number of rooms that have members on this node.
	 * @return the number of rooms without the own-id rooms
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
	 * Send a packet to the selected sockets.
	 * @param packet the packet to send, encoded once for all receivers
	 * @param options selects the receivers
	 */
	void broadcast(Packet packet, BroadcastOptions options);

	/**
	 * Send a packet to the selected sockets and collect their acknowledgements.
	 * @param packet the packet, which has an acknowledgement id
	 * @param options selects the receivers
	 * @param acks receives the ids of the receivers and their answers
	 */
	void broadcast(Packet packet, BroadcastOptions options, AckCollector acks);

	/**
	 * Describe the selected sockets.
	 * @param options selects the sockets
	 * @return the details of each socket
	 */
	Flux<SocketDetails> fetchSockets(BroadcastOptions options);

	/**
	 * Make the selected sockets join rooms. Takes effect without a subscription.
	 * @param options selects the sockets
	 * @param rooms names of rooms that each of them joins
	 * @return completes when the request has been handed to all nodes
	 */
	Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Make the selected sockets leave rooms. Takes effect without a subscription.
	 * @param options selects the sockets
	 * @param rooms names of rooms that each of them leaves
	 * @return as {@link #joinAll}
	 */
	Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Disconnect the selected sockets. Takes effect without a subscription.
	 * @param options selects the sockets
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
	 * @param packet the event to send
	 * @param timeout how long to wait for the answers
	 * @return the first argument of each answer
	 */
	Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout);

	/**
	 * Add a listener for changes to rooms.
	 * @param listener called on the thread that changed the room
	 */
	void addListener(RoomListener listener);

	/**
	 * Release all resources. Called when the namespace is removed.
	 */
	default void close() {
	}

}
