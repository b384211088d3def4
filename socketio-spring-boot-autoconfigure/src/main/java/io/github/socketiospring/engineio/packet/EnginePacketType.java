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

package io.github.socketiospring.engineio.packet;

import org.jspecify.annotations.Nullable;

/**
 * The types of Engine.IO packets with their digits on the wire, the same in all protocol
 * revisions.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#protocol">Engine.IO
 * protocol, protocol</a>
 */
public enum EnginePacketType {

	/** Opens a session; sent by the server with the session's id and settings. */
	OPEN,

	/** Ends a session. */
	CLOSE,

	/** Heartbeat request; sent by the server since revision 4, by the client before. */
	PING,

	/** Heartbeat answer. */
	PONG,

	/** Carries a message, the only type that can be binary. */
	MESSAGE,

	/** Completes an upgrade; sent by the client on the new transport. */
	UPGRADE,

	/** Completes a poll without carrying data. */
	NOOP;

	private static final EnginePacketType[] TYPES = values();

	private final byte digit = (byte) ('0' + ordinal());

	/**
	 * The first character of a text packet.
	 * @return an ASCII digit
	 */
	public byte digit() {
		return this.digit;
	}

	/**
	 * Find a type by its digit.
	 * @param digit an ASCII digit
	 * @return the type, or {@code null} if no type has this digit
	 */
	public static @Nullable EnginePacketType ofDigit(int digit) {
		int index = digit - '0';
		return (index >= 0 && index < TYPES.length) ? TYPES[index] : null;
	}

}
