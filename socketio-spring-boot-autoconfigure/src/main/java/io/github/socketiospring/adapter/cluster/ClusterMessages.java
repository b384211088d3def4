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

import java.time.Duration;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.protocol.Packet;

/**
 * Creates messages that must not contain ids of this node.
 */
final class ClusterMessages {

	private ClusterMessages() {
	}

	/**
	 * Create a broadcast that requests acknowledgements. The acknowledgement id of this
	 * node is removed, since it has no meaning on other nodes.
	 * @param packet the event with an acknowledgement id of this node
	 * @param options selects the receivers
	 * @param requestId the id of the request
	 * @param timeout how long to wait for the acknowledgements
	 * @return the message for other nodes
	 */
	static ClusterMessage.Broadcast question(Packet packet, BroadcastOptions options, String requestId,
			Duration timeout) {
		Packet event = new Packet(packet.type(), packet.namespace(), Packet.NO_ID, packet.data());
		return new ClusterMessage.Broadcast(event, options, requestId, timeout);
	}

}
