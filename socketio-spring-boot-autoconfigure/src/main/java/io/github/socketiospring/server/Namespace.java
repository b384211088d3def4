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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace of a {@link SocketIOServer}: sockets that share middleware, rooms and
 * handlers. As a {@link BroadcastOperator} it chooses all its sockets.
 *
 * @since 0.1.0
 */
public interface Namespace extends BroadcastOperations {

	/**
	 * The namespace's name.
	 * @return the name, beginning with a slash
	 */
	String name();

	/**
	 * The variables of the pattern that created this namespace.
	 * @return the variables by name, empty for a namespace that was not created by a
	 * pattern
	 */
	Map<String, String> variables();

	/**
	 * Add middleware that decides whether a socket may enter.
	 * @param middleware the middleware, run after those added before
	 * @return this namespace
	 */
	Namespace use(ConnectMiddleware middleware);

	/**
	 * Add a listener for connected sockets. It is called on the thread of the connection,
	 * directly after the client's CONNECT was answered.
	 * @param listener the listener, which must not block
	 * @return this namespace
	 */
	Namespace onConnection(Consumer<SocketIOSocket> listener);

	/**
	 * Add a handler for this namespace, in addition to those added before.
	 * @param handler called for sockets and their events
	 * @return this namespace
	 */
	Namespace addHandler(NamespaceHandler handler);

	/**
	 * The sockets connected to this namespace on this node.
	 * @return a live view
	 */
	Collection<SocketIOSocket> sockets();

	/**
	 * Find a connected socket of this node.
	 * @param id the socket's id
	 * @return the socket or {@code null}
	 */
	@Nullable SocketIOSocket socket(String id);

	/**
	 * The rooms that have members on this node.
	 * @return a copy of their names, without rooms that are named after a socket
	 */
	Set<String> rooms();

	/**
	 * How many sockets of this node are in a room.
	 * @param room the name of a room, which need not exist
	 * @return the number of members
	 */
	int roomSize(String room);

	/**
	 * The rooms that have members on any node. Each node is asked on subscription, so the
	 * cost grows with the number of nodes, rooms and sockets.
	 * @return the names of the rooms of all nodes, without those named after a socket, if
	 * the other nodes distinguish them; fails with a {@link ClusterTimeoutException} if
	 * nodes did not answer in time
	 */
	Mono<Set<String>> roomsOfAllNodes();

	/**
	 * The rooms of all nodes in this namespace.
	 * @param timeout how long to wait for the other nodes, at least one millisecond
	 * @return as {@link #roomsOfAllNodes()}
	 */
	Mono<Set<String>> roomsOfAllNodes(Duration timeout);

	/**
	 * How many nodes have this namespace, including this one.
	 * @return the number that the cluster knows at the time of the subscription, always
	 * one without a cluster; for the namespaces of a pattern the largest of their numbers
	 */
	Mono<Integer> nodeCount();

	/**
	 * The adapter that keeps this namespace's rooms.
	 * @return an adapter for this namespace only
	 */
	Adapter adapter();

	/**
	 * Handle an event of another node. The listeners of a namespace are called for one
	 * event after another, on a thread that may block. A node that requests an answer
	 * gets one, which may be sent later; it is empty if there is no listener or each
	 * listener fails.
	 * @param event the event's name
	 * @param listener called with the arguments of each event; may block
	 * @return this namespace
	 */
	Namespace onServerSideEmit(String event, SocketEventListener listener);

	/**
	 * Observe an event that other nodes broadcast to the sockets of this namespace, also
	 * if none of them is on this node. Sockets receive the event in any case. Broadcasts
	 * of this node are not observed, nor are those to rooms whose messages the adapter
	 * keeps from nodes without members. Listeners are called like those of
	 * {@link #onServerSideEmit}, but have nothing to acknowledge.
	 * @param event the event's name
	 * @param listener called with the arguments of each broadcast; may block
	 * @return this namespace
	 */
	Namespace onPeerBroadcast(String event, SocketEventListener listener);

}
