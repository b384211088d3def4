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

package io.github.socketiospring.server;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement that a client asked for.
 */
final class EventAck implements Ack {

	private static final EventAck NOT_REQUESTED = new EventAck(null, Packet.NO_ID);

	private final @Nullable DefaultSocket socket;

	private final long id;

	private final AtomicBoolean sent;

	private EventAck(@Nullable DefaultSocket socket, long id) {
		this.socket = socket;
		this.id = id;
		this.sent = new AtomicBoolean(socket == null);
	}

	static EventAck of(DefaultSocket socket, long id) {
		return (id != Packet.NO_ID) ? new EventAck(socket, id) : NOT_REQUESTED;
	}

	@Override
	public boolean isRequested() {
		return this.socket != null;
	}

	@Override
	public void send(@Nullable Object... arguments) {
		if (this.socket != null && !this.sent.get()) {
			// Encoded first, so that an answer that cannot be sent leaves room for
			// another.
			WireMessage answer = this.socket.encodeAck(this.id, arguments);
			if (this.sent.compareAndSet(false, true)) {
				this.socket.send(answer);
			}
		}
	}

}
