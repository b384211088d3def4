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

package io.github.socketiospring.engineio;

/**
 * The counters of an {@link EngineServer}: refused requests, and sessions that ended
 * abnormally, by reason.
 *
 * @since 0.1.0
 * @see EngineStatistics#count(EngineCounter)
 */
public enum EngineCounter {

	/** A request with a transport that is unknown or disabled. */
	UNKNOWN_TRANSPORT,

	/** A request with an unknown session id. */
	UNKNOWN_SESSION,

	/** A handshake that was not a {@code GET}. */
	BAD_HANDSHAKE_METHOD,

	/** An inconsistent request, or one that middleware refused. */
	BAD_REQUEST,

	/** A handshake that the application refused. */
	FORBIDDEN,

	/** A request of a page of another origin. */
	FOREIGN_ORIGIN,

	/** A request for the session of another user, or without that user's credentials. */
	FOREIGN_SESSION,

	/** A client with a protocol revision that is not enabled. */
	UNSUPPORTED_PROTOCOL,

	/** A handshake when there were {@link EngineOptions#maxSessions()} sessions. */
	TOO_MANY_CONNECTIONS,

	/**
	 * A handshake of an address with {@link EngineOptions#maxSessionsPerAddress()}
	 * sessions.
	 */
	ADDRESS_CONNECTIONS,

	/** A handshake of an address beyond {@link EngineOptions#connectionRate()}. */
	CONNECTION_RATE,

	/** A handshake while the server shuts down. */
	SHUTTING_DOWN,

	/** A polling body larger than {@link EngineOptions#maxPayload()}. */
	BODY_TOO_LARGE,

	/** A WebSocket message larger than {@link EngineOptions#maxPayload()}. */
	MESSAGE_TOO_LARGE,

	/** A text message that is not UTF-8. */
	INVALID_UTF8,

	/** Data that is not an Engine.IO packet. */
	MALFORMED_PACKET,

	/**
	 * A client violated a rule of its transport: two polls at once, a heartbeat in the
	 * wrong direction, a WebSocket frame out of order.
	 */
	PROTOCOL_VIOLATION,

	/** A client did not answer the heartbeat. */
	PING_TIMEOUT,

	/**
	 * A client read nothing while packets waited for it for
	 * {@link EngineOptions#slowAfter()}.
	 */
	SLOW_CLIENT,

	/**
	 * Too much was sent to a client, whether or not it reads: more bytes waited than
	 * {@link EngineOptions#maxOutboundBytes()}.
	 */
	OUTBOUND_OVERFLOW,

	/**
	 * A client used more memory than {@link EngineOptions#maxSessionMemory()}.
	 */
	SESSION_MEMORY,

	/**
	 * A session that used more than its share was closed, since all together used more
	 * than {@link EngineOptions#maxMemory()}.
	 */
	SERVER_MEMORY,

	/** A handshake while {@link EngineOptions#maxMemory()} was reached. */
	MEMORY_FULL,

	/** An upgrade was started and not completed. */
	UPGRADE_ABANDONED

}
