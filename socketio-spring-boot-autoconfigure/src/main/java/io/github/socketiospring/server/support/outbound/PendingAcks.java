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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketLimitException;
import org.jspecify.annotations.Nullable;

/**
 * The outstanding acknowledgements of one socket. Waiting code is called outside of the
 * monitor.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol#acknowledgement">Socket.IO
 * protocol, acknowledgement</a>
 */
final class PendingAcks {

	private final int limit;

	private Map<Long, PendingAck> pending = Map.of();

	private @Nullable DisconnectReason ended;

	/**
	 * Create a table without acknowledgements.
	 * @param limit how many may be outstanding
	 */
	PendingAcks(int limit) {
		this.limit = limit;
	}

	/**
	 * Wait for an acknowledgement.
	 * @param id the id of the sent event
	 * @param ack called with the answer, or at once if the socket has left
	 * @throws SocketLimitException if too many are outstanding
	 */
	void add(long id, PendingAck ack) {
		DisconnectReason reason;
		synchronized (this) {
			reason = this.ended;
			if (reason == null) {
				if (this.pending.size() >= this.limit) {
					throw new SocketLimitException(
							"More than " + this.limit + " acknowledgements of one socket are outstanding");
				}
				if (this.pending.isEmpty()) {
					this.pending = new HashMap<>(4);
				}
				this.pending.put(id, ack);
				return;
			}
		}
		ack.lost(reason);
	}

	/**
	 * Stop waiting for an acknowledgement.
	 * @param id the id of the sent event
	 */
	synchronized void forget(long id) {
		remove(id);
	}

	/**
	 * Pass an answer to the waiting code. An unexpected answer is ignored.
	 * @param id the id in the client's ACK packet
	 * @param arguments reads the arguments of the answer
	 */
	void answer(long id, ArgumentReader arguments) {
		PendingAck ack;
		synchronized (this) {
			ack = remove(id);
		}
		if (ack != null) {
			ack.answered(arguments);
		}
	}

	private @Nullable PendingAck remove(long id) {
		return this.pending.isEmpty() ? null : this.pending.remove(id);
	}

	/**
	 * End all, since the socket has left.
	 * @param reason why the socket left
	 */
	void end(DisconnectReason reason) {
		List<PendingAck> lost;
		synchronized (this) {
			this.ended = reason;
			lost = List.copyOf(this.pending.values());
			this.pending = Map.of();
		}
		lost.forEach((ack) -> ack.lost(reason));
	}

	/**
	 * How many acknowledgements are outstanding.
	 * @return the number of calls of {@link #add} that have not ended
	 */
	synchronized int size() {
		return this.pending.size();
	}

}
