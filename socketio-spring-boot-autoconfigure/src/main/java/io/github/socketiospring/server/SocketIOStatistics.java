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

import java.util.List;
import java.util.Map;

/**
 * What happened at a {@link SocketIOServer} since it was made, and what it holds now, for
 * metrics and tests. May be asked from any thread, at any time.
 *
 * @since 0.1.0
 */
public interface SocketIOStatistics {

	/**
	 * How often something happened.
	 * @param counter what
	 * @return the number, which never goes down
	 */
	long count(SocketIOCounter counter);

	/**
	 * How many connections there are, whatever namespaces they are in.
	 * @return the number of connections
	 */
	int connections();

	/**
	 * How many sockets are connected to each namespace.
	 * @return the number of sockets by the name of their namespace, sorted
	 */
	Map<String, Integer> sockets();

	/**
	 * How many rooms have members on this node, in all namespaces; the rooms that are
	 * named after a socket are not counted.
	 * @return the number of rooms
	 */
	int rooms();

	/**
	 * How many acknowledgements are awaited. Asks each socket.
	 * @return the number of acknowledgements
	 */
	int pendingAcks();

	/**
	 * How many bytes events take that wait for their turn, of all connections.
	 * @return the number of bytes
	 */
	long waitingBytes();

	/**
	 * The handlers that have an event in hand, and middleware that has not decided about
	 * one, the oldest first: where a socket stands still, its handler is here. Those that
	 * are done when they return, and those that block an event loop, are never seen. A
	 * handler that goes on although its time or its client is gone is not waited for, and
	 * is not here any longer.
	 * @return a snapshot, empty when no handler is at work
	 */
	List<HandlerAtWork> handlersAtWork();

	/**
	 * How many sockets that lost their connection are remembered, so that they can come
	 * back.
	 * @return the number of sockets
	 */
	int recoverableSockets();

	/**
	 * How many bytes are remembered so that sockets can come back: events, and the
	 * sockets themselves.
	 * @return the number of bytes, estimated, at most {@link RecoveryOptions#maxBytes()}
	 */
	long recoveryBytes();

}
