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
 * What an {@link EngineServer} counts: requests it refused, and sessions that did not end
 * as they should, by reason.
 *
 * @since 0.1.0
 * @see EngineStatistics#count(EngineCounter)
 */
public enum EngineCounter {

	/** A request named no transport that is enabled. */
	UNKNOWN_TRANSPORT,

	/** A request named a session that is not here. */
	UNKNOWN_SESSION,

	/** A handshake was no {@code GET}. */
	BAD_HANDSHAKE_METHOD,

	/** A request contradicted itself or its session, or a middleware refused it. */
	BAD_REQUEST,

	/** A handshake was refused by the application. */
	FORBIDDEN,

	/** A page of a foreign origin. */
	FOREIGN_ORIGIN,

	/** A client of a protocol revision that is not enabled. */
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

	/** Something that is no Engine.IO packet. */
	MALFORMED_PACKET,

	/**
	 * A client broke a rule of its transport: two polls at once, a heartbeat of the wrong
	 * direction, a WebSocket frame out of order.
	 */
	PROTOCOL_VIOLATION,

	/** A client did not answer the heartbeat. */
	PING_TIMEOUT,

	/**
	 * A client did not read: it took nothing of what waited for it for
	 * {@link EngineOptions#slowAfter()}.
	 */
	SLOW_CLIENT,

	/**
	 * Too much was sent to a client, whether it reads or not: more waited than
	 * {@link EngineOptions#maxOutboundBytes()}.
	 */
	OUTBOUND_OVERFLOW,

	/**
	 * A client made the server hold more than {@link EngineOptions#maxSessionMemory()}.
	 */
	SESSION_MEMORY,

	/**
	 * A session that held more than its share was closed, when all together held more
	 * than {@link EngineOptions#maxMemory()}.
	 */
	SERVER_MEMORY,

	/** A handshake while sessions held {@link EngineOptions#maxMemory()}. */
	MEMORY_FULL,

	/** An upgrade was begun and not completed. */
	UPGRADE_ABANDONED

}
