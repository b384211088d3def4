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

package io.github.socketiospring.security;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.security.authorization.AuthorizationManager;

/**
 * What a client wants to do, for an {@link AuthorizationManager} of
 * {@link SocketIOAuthorization}: connect, send an {@link #event() event}, or join a
 * {@link #room() room}.
 *
 * @param socket the client's socket, which is not connected yet when it connects
 * @param event the name of the event, {@code null} if it is not about an event
 * @param arguments the arguments of the event, empty if it is not about an event; binary
 * values are binary nodes
 * @param room the name of the room, {@code null} if it is not about a room
 * @param variables the values of variables such as {@code {id}} in the patterns of the
 * namespace and of the event or room
 * @since 0.1.0
 */
public record SocketAuthorizationContext(SocketIOSocket socket, @Nullable String event, List<JsonNode> arguments,
		@Nullable String room, Map<String, String> variables) {

	/**
	 * The name of the namespace.
	 * @return the name with its leading slash
	 */
	public String namespace() {
		return this.socket.namespace().name();
	}

}
