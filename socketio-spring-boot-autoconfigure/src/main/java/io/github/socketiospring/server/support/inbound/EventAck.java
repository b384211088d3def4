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

package io.github.socketiospring.server.support.inbound;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.SocketSender;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of a client's event.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#acknowledgement">Socket.IO protocol,
 * acknowledgement</a>
 */
final class EventAck implements Ack {

	private static final AtomicIntegerFieldUpdater<EventAck> SENT = AtomicIntegerFieldUpdater.newUpdater(EventAck.class,
			"sent");

	private static final EventAck NOT_REQUESTED = new EventAck(null, Packet.NO_ID);

	private final @Nullable SocketSender sender;

	private final long id;

	private volatile int sent;

	private EventAck(@Nullable SocketSender sender, long id) {
		this.sender = sender;
		this.id = id;
	}

	static EventAck of(SocketSender sender, long id) {
		return (id != Packet.NO_ID) ? new EventAck(sender, id) : NOT_REQUESTED;
	}

	@Override
	public boolean isRequested() {
		return this.sender != null;
	}

	@Override
	public void send(@Nullable Object... arguments) {
		if (this.sender != null && this.sent == 0) {
			// Encoded first, so that another answer can be sent if this one cannot.
			OutgoingPacket answer = this.sender.encodeAck(this.id, arguments);
			if (SENT.compareAndSet(this, 0, 1)) {
				this.sender.sendAck(answer);
			}
		}
	}

}
