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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends to the clients of a cluster from a service that has no sockets, and needs no web
 * server:
 *
 * <pre>{@code
 * emitter.of("/orders").to("order:" + order.id()).emit("shipped", order);
 * emitter.toUser(order.customer()).emit("shipped", order);
 * }</pre>
 *
 * It reaches the Java and Node.js servers that share the Redis and the
 * {@code socketio.adapter.key} of the service, in the format of the Node.js package
 * {@code @socket.io/redis-emitter}. Inside a server use {@link SocketIOOperations}, which
 * reach its own clients without Redis.
 * <p>
 * As an {@link EmitterOperator} it chooses all sockets of one namespace, by default
 * {@code /}. The service does not know the namespaces of the servers: a message to a
 * namespace that no server has is not delivered.
 *
 * @since 0.1.0
 */
public interface SocketIOEmitter extends EmitterOperator {

	/**
	 * Choose another namespace.
	 * @param namespace its name; a slash is prepended if it has none
	 * @return an emitter for that namespace
	 */
	SocketIOEmitter of(String namespace);

	/**
	 * Send an event to the servers themselves, not to clients. Bytes and dates arrive in
	 * their JSON form.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return completes when Redis has the message
	 * @see io.github.socketiospring.server.Namespace#onServerSideEmit
	 */
	Mono<Void> serverSideEmit(String event, @Nullable Object... arguments);

	/**
	 * Send after the commit of a transaction.
	 *
	 * <pre>{@code
	 * emitter.afterCommit().run(() -> emitter.emit("shipped", order));
	 * return orders.save(order).then(emitter.afterCommit().mono(() -> emitter.emit("shipped", order)));
	 * }</pre>
	 * @return sends after the commit, or at once without Spring's transactions
	 */
	default AfterCommit afterCommit() {
		return AfterCommit.AT_ONCE;
	}

}
