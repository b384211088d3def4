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
 * The types of Socket.IO packets with their digits on the wire.
 *
 * @since 0.1.0
 */
public enum PacketType {

	/** Asks for a namespace, and answers with the socket's id. */
	CONNECT,

	/** Leaves a namespace. */
	DISCONNECT,

	/** An event with its arguments. */
	EVENT,

	/** The answer to an event. */
	ACK,

	/** Refuses a namespace; sent by the server only. */
	CONNECT_ERROR,

	/** An event with attachments. */
	BINARY_EVENT,

	/** The answer to an event, with attachments. */
	BINARY_ACK;

	private static final PacketType[] TYPES = values();

	/**
	 * The first character of a packet.
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
	 * @return the type or {@code null} when there is none
	 */
	public static @Nullable PacketType ofDigit(int digit) {
		int index = digit - '0';
		return (index >= 0 && index < TYPES.length) ? TYPES[index] : null;
	}

}
