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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.server.RemoteSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The target of a broadcast operator: one namespace, all namespaces of a pattern, or the
 * namespace that has a name when a message is sent. Commands are executed at once,
 * queries on subscription.
 *
 * @since 0.1.0
 */
public interface BroadcastTarget {

	/**
	 * Send an event to the chosen sockets.
	 * @param options which sockets, and how
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments);

	/**
	 * Send an event to the chosen sockets and collect their acknowledgements.
	 * @param <T> the type of an answer
	 * @param options which sockets, and how
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @param arguments the event's arguments
	 * @return the answers as they arrive
	 */
	<T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments);

	/**
	 * Fetch the chosen sockets.
	 * @param options which sockets
	 * @param timeout how long to wait for other nodes, {@code null} for the default
	 * @return a snapshot of each, including those of other nodes
	 */
	Flux<RemoteSocket> fetchSockets(BroadcastOptions options, @Nullable Duration timeout);

	/**
	 * Make the chosen sockets join rooms.
	 * @param options which sockets
	 * @param rooms the names of the rooms
	 * @return completes when the command was handed to all nodes
	 */
	Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Make the chosen sockets leave rooms.
	 * @param options which sockets
	 * @param rooms the names of the rooms
	 * @return completes when the command was handed to all nodes
	 */
	Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms);

	/**
	 * Disconnect the chosen sockets.
	 * @param options which sockets
	 * @param close whether to close their connections too
	 * @return completes when the command was handed to all nodes
	 */
	Mono<Void> disconnectAll(BroadcastOptions options, boolean close);

}
