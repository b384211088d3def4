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

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.RecoveryAdapter;

/**
 * An event for one socket that is remembered for recovery. It is encoded before it gets
 * its position in the stream of events, since other threads wait for that lock.
 */
final class DirectEvent {

	private final RecoveryAdapter recovery;

	private final String offset;

	private final OutgoingPacket packet;

	private final BroadcastOptions receiver;

	/** Whether it waits behind other packets, and is sent with them. */
	private boolean waits;

	/**
	 * Create an event.
	 * @param recovery assigns its position
	 * @param offset the event's offset
	 * @param packet the encoded event with that offset
	 * @param socketId the id of its socket
	 */
	DirectEvent(RecoveryAdapter recovery, String offset, OutgoingPacket packet, String socketId) {
		this.recovery = recovery;
		this.offset = offset;
		this.packet = packet;
		this.receiver = BroadcastOptions.socket(socketId);
	}

	/**
	 * Hold a place for the event.
	 * @param outbox the socket's outbox
	 * @return the place; {@link Outbox#closeIfOverflown()} has to follow without any lock
	 */
	Outbox.Place hold(Outbox outbox) {
		return outbox.hold(this.packet);
	}

	/**
	 * Send the event.
	 * @param outbox the socket's outbox
	 */
	void send(Outbox outbox) {
		remember(() -> this.waits = outbox.enqueue(this.packet));
		outbox.release(this.packet, this.waits);
	}

	/**
	 * Send the event from a place that was held for it.
	 * @param place a place in the socket's outbox
	 */
	void send(Outbox.Place place) {
		remember(() -> place.take(this.packet));
		place.release(this.packet);
	}

	private void remember(Runnable enqueuing) {
		this.recovery.remember(this.offset, this.packet.remembered(), this.receiver, enqueuing);
	}

}
