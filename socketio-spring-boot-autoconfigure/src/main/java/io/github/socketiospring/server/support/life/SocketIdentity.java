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

package io.github.socketiospring.server.support.life;

import java.security.Principal;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.SavedSession;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a new socket, or of one that is recovered after it lost its connection.
 *
 * @param id the public id
 * @param privateId the secret by which it can be recovered, {@code null} if it cannot
 * @param rooms the rooms of the lost socket
 * @param attributes the attributes of the lost socket
 * @param principal the principal that middleware had set, {@code null} for none
 * @param offset the offset of the last event that its client received, {@code null} for a
 * new socket
 * @since 0.1.0
 */
public record SocketIdentity(String id, @Nullable String privateId, Set<String> rooms, Map<String, Object> attributes,
		@Nullable Principal principal, @Nullable String offset) {

	/**
	 * Create the identity of a new socket.
	 * @param id the public id
	 * @param privateId the secret by which it can be recovered, {@code null} if it cannot
	 * @return a new identity
	 */
	public static SocketIdentity fresh(String id, @Nullable String privateId) {
		return new SocketIdentity(id, privateId, Set.of(), Map.of(), null, null);
	}

	/**
	 * Create the identity of a socket that is recovered.
	 * @param session the saved session
	 * @param offset the offset of the last event that its client received
	 * @return the identity of the lost socket
	 */
	public static SocketIdentity of(SavedSession session, String offset) {
		return new SocketIdentity(session.socketId(), session.privateId(), session.rooms(), session.attributes(),
				session.principal(), offset);
	}

}
