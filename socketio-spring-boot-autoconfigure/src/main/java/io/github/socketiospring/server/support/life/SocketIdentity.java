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
 * Who a new socket is: nobody seen before, or one that lost its connection and is back.
 *
 * @param id the public id
 * @param privateId the secret by which it can come back, if it can
 * @param rooms rooms it was in
 * @param attributes attributes it had
 * @param principal who its client was said to be by more than a request, if it was
 * @param offset the last event its client received, {@code null} for a new socket
 * @since 0.1.0
 */
public record SocketIdentity(String id, @Nullable String privateId, Set<String> rooms, Map<String, Object> attributes,
		@Nullable Principal principal, @Nullable String offset) {

	/**
	 * A socket that nobody saw before.
	 * @param id the public id
	 * @param privateId the secret by which it can come back, if it can
	 * @return an identity with an id of its own
	 */
	public static SocketIdentity fresh(String id, @Nullable String privateId) {
		return new SocketIdentity(id, privateId, Set.of(), Map.of(), null, null);
	}

	/**
	 * A socket that lost its connection and is back.
	 * @param session what was remembered of it
	 * @param offset the last event its client received
	 * @return the identity of the lost socket
	 */
	public static SocketIdentity of(SavedSession session, String offset) {
		return new SocketIdentity(session.socketId(), session.privateId(), session.rooms(), session.attributes(),
				session.principal(), offset);
	}

}
