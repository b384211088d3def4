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
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.Transport;

/**
 * A packet that waits for its session's lane.
 *
 * @param session handles the packet
 * @param transport the transport of the packet
 * @param packet what the client sent
 */
record ReceivedPacket(PayloadDelivery.Recipient session, Transport transport,
		EnginePacket packet) implements SignalLane.PeerSignal {

	@Override
	public ReadingThread thread() {
		return this.transport.readingThread();
	}

	@Override
	public void run() {
		this.session.handle(this.transport, this.packet);
	}

}
