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

package io.github.socketiospring.adapter;

import java.security.Principal;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The state of a lost socket that a {@link RecoveryAdapter} remembers.
 *
 * @param privateId the secret with which the client resumes the session
 * @param socketId the public id of the socket
 * @param rooms the rooms of the socket, without the own-id room
 * @param attributes the attributes of the socket
 * @param principal the principal that the application has set, {@code null} if it has set
 * none or if the adapter cannot remember principals
 * @param user the name of the principal that the socket had, from the request or from the
 * application, {@code null} if it had none. Only a client with that name may resume the
 * session
 * @since 0.1.0
 */
public record SavedSession(String privateId, String socketId, Set<String> rooms, Map<String, Object> attributes,
		@Nullable Principal principal, @Nullable String user) {

	/**
	 * Create a session without a principal.
	 * @param privateId the secret with which the client resumes the session
	 * @param socketId the public id of the socket
	 * @param rooms the rooms of the socket, without the own-id room
	 * @param attributes the attributes of the socket
	 */
	public SavedSession(String privateId, String socketId, Set<String> rooms, Map<String, Object> attributes) {
		this(privateId, socketId, rooms, attributes, null, null);
	}

}
