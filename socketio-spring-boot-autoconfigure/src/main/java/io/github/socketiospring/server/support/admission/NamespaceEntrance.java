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

import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.NamespaceSockets;
import io.github.socketiospring.server.support.life.SocketFactory;
import io.github.socketiospring.server.support.life.SocketIdentity;
import io.github.socketiospring.server.support.life.TakenIds;
import io.github.socketiospring.server.support.outbound.Instruments;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a namespace that the admission of one client uses.
 *
 * @param name the namespace's name
 * @param middleware decides whether a socket may enter, in order
 * @param handlers the handlers of the namespace
 * @param connectionListeners called with each connected socket
 * @param present the connected sockets, and the saved sessions of lost ones
 * @param takenIds the ids of sockets that may come back
 * @param sockets creates sockets
 * @param instruments measure and observe the namespace
 * @since 0.1.0
 */
public record NamespaceEntrance(String name, List<ConnectMiddleware> middleware, List<NamespaceHandler> handlers,
		List<Consumer<SocketIOSocket>> connectionListeners, NamespaceSockets present, TakenIds takenIds,
		SocketFactory sockets, Instruments instruments) {

	/**
	 * Find a connected socket that the client has resumed on another connection.
	 * @param identity the identity of the recovered socket
	 * @return the socket, {@code null} if there is none
	 */
	@Nullable LiveSocket findPresent(SocketIdentity identity) {
		String privateId = identity.privateId();
		return (privateId != null) ? this.present.findRecoverable(privateId) : null;
	}

}
