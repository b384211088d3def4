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
 * The session, as its transport uses it. Calls for one transport are never concurrent,
 * except for {@link #nextPacket} and {@link #hasPackets}.
 *
 * @since 0.1.0
 */
public interface TransportListener {

	/**
	 * Receive a packet, in the order sent.
	 * @param transport the transport of the packet
	 * @param packet the received packet
	 */
	void onPacket(Transport transport, EnginePacket packet);

	/**
	 * Receive the packets of one body, in the order sent. They are decoded as they are
	 * processed, within the limits of a turn, and not while reading is suspended.
	 * @param transport the transport of the packets
	 * @param payload decodes the packets
	 * @param turn limits how much is read from the peer in a turn
	 * @param processed called when all have been processed or dropped
	 */
	void onPayload(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed);

	/**
	 * The peer sent data that is not a packet.
	 * @param transport the transport of the data
	 */
	void onMalformed(Transport transport);

	/**
	 * The transport was closed, by the peer or with {@link Transport#close()}.
	 * @param transport which transport ended
	 */
	default void onClose(Transport transport) {
		onClose(transport, () -> {
		});
	}

	/**
	 * The transport was closed, by the peer or with {@link Transport#close()}.
	 * @param transport which transport ended
	 * @param ended run as soon as requests no longer find the session, possibly on
	 * another thread
	 */
	void onClose(Transport transport, Runnable ended);

	/**
	 * The transport broke, or the peer violated its rules.
	 * @param transport which transport broke
	 * @param description what happened, for the log
	 */
	void onError(Transport transport, String description);

	/**
	 * The peer violated a rule of the transport, which has ended the transport.
	 * @param transport which transport ended
	 * @param violation the violated rule
	 * @param description what happened, for the log
	 */
	default void onViolation(Transport transport, Violation violation, String description) {
		onError(transport, description);
	}

	/**
	 * Take the next packet to send. To be called by one thread at a time.
	 * @param transport the transport that writes
	 * @return a packet, or {@code null} if there is none for this transport
	 */
	@Nullable EnginePacket nextPacket(Transport transport);

	/**
	 * No more can be written until the peer reads. Need not be called after each packet.
	 * @param transport the transport that waits for its peer
	 */
	default void onBlocked(Transport transport) {
	}

	/**
	 * The account of the session. A transport charges the bytes that it collects from the
	 * peer, and those that it has pulled and the peer does not read. If a charge is
	 * refused, the session ends the transport.
	 * @return always the same account
	 */
	MemoryAccount memory();

	/**
	 * Whether {@link #nextPacket} would find a packet.
	 * @param transport the transport that writes
	 * @return whether packets wait for this transport
	 */
	boolean hasPackets(Transport transport);

}
