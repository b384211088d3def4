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

package io.github.socketiospring.engineio.transport;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * What a transport talks to: the session. Signals about one transport are never
 * concurrent, except for {@link #nextPacket} and {@link #hasPackets}.
 *
 * @since 0.1.0
 */
public interface TransportListener {

	/**
	 * A packet from the peer, in the order sent.
	 * @param transport where it came from
	 * @param packet what the peer sent
	 */
	void onPacket(Transport transport, EnginePacket packet);

	/**
	 * The packets of one body, in the order sent. They are taken from the payload as they
	 * are processed, as many in one turn as is allowed, and none while reading is
	 * suspended.
	 * @param transport where they came from
	 * @param payload the packets
	 * @param turn what is read of the peer in this turn
	 * @param processed called when all have been processed, or never will be
	 */
	void onPayload(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed);

	/**
	 * The peer sent something that is no packet.
	 * @param transport where it came from
	 */
	void onMalformed(Transport transport);

	/**
	 * The transport ended, by the peer or after {@link Transport#close()}.
	 * @param transport which transport ended
	 */
	void onClose(Transport transport);

	/**
	 * The transport broke, or the peer violated its rules.
	 * @param transport which transport broke
	 * @param description what happened, for the log
	 */
	void onError(Transport transport, String description);

	/**
	 * The peer violated a rule of the transport, which has ended by that.
	 * @param transport which transport ended
	 * @param violation which rule
	 * @param description what happened, for the log
	 */
	default void onViolation(Transport transport, Violation violation, String description) {
		onError(transport, description);
	}

	/**
	 * Take the next packet to send. To be called by one thread at a time.
	 * @param transport who asks
	 * @return a packet, or {@code null} when there is none for this transport
	 */
	@Nullable EnginePacket nextPacket(Transport transport);

	/**
	 * The peer has to take what was passed on before more can follow, though more may
	 * wait. Need not be told after each packet.
	 * @param transport which transport waits for its peer
	 */
	default void onBlocked(Transport transport) {
	}

	/**
	 * What the peer makes the server hold. A transport charges what it keeps of what the
	 * peer sends, and what it was given and the peer does not take. When a charge is
	 * refused, the transport is ended by its session.
	 * @return always the same account
	 */
	MemoryAccount memory();

	/**
	 * Whether {@link #nextPacket} would find a packet.
	 * @param transport who asks
	 * @return whether packets wait for this transport
	 */
	boolean hasPackets(Transport transport);

}
