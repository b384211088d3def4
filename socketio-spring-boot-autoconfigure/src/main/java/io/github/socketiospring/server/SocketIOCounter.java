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

package io.github.socketiospring.server;

import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimitException;

/**
 * The counters of a {@link SocketIOServer}: limits that were reached, clients that were
 * refused, and events that were dropped.
 *
 * @since 0.1.0
 * @see SocketIOStatistics#count(SocketIOCounter)
 */
public enum SocketIOCounter {

	/** A connection was closed because of a malformed packet. */
	MALFORMED_PACKET,

	/** A connection was closed because a packet had too many attachments. */
	ATTACHMENTS,

	/** A connection was closed because the name of a namespace was too long. */
	NAMESPACE_LENGTH,

	/** A connection was closed because the name of an event was too long. */
	EVENT_NAME_LENGTH,

	/** A connection was closed because the payload of CONNECT was too large. */
	AUTH_SIZE,

	/** A connection was closed because a payload was nested too deeply. */
	NESTING_DEPTH,

	/** A connection was closed because of a packet that is invalid in its state. */
	PROTOCOL_VIOLATION,

	/** A connection was closed because it did not connect to a namespace in time. */
	CONNECT_TIMEOUT,

	/** A CONNECT to a namespace that does not exist. */
	UNKNOWN_NAMESPACE,

	/** A CONNECT of a client that is in too many namespaces. */
	TOO_MANY_NAMESPACES,

	/** A CONNECT of a user who has too many sockets. */
	TOO_MANY_SOCKETS_OF_USER,

	/** A CONNECT that would have created too many namespaces by a pattern. */
	TOO_MANY_DYNAMIC_NAMESPACES,

	/** A CONNECT that middleware or a handler refused. */
	CONNECT_REFUSED,

	/** A CONNECT that the {@link AccessRules} refused. */
	CONNECT_DENIED,

	/**
	 * A CONNECT beyond {@link SocketIOOptions#refusedConnectRate()}, refused without
	 * calling middleware.
	 */
	REFUSED_TOO_OFTEN,

	/** A socket was in too many rooms to join another. */
	TOO_MANY_ROOMS,

	/** Too many acknowledgements of a socket were outstanding to await another. */
	TOO_MANY_ACKS,

	/** An event that failed because of its client. */
	EVENT_REFUSED,

	/** An event that the {@link AccessRules} denied. */
	EVENT_DENIED,

	/** A join that the {@link AccessRules} denied. */
	JOIN_DENIED,

	/** An event beyond {@link SocketIOOptions#eventRates()}. */
	EVENT_RATE,

	/** An event beyond the {@link EventHandler#rates()} of its handler. */
	HANDLER_RATE,

	/** Too much was sent to a socket before its CONNECT was answered. */
	CONNECT_OVERFLOW,

	/**
	 * The server stopped reading from a client, since its waiting events had reached
	 * {@link SocketIOOptions#backlogSize()}.
	 */
	READING_SUSPENDED,

	/** A volatile event was not sent, since its receiver was not ready for it. */
	VOLATILE_DROPPED;

	/**
	 * Return the counter for a packet that cannot be decoded.
	 * @param error why the packet cannot be decoded
	 * @return the counter of the exceeded limit, or {@link #MALFORMED_PACKET}
	 */
	public static SocketIOCounter of(PacketFormatException error) {
		if (!(error instanceof PacketLimitException exceeded)) {
			return MALFORMED_PACKET;
		}
		return switch (exceeded.limit()) {
			case ATTACHMENTS -> ATTACHMENTS;
			case NAMESPACE_LENGTH -> NAMESPACE_LENGTH;
			case EVENT_NAME_LENGTH -> EVENT_NAME_LENGTH;
			case AUTH_SIZE -> AUTH_SIZE;
			case NESTING_DEPTH -> NESTING_DEPTH;
		};
	}

}
