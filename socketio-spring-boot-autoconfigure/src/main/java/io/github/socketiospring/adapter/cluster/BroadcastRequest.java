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

import java.util.HashSet;
import java.util.Set;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast of this node that requests acknowledgements from other nodes. Each node
 * reports the number of its receivers once and then forwards their acknowledgements.
 * These may arrive before other nodes have reported their numbers.
 */
final class BroadcastRequest extends PendingRequest {

	private final AckCollector acks;

	private final ClusterContext context;

	private final Set<String> answered = new HashSet<>();

	private int answers;

	/**
	 * Create a request that does not wait yet.
	 * @param context the state that the namespaces of the node share
	 * @param channel publishes the broadcast
	 * @param acks collects the acknowledgements of all nodes
	 */
	BroadcastRequest(ClusterContext context, ClusterBus.Channel channel, AckCollector acks) {
		super(context.requests(), channel, ClusterListener.Request.BROADCAST);
		this.context = context;
		this.acks = acks;
	}

	@Override
	boolean isLast(ClusterMessage.Answer answer) {
		return answer instanceof ClusterMessage.ReceiverCount;
	}

	@Override
	boolean accept(@Nullable String sender, ClusterMessage.Answer answer) {
		if (answer instanceof ClusterMessage.ReceiverCount count) {
			this.acks.expectElsewhere(count.receivers());
			return true;
		}
		if (!(answer instanceof ClusterMessage.ClientAnswer client)) {
			return false;
		}
		String socketId = client.socketId();
		boolean known = socketId != null && !this.answered.add(socketId);
		if (known || ++this.answers > this.context.options().maxAnswers()) {
			return false;
		}
		this.acks.answeredElsewhere(socketId, new TreeArgumentReader(client.arguments(), this.context.reader()));
		return true;
	}

	@Override
	void told(MissingNodes missing) {
		this.acks.nodesCounted(missing);
	}

	@Override
	void failed(@Nullable Throwable cause) {
		this.acks.nodesCounted(missing());
	}

	@Override
	void uncounted(Throwable cause) {
		// Nodes may have received the request, so wait for their answers until the
		// timeout.
	}

	@Override
	void unpublished(Throwable cause) {
		if (settle(ClusterListener.Outcome.UNAVAILABLE)) {
			// Only the sockets of this node received the event.
			this.acks.nodesCounted(MissingNodes.NONE);
		}
	}

	@Override
	void abandoned() {
		this.acks.nodesCounted(missing());
	}

}
