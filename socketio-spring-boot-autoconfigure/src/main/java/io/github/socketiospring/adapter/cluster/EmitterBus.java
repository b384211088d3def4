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

package io.github.socketiospring.adapter.cluster;

import io.github.socketiospring.adapter.ClusterUnavailableException;
import reactor.core.publisher.Mono;

/**
 * Publishes messages for a process without sockets that sends no requests. It does not
 * subscribe to anything, so the nodes of the cluster do not count the process as a node.
 *
 * @since 0.1.0
 */
public interface EmitterBus {

	/**
	 * Open a channel to one namespace. It holds no resources and need not be closed.
	 * @param namespace the name of the namespace, including the slash
	 * @return a channel
	 */
	Channel open(String namespace);

	/**
	 * Sends to one namespace.
	 */
	interface Channel {

		/**
		 * Publish a message immediately, in the order of the calls of a thread.
		 * @param message a message that requires no answer
		 * @return completes when the broker has received the message, fails with a
		 * {@link ClusterUnavailableException} if it is lost; may be subscribed to several
		 * times or not at all
		 * @throws IllegalArgumentException if the message cannot be encoded or is too
		 * large
		 */
		Mono<Void> publish(ClusterMessage message);

	}

}
