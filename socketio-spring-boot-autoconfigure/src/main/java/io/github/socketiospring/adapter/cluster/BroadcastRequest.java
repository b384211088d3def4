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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast of this node that requests acknowledgements from other nodes. Each node
 * reports the number of its receivers once and then forwards their acknowledgements.
 * These may arrive before other nodes have reported their numbers. If a node is gone, its
 * receivers are missing: unlike a query, the broadcast fails, but does not wait for them.
 */
final class BroadcastRequest extends PendingRequest {

	private final AckCollector acks;

	private final ClusterContext context;

	private final Set<String> answered = new HashSet<>();

	/**
	 * How many receivers of a node have not answered yet, negative while their number is
	 * unknown; guarded by this map.
	 */
	private final Map<String, Integer> outstanding = new HashMap<>();

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
			if (sender != null) {
				expect(sender, count.receivers());
			}
			return true;
		}
		if (!(Query.contentOf(answer) instanceof ClusterMessage.ClientAnswer client)) {
			return false;
		}
		String socketId = client.socketId();
		boolean known = socketId != null && !this.answered.add(socketId);
		if (known || ++this.answers > this.context.options().maxAnswers()) {
			return false;
		}
		if (sender != null && !answeredAt(sender)) {
			return false;
		}
		if (answer instanceof ClusterMessage.TooLargeAnswer) {
			this.acks.unreadableElsewhere(socketId, new ClusterAnswerException(ClusterListener.Request.BROADCAST.call()
					+ ": the acknowledgement of a client of this node is too large for a message: " + name(sender)));
			return true;
		}
		this.acks.answeredElsewhere(socketId, new TreeArgumentReader(client.arguments(), this.context.reader()));
		return true;
	}

	private void expect(String sender, int receivers) {
		synchronized (this.outstanding) {
			this.outstanding.merge(sender, receivers, Integer::sum);
		}
		if (isGone(sender)) {
			checkGone();
		}
	}

	/**
	 * Count the answer of a receiver.
	 * @param sender the id of its node
	 * @return {@code false} if the node is gone, so that the receiver counts as missing
	 */
	private boolean answeredAt(String sender) {
		synchronized (this.outstanding) {
			if (isGone(sender)) {
				return false;
			}
			this.outstanding.merge(sender, -1, Integer::sum);
			return true;
		}
	}

	@Override
	void checkGone() {
		Map<String, Integer> lost = new HashMap<>();
		synchronized (this.outstanding) {
			for (Map.Entry<String, Integer> node : this.outstanding.entrySet()) {
				if (node.getValue() > 0 && isGone(node.getKey())) {
					lost.put(node.getKey(), node.getValue());
					node.setValue(0);
				}
			}
		}
		lost.forEach((node, receivers) -> this.acks.nodeGone(receivers, missing(node)));
	}

	@Override
	void told(MissingNodes missing) {
		this.acks.nodesCounted(missing.and(missingWithLost()));
	}

	@Override
	void failed(@Nullable Throwable cause) {
		told(missing());
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
			told(missing());
		}
	}

	@Override
	void abandoned() {
		told(missing());
	}

}
