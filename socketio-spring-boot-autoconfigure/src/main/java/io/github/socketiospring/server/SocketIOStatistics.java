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
import java.util.List;
import java.util.Map;

/**
 * The counters of a {@link SocketIOServer} since it was created, and its current state,
 * for metrics and tests. May be read from any thread, at any time.
 *
 * @since 0.1.0
 */
public interface SocketIOStatistics {

	/**
	 * Return the value of a counter.
	 * @param counter the counter to read
	 * @return how often it was incremented; never decreases
	 */
	long count(SocketIOCounter counter);

	/**
	 * The number of connections, regardless of their namespaces.
	 * @return the number of Engine.IO sessions
	 */
	int connections();

	/**
	 * How many sockets are connected to each namespace.
	 * @return the number of sockets by the name of their namespace, sorted
	 */
	Map<String, Integer> sockets();

	/**
	 * How many rooms have members on this node, in all namespaces; rooms that are named
	 * after a socket are not counted.
	 * @return the number of rooms
	 */
	int rooms();

	/**
	 * How many acknowledgements are outstanding. Visits each socket.
	 * @return a number for all sockets together
	 */
	int pendingAcks();

	/**
	 * How many bytes of events wait for their turn, for all connections.
	 * @return the number of bytes
	 */
	long waitingBytes();

	/**
	 * The running handlers, and middleware that has not decided about an event, the
	 * oldest first. If a socket hangs, its handler is listed here. Handlers that complete
	 * when they return, and those that block an event loop, are never listed. A handler
	 * is no longer listed when it continues after its timeout or after its client left.
	 * @return a snapshot, empty if no handler is running
	 */
	List<HandlerAtWork> handlersAtWork();

	/**
	 * How many lost sockets are remembered for recovery.
	 * @return the number of sockets
	 */
	int recoverableSockets();

	/**
	 * How many bytes are remembered for recovery: events and lost sockets.
	 * @return the number of bytes, estimated, at most {@link RecoveryOptions#maxBytes()}
	 */
	long recoveryBytes();

	/**
	 * A handler that is running. The later events of its socket wait for it, unless they
	 * are unordered.
	 *
	 * @param namespace the name of the namespace
	 * @param socketId the id of the socket; a session id in it is abbreviated
	 * @param event the name of the event; {@code connect}, {@code disconnecting} and
	 * {@code disconnect} for a handler of a socket that enters or leaves
	 * @param age how long the handler has been running
	 */
	record HandlerAtWork(String namespace, String socketId, String event, Duration age) {

	}

}
