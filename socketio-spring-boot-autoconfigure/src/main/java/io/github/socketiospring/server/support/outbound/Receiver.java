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
 * A socket of this node, as the namespace that delivers to it uses it.
 *
 * @since 0.1.0
 */
public interface Receiver extends LocalSocket {

	/**
	 * Deliver an event for this socket or of a broadcast.
	 * @param packet the event to send
	 * @param droppable whether to drop it if it cannot be written at once
	 */
	void deliver(OutgoingPacket packet, boolean droppable);

	/**
	 * Add an event to the queue without sending it, for callers that hold a lock.
	 * @param packet the encoded event
	 * @return whether it waits behind others, and is sent with them
	 * @see Outbox#enqueue
	 */
	boolean enqueue(OutgoingPacket packet);

	/**
	 * Send an event that was enqueued. Called without any lock.
	 * @param packet the enqueued event
	 * @param waits what {@link #enqueue} returned
	 */
	void release(OutgoingPacket packet, boolean waits);

	/**
	 * Wait for the acknowledgement of a broadcast.
	 * @param ackId the broadcast's acknowledgement id
	 * @param collector called with the answer
	 * @return {@code false} if no answer can be expected; the collector was called then
	 */
	boolean awaitAck(long ackId, AckCollector collector);

}
