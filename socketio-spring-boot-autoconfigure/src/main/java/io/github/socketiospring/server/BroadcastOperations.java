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

import io.github.socketiospring.adapter.ClusterTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The verbs of all types that represent a namespace. As a {@link BroadcastOperator} they
 * initially choose all sockets of it. They also reach the same namespace of other nodes.
 *
 * @since 0.1.0
 */
public interface BroadcastOperations extends BroadcastOperator {

	/**
	 * Return the operator to which all methods delegate.
	 * @return an operator without modifiers
	 */
	BroadcastOperator all();

	@Override
	default BroadcastOperator to(Collection<String> rooms) {
		return all().to(rooms);
	}

	@Override
	default BroadcastOperator toUser(Collection<String> names) {
		return all().toUser(names);
	}

	@Override
	default BroadcastOperator except(Collection<String> rooms) {
		return all().except(rooms);
	}

	@Override
	default BroadcastOperator local() {
		return all().local();
	}

	@Override
	default BroadcastOperator asVolatile() {
		return all().asVolatile();
	}

	@Override
	default BroadcastOperator compress(boolean compress) {
		return all().compress(compress);
	}

	@Override
	default BroadcastOperator timeout(Duration timeout) {
		return all().timeout(timeout);
	}

	@Override
	default void emit(String event, @Nullable Object... arguments) {
		all().emit(event, arguments);
	}

	@Override
	default <T> T as(Class<T> type) {
		return all().as(type);
	}

	@Override
	default <T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return all().emitWithAck(event, type, arguments);
	}

	@Override
	default <T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments) {
		return all().emitWithAck(event, type, arguments);
	}

	@Override
	default Flux<RemoteSocket> fetchSockets() {
		return all().fetchSockets();
	}

	@Override
	default Mono<Void> socketsJoin(Collection<String> rooms) {
		return all().socketsJoin(rooms);
	}

	@Override
	default Mono<Void> socketsLeave(Collection<String> rooms) {
		return all().socketsLeave(rooms);
	}

	@Override
	default Mono<Void> disconnectSockets(boolean close) {
		return all().disconnectSockets(close);
	}

	/**
	 * Send an event to the other nodes, not to clients. Does nothing if there is only one
	 * node. Their {@link Namespace#onServerSideEmit} listeners of the namespace are
	 * called.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @throws IllegalArgumentException if the name is reserved
	 */
	void serverSideEmit(String event, @Nullable Object... arguments);

	/**
	 * Send an event to the other nodes and collect their answers, with the server's
	 * default timeout for acknowledgements. The event is sent on subscription.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to
	 * @param arguments the event's arguments
	 * @return one answer for each other node that has one; completes at once if there is
	 * only one node, and fails with a {@link ClusterTimeoutException} after the last
	 * answer if nodes did not answer in time
	 * @throws IllegalArgumentException if others must not choose values of the type, such
	 * as files or classes
	 */
	<T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments);

	/**
	 * Send an event to the other nodes and collect their answers.
	 * @param <T> the type of an answer
	 * @param timeout how long to wait for answers, at least one millisecond
	 * @param event the event's name
	 * @param type what to convert the answers to
	 * @param arguments the event's arguments
	 * @return as {@link #serverSideEmitWithAck(String, Class, Object...)}
	 */
	<T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type, @Nullable Object... arguments);

}
