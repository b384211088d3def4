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

package io.github.socketiospring.server.support.admission;

import java.util.function.BiConsumer;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.SocketIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The socket that a client claims: a new one, or one that it had before.
 */
final class Claim {

	private final SocketIdentity identity;

	private final @Nullable SavedSession session;

	private final @Nullable LiveSocket predecessor;

	private Claim(SocketIdentity identity, @Nullable SavedSession session, @Nullable LiveSocket predecessor) {
		this.identity = identity;
		this.session = session;
		this.predecessor = predecessor;
	}

	/**
	 * Claim a new socket.
	 * @param identity the identity of the socket
	 * @return a claim without a session
	 */
	static Claim fresh(SocketIdentity identity) {
		return new Claim(identity, null, null);
	}

	/**
	 * Claim a socket that was lost.
	 * @param session the session that the client resumes
	 * @param offset the offset of the last event that it received
	 * @return a claim without a predecessor
	 */
	static Claim of(SavedSession session, String offset) {
		return new Claim(SocketIdentity.of(session, offset), session, null);
	}

	/**
	 * Claim a socket while the loss of its connection was not noticed.
	 * @param session the session that the client resumes
	 * @param offset the offset of the last event that it received
	 * @param predecessor the socket of that session
	 * @return a claim with a predecessor
	 */
	static Claim of(SavedSession session, String offset, LiveSocket predecessor) {
		return new Claim(SocketIdentity.of(session, offset), session, predecessor);
	}

	/**
	 * The identity of the claimed socket.
	 * @return the same as that of the lost socket, if the client resumes one
	 */
	SocketIdentity identity() {
		return this.identity;
	}

	/**
	 * The session that the client resumes.
	 * @return the session, {@code null} if the client gets a new socket
	 */
	@Nullable SavedSession session() {
		return this.session;
	}

	/**
	 * Whether the server still considers the lost socket connected.
	 * @return {@code true} if that one has to leave before the claimed one enters
	 */
	boolean hasPredecessor() {
		return this.predecessor != null;
	}

	/**
	 * Replace the predecessor.
	 * @param replacing called with the predecessor and its session
	 * @return {@code false} if there is none
	 */
	boolean replacePredecessor(BiConsumer<LiveSocket, SavedSession> replacing) {
		if (this.predecessor == null || this.session == null) {
			return false;
		}
		replacing.accept(this.predecessor, this.session);
		return true;
	}

}
