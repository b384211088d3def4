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

package io.github.socketiospring.server.support.outbound;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.LocalSocket;

/**
 * A socket of this node as the namespace that delivers to it sees it.
 *
 * @since 0.1.0
 */
public interface Receiver extends LocalSocket {

	/**
	 * Deliver an event, of this socket's own or of a broadcast.
	 * @param packet the event
	 * @param droppable whether to drop it if it would not leave at once
	 */
	void deliver(OutgoingPacket packet, boolean droppable);

	/**
	 * Let an event take its place among what leaves, for callers that hold a lock.
	 * @param packet the event
	 * @see Outbox#enqueue
	 */
	void enqueue(OutgoingPacket packet);

	/**
	 * Let an event leave that was enqueued, without any lock.
	 * @param packet the event
	 */
	void release(OutgoingPacket packet);

	/**
	 * Take part in a broadcast that is acknowledged.
	 * @param ackId the broadcast's acknowledgement id
	 * @param collector is told of the answer
	 * @return whether an answer can be awaited; if not, the collector was told
	 */
	boolean awaitAck(long ackId, AckCollector collector);

	/**
	 * Wait for an acknowledgement no longer.
	 * @param ackId the id that the event was sent with
	 */
	void forgetAck(long ackId);

	/**
	 * How many acknowledgements are awaited of this socket.
	 * @return the number of acknowledgements
	 */
	int pendingAckCount();

}
