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

package io.github.socketiospring.support;

/**
 * The purposes of memory that a {@link MemoryBudget} counts.
 *
 * @since 0.1.0
 */
public enum MemoryKind {

	/** Sessions, and the parts of their handshakes that they keep. */
	SESSIONS,

	/** Payloads of CONNECT, while they are accessible. */
	AUTH,

	/** Events that wait for handlers, and those that are being handled. */
	EVENTS,

	/**
	 * Bodies of polling requests, while they are collected and until they are processed.
	 */
	BODIES,

	/** Parts of messages: fragments, inflated messages, and received attachments. */
	FRAGMENTS,

	/** Events and lost sockets that are kept for connection state recovery. */
	RECOVERY,

	/** Names of namespaces and rooms. */
	NAMES,

	/**
	 * Answers to polls, until clients have read them, and packets that wait for the
	 * answer to CONNECT. The application sent them, so they count for the server, and not
	 * towards the limit of an account.
	 */
	ANSWERS,

	/** Messages of other nodes that wait to be handled. */
	CLUSTER,

	/**
	 * The state of compressed WebSockets. It is outside the heap, and counts towards no
	 * limit.
	 */
	COMPRESSION,

	/**
	 * Packets that wait to be sent. A packet to many clients counts in full for each of
	 * them, and once for the server.
	 */
	OUTBOUND;

	static final int COUNT = values().length;

	/** The number of kinds, from the first, that count towards an account's limit. */
	static final int OWN = ANSWERS.ordinal();

	/**
	 * The number of kinds, from the first, that count for the server as for an account.
	 */
	static final int COMMON = COMPRESSION.ordinal();

}
