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
 * What the memory is used for that a {@link MemoryBudget} counts.
 *
 * @since 0.1.0
 */
public enum MemoryKind {

	/** Sessions, and what they keep of their handshakes. */
	SESSIONS,

	/** What clients sent to be let into namespaces, while it is needed. */
	AUTH,

	/** Events that wait for handlers, and those that handlers work on. */
	EVENTS,

	/**
	 * Bodies of polling requests, while they are collected and until they are processed.
	 */
	BODIES,

	/** Parts of messages: fragments, inflated messages, and attachments that came. */
	FRAGMENTS,

	/** What connections are lost with, for clients that may come back. */
	RECOVERY,

	/** Names of namespaces and rooms. */
	NAMES,

	/**
	 * Answers to polls, until they are taken. The application sent them, so they count
	 * for the server, and not towards the limit of an account.
	 */
	ANSWERS,

	/**
	 * The state of compressed WebSockets. It is outside the heap, and counts towards no
	 * limit.
	 */
	COMPRESSION,

	/**
	 * Packets that clients do not take. One that waits for many counts in full for each
	 * of them, and once for the server.
	 */
	OUTBOUND;

	static final int COUNT = values().length;

	/** How many of them count towards the limit of an account, the first ones. */
	static final int OWN = ANSWERS.ordinal();

	/**
	 * How many of them count for the server as they do for an account, the first ones.
	 */
	static final int COMMON = COMPRESSION.ordinal();

}
