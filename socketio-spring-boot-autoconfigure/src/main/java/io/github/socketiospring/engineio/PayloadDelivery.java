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

package io.github.socketiospring.engineio;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;

/**
 * Delivers a body packet by packet. Each packet takes a turn in the session's lane, so
 * that signals that it causes, such as suspending reading, are handled before the next
 * packet. After the client's turn of the thread, other clients have theirs.
 */
final class PayloadDelivery implements SignalLane.PeerSignal {

	private final Transport transport;

	private final PayloadCodec.Payload payload;

	private final ReadingTurn turn;

	private final Runnable processed;

	private final Recipient recipient;

	private final SignalLane lane;

	PayloadDelivery(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed,
			Recipient recipient, SignalLane lane) {
		this.transport = transport;
		this.payload = payload;
		this.turn = turn;
		this.processed = processed;
		this.recipient = recipient;
		this.lane = lane;
	}

	@Override
	public ReadingThread thread() {
		return this.turn.thread();
	}

	@Override
	public void run() {
		try {
			deliver();
		}
		catch (Throwable ex) {
			// Otherwise the body would be kept, and its request would never be answered.
			this.processed.run();
			throw ex;
		}
	}

	private void deliver() {
		if (this.recipient.interrupt(this)) {
			return;
		}
		EnginePacket packet = this.recipient.isOpen() ? this.payload.next() : null;
		if (packet != null) {
			this.recipient.handle(this.transport, packet);
			proceed(packet);
			return;
		}
		if (this.payload.malformed()) {
			this.recipient.handleMalformed(this.transport);
		}
		this.processed.run();
	}

	private void proceed(EnginePacket packet) {
		if (this.turn.read(packet.data().length)) {
			this.lane.execute(this);
		}
		else {
			this.turn.next(() -> this.lane.execute(this));
		}
	}

	/**
	 * The session that receives a body. Called in its lane.
	 */
	interface Recipient {

		boolean isOpen();

		/**
		 * Interrupt a delivery while reading is suspended.
		 * @param delivery runs again when reading is resumed
		 * @return whether it has to wait
		 */
		boolean interrupt(PayloadDelivery delivery);

		/**
		 * Handle a packet of the body.
		 * @param transport the transport of the body
		 * @param packet the next packet of the body
		 */
		void handle(Transport transport, EnginePacket packet);

		/**
		 * The rest of the body is malformed.
		 * @param transport where it came from
		 */
		void handleMalformed(Transport transport);

	}

}
