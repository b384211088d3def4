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
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Sends to the sockets of one namespace, on all nodes.
 * <p>
 * All methods may be called on any thread and do not block. If a packet cannot be
 * encoded, the call fails before the packet is sent to any node.
 *
 * @since 0.1.0
 */
public interface AdapterSender {

	/**
	 * Send a packet to the selected sockets.
	 * @param packet the packet to send, encoded once for all receivers
	 * @param options selects the receivers
	 */
	void broadcast(Packet packet, BroadcastOptions options);

	/**
	 * Send a packet to the selected sockets and collect their acknowledgements.
	 * @param packet the packet, whose acknowledgement id is one of this node
	 * @param options selects the receivers
	 * @param timeout how long the collector waits, after which other nodes stop waiting
	 * as well
	 * @param acks receives the ids of the receivers and their answers
	 * @return ends the wait for the answers of other nodes. Dispose of it when the
	 * collector no longer waits, or earlier. If the collector was not yet told which
	 * nodes are {@linkplain AckCollector#nodesCounted missing}, this happens before the
	 * disposal returns
	 */
	Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks);

	/**
	 * Describe the selected sockets.
	 * @param options selects the sockets
	 * @param timeout how long to wait for other nodes, {@code null} for the default
	 * @return the details of each socket; if nodes did not answer in time, those that are
	 * known, followed by a {@link ClusterTimeoutException}
	 */
	Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout);

	/**
	 * The rooms that have members on any node.
	 * @param timeout how long to wait for other nodes, {@code null} for the default
	 * @return the names, without reserved ones, and without the own-id rooms if these can
	 * be distinguished; fails with a {@link ClusterTimeoutException} if nodes did not
	 * answer in time
	 */
	Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout);

	/**
	 * The number of nodes in the whole cluster that have the namespace, including this
	 * one if it has. Costs a request to the broker, and none without a cluster.
	 * @return sends the request on subscription, and emits the number that the cluster
	 * knows then; fails with a {@link ClusterUnavailableException} while the broker is
	 * unavailable
	 */
	Mono<Integer> nodeCount();

	/**
	 * Make the selected sockets join rooms. Takes effect without a subscription.
	 * @param options selects the sockets
	 * @param rooms names of rooms that each of them joins
	 * @return completes when the request has been handed to all nodes; fails with the
	 * first refusal of a socket of this node, after all others have joined
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
	 * @param packet an EVENT packet
	 */
	void serverSideEmit(Packet packet);

	/**
	 * Send an event to the same namespace of the other nodes and collect their answers.
	 * @param packet the event to send
	 * @param timeout how long to wait for the answers
	 * @return the first argument of each answer
	 */
	Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout);

}
