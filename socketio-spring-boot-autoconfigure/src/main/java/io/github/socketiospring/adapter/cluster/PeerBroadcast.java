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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.protocol.ArgumentReader;
import reactor.core.Disposable;
import reactor.core.Disposables;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects the acknowledgements of a broadcast of another node. Reports the number of
 * receivers to that node, forwards their acknowledgements, and stops waiting at the
 * timeout.
 */
final class PeerBroadcast implements AckCollector {

	private static final JavaType TREE = JsonMapper.shared().constructType(JsonNode.class);

	private final String requestId;

	private final long ackId;

	private final LocalSockets sockets;

	private final Consumer<ClusterMessage.Answer> asker;

	private final Runnable onEnd;

	private final Set<String> awaited = ConcurrentHashMap.newKeySet();

	private final Disposable.Swap expiry = Disposables.swap();

	private final AtomicBoolean ended = new AtomicBoolean();

	/**
	 * Create a collector.
	 * @param requestId the id that the other node chose
	 * @param ackId the id of the acknowledgements here
	 * @param sockets the sockets of this node
	 * @param asker sends answers to the other node
	 * @param onEnd called once when there is nothing left to wait for
	 */
	PeerBroadcast(String requestId, long ackId, LocalSockets sockets, Consumer<ClusterMessage.Answer> asker,
			Runnable onEnd) {
		this.requestId = requestId;
		this.ackId = ackId;
		this.sockets = sockets;
		this.asker = asker;
		this.onEnd = onEnd;
	}

	/**
	 * Set the timer that ends the collection. Must be called after the event was
	 * delivered.
	 * @param expiry calls {@link #expire}; disposed when all receivers have answered
	 */
	void expireWith(Disposable expiry) {
		this.expiry.update(expiry);
	}

	@Override
	public void expect(Collection<String> socketIds) {
		this.awaited.addAll(socketIds);
		this.asker.accept(new ClusterMessage.ReceiverCount(this.requestId, socketIds.size()));
		endIfComplete();
	}

	@Override
	public void answered(String socketId, ArgumentReader arguments) {
		if (!this.awaited.contains(socketId)) {
			return;
		}
		try {
			List<JsonNode> values = new ArrayList<>();
			while (arguments.hasNext()) {
				values.add((JsonNode) arguments.next(TREE));
			}
			if (this.awaited.remove(socketId)) {
				this.asker.accept(new ClusterMessage.ClientAnswer(this.requestId, socketId, values));
			}
		}
		finally {
			lost(socketId);
		}
	}

	@Override
	public void lost(String socketId) {
		this.awaited.remove(socketId);
		endIfComplete();
	}

	private void endIfComplete() {
		if (this.awaited.isEmpty()) {
			end();
		}
	}

	/**
	 * Stop waiting, since the other node does not wait any longer either.
	 */
	void expire() {
		for (String socketId : this.awaited) {
			if (this.awaited.remove(socketId)) {
				this.sockets.forgetAck(socketId, this.ackId);
			}
		}
		end();
	}

	private void end() {
		if (this.ended.compareAndSet(false, true)) {
			this.expiry.dispose();
			this.onEnd.run();
		}
	}

}
