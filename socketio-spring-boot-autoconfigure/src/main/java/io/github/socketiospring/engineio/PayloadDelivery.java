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

import java.util.concurrent.Executor;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.Transport;

/**
 * Delivers a body packet by packet. Each takes a turn in the session's lane, so that what
 * one makes the application do, such as to suspend reading, is done before the next.
 * After some of them others get their turn of the thread.
 */
final class PayloadDelivery implements Runnable {

	private static final int PACKETS_OF_A_TURN = 256;

	private final Transport transport;

	private final PayloadCodec.Payload payload;

	private final Executor turns;

	private final Runnable processed;

	private final Recipient recipient;

	private final SignalLane lane;

	private int delivered;

	PayloadDelivery(Transport transport, PayloadCodec.Payload payload, Executor turns, Runnable processed,
			Recipient recipient, SignalLane lane) {
		this.transport = transport;
		this.payload = payload;
		this.turns = turns;
		this.processed = processed;
		this.recipient = recipient;
		this.lane = lane;
	}

	@Override
	public void run() {
		if (this.recipient.interrupt(this)) {
			return;
		}
		EnginePacket packet = this.recipient.isOpen() ? this.payload.next() : null;
		if (packet != null) {
			this.recipient.handle(this.transport, packet);
			proceed();
			return;
		}
		if (this.payload.malformed()) {
			this.recipient.handleMalformed(this.transport);
		}
		this.processed.run();
	}

	private void proceed() {
		this.delivered++;
		if (this.delivered % PACKETS_OF_A_TURN == 0) {
			this.turns.execute(() -> this.lane.execute(this));
		}
		else {
			this.lane.execute(this);
		}
	}

	/**
	 * The session that a body is for. Called in its lane.
	 */
	interface Recipient {

		boolean isOpen();

		/**
		 * Let a delivery wait while nothing is to be read.
		 * @param delivery runs again once reading goes on
		 * @return whether it has to wait
		 */
		boolean interrupt(PayloadDelivery delivery);

		/**
		 * A packet of the body.
		 * @param transport where it came from
		 * @param packet the packet
		 */
		void handle(Transport transport, EnginePacket packet);

		/**
		 * The rest of the body is malformed.
		 * @param transport where it came from
		 */
		void handleMalformed(Transport transport);

	}

}
