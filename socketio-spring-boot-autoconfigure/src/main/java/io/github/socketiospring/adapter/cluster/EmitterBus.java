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
 * What a broker supplies to a process that has no sockets and asks nothing: it publishes
 * and subscribes to nothing, so that the nodes of the cluster do not take it for one of
 * them.
 *
 * @since 0.1.0
 */
public interface EmitterBus {

	/**
	 * What sends to one namespace. Holds nothing, and is not closed.
	 * @param namespace the name of the namespace, with its slash
	 * @return a channel
	 */
	Channel open(String namespace);

	/**
	 * Sends to one namespace.
	 */
	interface Channel {

		/**
		 * Publish a message. It happens at once, in the order of the calls of a thread.
		 * @param message a message that wants no answer
		 * @return reports when the broker has it, as often as it is subscribed to; fails
		 * with a {@link ClusterUnavailableException} if it is lost
		 * @throws IllegalArgumentException if it cannot be encoded, or is too large
		 */
		Mono<Void> publish(ClusterMessage message);

	}

}
