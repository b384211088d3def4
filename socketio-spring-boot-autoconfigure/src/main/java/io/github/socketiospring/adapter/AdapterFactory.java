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

import org.jspecify.annotations.Nullable;

/**
 * Creates the adapter of each namespace.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AdapterFactory {

	/**
	 * Create the adapter of a namespace.
	 * @param namespace the name of the namespace
	 * @param sockets delivers packets to the sockets of the namespace on this node
	 * @return an adapter for this namespace alone
	 */
	Adapter create(String namespace, LocalSockets sockets);

	/**
	 * Create a sender to a namespace that does not exist on this node. The sender keeps
	 * no state for the name and need not be closed. Called for each message, but not for
	 * messages to this node only.
	 * @param namespace the name of the namespace
	 * @return a sender to the other nodes, {@code null} if there cannot be other nodes
	 */
	default @Nullable AdapterSender sender(String namespace) {
		return null;
	}

	/**
	 * What reaches the other nodes where no namespace is meant.
	 * @return always the same object
	 */
	default Peers peers() {
		return Peers.NONE;
	}

}
