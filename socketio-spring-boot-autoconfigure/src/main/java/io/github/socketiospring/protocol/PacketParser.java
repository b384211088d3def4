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

package io.github.socketiospring.protocol;

import java.util.function.Predicate;

/**
 * A wire format of Socket.IO packets. Nothing on the wire names the format, so server and
 * client must be configured with the same one. A parser is immutable and shared by all
 * connections; the {@link PacketDecoder} keeps the state of one connection.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public interface PacketParser {

	/**
	 * Encode a packet. Called once for all receivers of a broadcast, from any thread.
	 * @param packet the packet to encode; its type is never a binary one
	 * @return the messages to send, head first
	 * @throws IllegalArgumentException if the packet contains a value that the format
	 * cannot express
	 */
	EncodedPacket encode(Packet packet);

	/**
	 * Create a decoder for one connection.
	 * @return a decoder that keeps the state of one connection
	 */
	PacketDecoder decoder();

	/**
	 * Create a decoder for one connection that drops packets for which there is no
	 * socket.
	 * @param taken whether a socket accepts packets of a namespace now; called by the
	 * decoder for packets that have to wait for their attachments
	 * @return a new decoder, by default one that keeps all packets
	 */
	default PacketDecoder decoder(Predicate<String> taken) {
		return decoder();
	}

}
