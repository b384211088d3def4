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

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.SocketIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The socket that a client claims: a new one, or one that it had before.
 *
 * @param identity the identity of the socket
 * @param session the session that the client resumes, {@code null} if it gets a new
 * socket
 * @param predecessor the socket of that session, while the loss of its connection was not
 * noticed
 */
record Claim(SocketIdentity identity, @Nullable SavedSession session, @Nullable LiveSocket predecessor) {

	static Claim fresh(SocketIdentity identity) {
		return new Claim(identity, null, null);
	}

}
