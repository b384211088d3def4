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

package io.github.socketiospring.testsupport.attack;

import java.io.IOException;

/**
 * The attacks of a hostile client on {@link Targets}.
 */
public enum Attack {

	/** Sessions that began with as many headers as fit into a request. */
	MANY_HEADERS(Handshakes::withManyHeaders),

	/** Sessions that began with as many query parameters as fit into a request. */
	MANY_PARAMETERS(Handshakes::withManyParameters),

	/** Bodies that are announced and come byte by byte. */
	SLOW_BODIES(Hoards::slowBodies),

	/**
	 * A small compressed message in tiny frames that is large unpacked, and never ends.
	 */
	COMPRESSED_FRAGMENTS(Hoards::compressedFragments),

	/** Events that have to wait and whose arguments are large as objects. */
	WAITING_EVENTS(Hoards::waitingEvents),

	/** Attachments up to the last but one. */
	MISSING_ATTACHMENTS(Hoards::missingAttachments),

	/** Enter with a large payload, send an event, leave, and again. */
	REENTRIES(Namespaces::reentries),

	/** Enter and leave, in a megabyte by polling. */
	ENTRIES_BY_POLLING(Namespaces::entriesByPolling),

	/** Enter and leave, in a megabyte by WebSocket. */
	ENTRIES_BY_WEBSOCKET(Namespaces::entriesByWebSocket),

	/** New namespaces, as many as a connection may be in. */
	NEW_NAMESPACES(Namespaces::newNamespaces),

	/** Wrong passwords, as fast as they are refused. */
	PASSWORDS(Namespaces::passwords),

	/** As many rooms as possible, with the longest names. */
	LONG_ROOMS(Namespaces::longRooms),

	/**
	 * Sockets with large payloads and long rooms that are cut, to be kept for recovery.
	 */
	LOST_SOCKETS(Namespaces::lostSockets),

	/** Answers to polls that are not taken. */
	UNREAD_POLLS(Unread::polls),

	/** Answers to polls that are not taken, all on one connection of HTTP/2. */
	UNREAD_STREAMS(Unread::streams),

	/** WebSockets that read nothing. */
	UNREAD_WEBSOCKETS(Unread::webSockets),

	/** Short numbers that are long to compute. */
	EXPENSIVE_NUMBERS(Events::expensiveNumbers),

	/** Events whose handler fails. */
	FAILING_EVENTS(Events::failing),

	/** Events whose handler keeps a thread. */
	BLOCKING_EVENTS(Events::blocking);

	private final Blow blow;

	Attack(Blow blow) {
		this.blow = blow;
	}

	/**
	 * Strike once.
	 * @param assault where to, and what keeps the connections that stay
	 * @throws IOException if the server hangs up, which it may
	 */
	void strike(Assault assault) throws IOException {
		this.blow.strike(assault);
	}

	/**
	 * One blow.
	 */
	private interface Blow {

		void strike(Assault assault) throws IOException;

	}

}
