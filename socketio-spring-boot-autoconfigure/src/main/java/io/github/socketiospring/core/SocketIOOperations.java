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

import io.github.socketiospring.server.BroadcastOperations;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.SocketIOServer;

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
