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
 * What a {@link SocketIOServer} counts: limits that were reached, clients that were
 * refused, and what was dropped.
 *
 * @since 0.1.0
 * @see SocketIOStatistics#count(SocketIOCounter)
 */
public enum SocketIOCounter {

	/** A connection was closed for something that is no packet. */
	MALFORMED_PACKET,

	/** A connection was closed for too many attachments. */
	ATTACHMENTS,

	/** A connection was closed for the long name of a namespace. */
	NAMESPACE_LENGTH,

	/** A connection was closed for the long name of an event. */
	EVENT_NAME_LENGTH,

	/** A connection was closed for a large payload of CONNECT. */
	AUTH_SIZE,

	/** A connection was closed for deep nesting. */
	NESTING_DEPTH,

	/** A connection was closed for a packet that no client sends at that time. */
	PROTOCOL_VIOLATION,

	/** A connection was closed since its client asked for no namespace in time. */
	CONNECT_TIMEOUT,

	/** A CONNECT for a namespace that there is not. */
	UNKNOWN_NAMESPACE,

	/** A CONNECT of a client that is in too many namespaces. */
	TOO_MANY_NAMESPACES,

	/** A CONNECT that would have made one more namespace by a pattern. */
	TOO_MANY_DYNAMIC_NAMESPACES,

	/** A CONNECT that middleware or a handler refused. */
	CONNECT_REFUSED,

	/**
	 * A CONNECT beyond {@link SocketIOOptions#refusedConnectRate()}, which nobody saw.
	 */
	REFUSED_TOO_OFTEN,

	/** A socket was in too many rooms to join another. */
	TOO_MANY_ROOMS,

	/** Too many acknowledgements of a socket were outstanding to await another. */
	TOO_MANY_ACKS,

	/** An event that was refused for what its client sent or did. */
	EVENT_REFUSED,

	/** An event beyond {@link SocketIOOptions#eventRates()}. */
	EVENT_RATE,

	/** An event beyond the {@link EventHandler#rates()} of its handler. */
	HANDLER_RATE,

	/** More was sent to a socket that was just let in than may wait for it. */
	CONNECT_OVERFLOW,

	/**
	 * A client was not read for a while, since its events that waited had reached
	 * {@link SocketIOOptions#backlogSize()}.
	 */
	READING_SUSPENDED,

	/** A volatile event was not sent, since its receiver was not ready for it. */
	VOLATILE_DROPPED;

	/**
	 * What to count when a packet cannot be decoded.
	 * @param error why
	 * @return the limit that was exceeded, if one was
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
