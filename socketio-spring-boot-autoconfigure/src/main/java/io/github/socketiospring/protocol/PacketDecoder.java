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

import org.jspecify.annotations.Nullable;

/**
 * Decodes the messages of one connection, and keeps a packet until its attachments have
 * arrived. Not thread-safe.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public interface PacketDecoder {

	/**
	 * Decode a text message.
	 * @param message the message in well-formed UTF-8
	 * @return the packet, {@code null} if its attachments are still to come
	 * @throws PacketFormatException if the message is not a packet
	 */
	@Nullable ReceivedPacket text(byte[] message);

	/**
	 * Decode a binary message.
	 * @param message the message, which the packet keeps without a copy
	 * @return the packet, {@code null} if more attachments are still to come
	 * @throws PacketFormatException if the message is neither a packet nor an expected
	 * attachment
	 */
	@Nullable ReceivedPacket binary(byte[] message);

	/**
	 * Whether the decoder keeps the parts of an incomplete packet.
	 * @return {@code false} if there is none, or if it is dropped because no socket
	 * accepts it
	 */
	default boolean isKeeping() {
		return true;
	}

}
