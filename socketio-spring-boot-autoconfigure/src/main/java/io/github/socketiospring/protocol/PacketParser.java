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

/**
 * A wire format of Socket.IO packets. Server and client must be configured for the same
 * one, as nothing on the wire says which it is. Immutable and shareable; what has to be
 * remembered between two messages is in the {@link PacketDecoder}.
 *
 * @since 0.1.0
 */
public interface PacketParser {

	/**
	 * Encode a packet. Called once for all receivers of a broadcast, from any thread.
	 * @param packet the packet
	 * @return the encoded packet
	 * @throws IllegalArgumentException when the packet holds what cannot be sent
	 */
	EncodedPacket encode(Packet packet);

	/**
	 * Begin to decode what one connection sends.
	 * @return a decoder for that connection alone
	 */
	PacketDecoder decoder();

}
