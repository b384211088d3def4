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
 * The types of Socket.IO packets. The ordinal of a type is its number on the wire.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 */
public enum PacketType {

	/**
	 * A client requests a namespace; the server answers with the id of the socket.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Connection
	 * to a namespace</a>
	 */
	CONNECT,

	/**
	 * One side leaves a namespace.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#disconnection-from-a-namespace">Disconnection
	 * from a namespace</a>
	 */
	DISCONNECT,

	/**
	 * An event with its arguments.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#sending-and-receiving-data">Sending
	 * and receiving data</a>
	 */
	EVENT,

	/**
	 * The answer to an event.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#acknowledgement">Acknowledgement</a>
	 */
	ACK,

	/**
	 * The server refuses a namespace.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Connection
	 * to a namespace</a>
	 */
	CONNECT_ERROR,

	/**
	 * An event with attachments.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#sending-and-receiving-data">Sending
	 * and receiving data</a>
	 */
	BINARY_EVENT,

	/**
	 * The answer to an event, with attachments.
	 * @see <a href=
	 * "https://github.com/socketio/socket.io-protocol#acknowledgement">Acknowledgement</a>
	 */
	BINARY_ACK;

	private static final PacketType[] TYPES = values();

	/**
	 * The first character of a packet of this type.
	 * @return an ASCII digit
	 */
	public char digit() {
		return (char) ('0' + ordinal());
	}

	/**
	 * Whether attachments follow.
	 * @return {@code true} for the two binary types
	 */
	public boolean isBinary() {
		return this == BINARY_EVENT || this == BINARY_ACK;
	}

	/**
	 * Find a type by its digit.
	 * @param digit an ASCII digit
	 * @return the type, {@code null} if no type has this digit
	 */
	public static @Nullable PacketType ofDigit(int digit) {
		int index = digit - '0';
		return (index >= 0 && index < TYPES.length) ? TYPES[index] : null;
	}

}
