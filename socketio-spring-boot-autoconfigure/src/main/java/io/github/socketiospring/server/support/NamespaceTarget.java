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

import java.time.Duration;
import java.util.Set;

import io.github.socketiospring.server.support.outbound.BroadcastTarget;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What can be sent to and asked of a namespace, on this node or on others.
 */
interface NamespaceTarget extends BroadcastTarget {

	/**
	 * The rooms on all nodes.
	 * @param timeout how long to wait for the other nodes, {@code null} for the default
	 * @return asks the other nodes on subscription
	 */
	Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout);

	/**
	 * The number of nodes.
	 * @return counts them on subscription
	 */
	Mono<Integer> nodeCount();

	/**
	 * Send an event to the other servers.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	void serverSideEmit(String event, @Nullable Object... arguments);

	/**
	 * Send an event to the other servers and collect their answers.
	 * @param <T> the type of an answer
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @param arguments the event's arguments
	 * @return sends the event on subscription, and emits the answers as they arrive
	 */
	<T> Flux<T> askServers(@Nullable Duration timeout, String event, Class<T> type, @Nullable Object[] arguments);

}
