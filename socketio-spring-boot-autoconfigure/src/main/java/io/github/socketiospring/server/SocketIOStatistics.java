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

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.Statistics;

/**
 * What happened at a {@link SocketIOServer} since it was made, and what it holds now, for
 * metrics and tests. May be asked from any thread, at any time. What it holds is looked
 * up when asked for, at a cost that grows with the number of sockets where that is said.
 *
 * @since 0.1.0
 * @see SocketIOServer#statistics()
 */
public final class SocketIOStatistics extends Statistics<SocketIOCounter> {

	private final SocketIOServer server;

	SocketIOStatistics(SocketIOServer server, Counters<SocketIOCounter> counters) {
		super(counters);
		this.server = server;
	}

	/**
	 * How many connections there are, whatever namespaces they are in.
	 * @return the number of connections
	 */
	public int connections() {
		return this.server.connectionCount();
	}

	/**
	 * How many sockets are connected to each namespace.
	 * @return the number of sockets by the name of their namespace, sorted
	 */
	public Map<String, Integer> sockets() {
		Map<String, Integer> sockets = new TreeMap<>();
		for (Namespace namespace : this.server.namespaces()) {
			sockets.put(namespace.name(), namespace.sockets().size());
		}
		return sockets;
	}

	/**
	 * How many rooms have members on this node, in all namespaces; the rooms that are
	 * named after a socket are not counted.
	 * @return the number of rooms
	 */
	public int rooms() {
		return sum((namespace) -> namespace.adapter().roomCount());
	}

	/**
	 * How many acknowledgements are awaited. Asks each socket.
	 * @return the number of acknowledgements
	 */
	public int pendingAcks() {
		return sum(DefaultNamespace::pendingAcks);
	}

	/**
	 * How many sockets that lost their connection are remembered, so that they can come
	 * back.
	 * @return the number of sockets
	 */
	public int recoverableSockets() {
		return sum(DefaultNamespace::recoverableSockets);
	}

	private int sum(ToIntFunction<DefaultNamespace> gauge) {
		return this.server.namespaces()
			.stream()
			.mapToInt((namespace) -> gauge.applyAsInt((DefaultNamespace) namespace))
			.sum();
	}

}
