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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.support.inbound.HandlersAtWork;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.Statistics;

/**
 * The server's statistics, collected from its namespaces.
 */
final class NamespaceStatistics extends Statistics<SocketIOCounter> implements SocketIOStatistics {

	private final LongAdder waitingBytes;

	private final HandlersAtWork atWork;

	private final IntSupplier connections;

	private final Supplier<Collection<DefaultNamespace>> namespaces;

	/**
	 * Create the statistics of a server.
	 * @param counters the counters that the server increments
	 * @param waitingBytes counts the bytes of events that wait
	 * @param atWork the sockets with running handlers
	 * @param connections counts the connections
	 * @param namespaces lists the namespaces
	 */
	NamespaceStatistics(Counters<SocketIOCounter> counters, LongAdder waitingBytes, HandlersAtWork atWork,
			IntSupplier connections, Supplier<Collection<DefaultNamespace>> namespaces) {
		super(counters);
		this.waitingBytes = waitingBytes;
		this.atWork = atWork;
		this.connections = connections;
		this.namespaces = namespaces;
	}

	@Override
	public int connections() {
		return this.connections.getAsInt();
	}

	@Override
	public Map<String, Integer> sockets() {
		Map<String, Integer> sockets = new TreeMap<>();
		this.namespaces.get().forEach((namespace) -> sockets.put(namespace.name(), namespace.sockets().size()));
		return sockets;
	}

	@Override
	public int rooms() {
		return this.namespaces.get().stream().mapToInt(DefaultNamespace::roomCount).sum();
	}

	@Override
	public int pendingAcks() {
		return this.namespaces.get().stream().mapToInt(DefaultNamespace::pendingAcks).sum();
	}

	@Override
	public long waitingBytes() {
		return this.waitingBytes.sum();
	}

	@Override
	public List<HandlerAtWork> handlersAtWork() {
		return this.atWork.describe();
	}

	@Override
	public int recoverableSockets() {
		return this.namespaces.get().stream().mapToInt(DefaultNamespace::recoverableSockets).sum();
	}

	@Override
	public long recoveryBytes() {
		return this.namespaces.get().stream().mapToLong(DefaultNamespace::rememberedBytes).sum();
	}

}
