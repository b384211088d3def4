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

package io.github.socketiospring.core;

import java.time.Duration;

import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.server.BroadcastOperations;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Sends events to clients from anywhere in an application:
 *
 * <pre>{@code
 * socketIO.of("/orders").to("order:" + order.id()).emit("shipped", order);
 * socketIO.toUser(order.customer()).emit("shipped", order);
 * }</pre>
 *
 * As a {@link BroadcastOperator} it selects all sockets of one namespace, by default
 * {@code /}. Immutable: each modifier returns a new object. May be used from any thread.
 * No method blocks.
 *
 * @since 0.1.0
 */
public interface SocketIOOperations extends BroadcastOperations {

	/**
	 * Choose another namespace.
	 * @param namespace its name; a slash is prepended if it has none
	 * @return operations for that namespace
	 */
	SocketIOOperations of(String namespace);

	/**
	 * Send an event to the other nodes, not to clients. Does nothing if there is only one
	 * node.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @see io.github.socketiospring.server.Namespace#onServerSideEmit
	 */
	void serverSideEmit(String event, @Nullable Object... arguments);

	/**
	 * Send an event to the other nodes and collect their answers, with the server's
	 * default timeout for acknowledgements. The event is sent on subscription.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to
	 * @param arguments the event's arguments
	 * @return one answer for each other node that has one; fails with a
	 * {@link ClusterTimeoutException} after the last answer if nodes did not answer in
	 * time
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

	/**
	 * Disconnect a user from all namespaces, as {@link SocketIOServer#disconnectUser}
	 * does.
	 * @param name the name of the principal
	 */
	void disconnectUser(String name);

	/**
	 * Send after the commit of a transaction.
	 *
	 * <pre>{@code
	 * socketIO.afterCommit().run(() -> socketIO.emit("shipped", order));
	 * return orders.save(order).then(socketIO.afterCommit().mono(() -> socketIO.emit("shipped", order)));
	 * }</pre>
	 * @return sends after the commit, or at once without Spring's transactions
	 */
	default AfterCommit afterCommit() {
		return AfterCommit.AT_ONCE;
	}

}
