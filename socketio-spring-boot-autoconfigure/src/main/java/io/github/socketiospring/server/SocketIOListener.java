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

package io.github.socketiospring.server;

/**
 * Observes the sockets of a {@link SocketIOServer} on this node, in all namespaces.
 * Called on the thread of the change, usually an event loop: implementations must not
 * block. An exception is logged and has no other effect.
 * <p>
 * A socket that enters joins its rooms before {@link #onConnect}, and a socket that
 * leaves has left them before {@link #onDisconnect}. If several threads change a room, or
 * several sockets of a user come and go at the same time, the calls for it may overtake
 * one another.
 *
 * @since 0.1.0
 * @see SocketIOServer.Builder#listener(SocketIOListener)
 */
public interface SocketIOListener {

	/**
	 * A socket has connected, and all connect handlers and listeners have run.
	 * @param socket the connected socket
	 */
	default void onConnect(SocketIOSocket socket) {
	}

	/**
	 * A connected socket has left its namespace, and its disconnect handlers and
	 * listeners have completed.
	 * @param socket the disconnected socket
	 * @param details why it left
	 */
	default void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
	}

	/**
	 * A socket joined a room. Not called for the room named by its id.
	 * @param namespace the name of the namespace
	 * @param socketId the id of the socket
	 * @param room the name of the room
	 */
	default void onJoin(String namespace, String socketId, String room) {
	}

	/**
	 * A socket left a room. Not called for the room named by its id.
	 * @param namespace the name of the namespace
	 * @param socketId the id of the socket
	 * @param room the name of the room
	 */
	default void onLeave(String namespace, String socketId, String room) {
	}

	/**
	 * The first socket of a principal has connected to a namespace on this node.
	 * @param namespace the name of the namespace
	 * @param user the name of the principal
	 */
	default void onUserCame(String namespace, String user) {
	}

	/**
	 * The last socket of a principal has left a namespace on this node.
	 * @param namespace the name of the namespace
	 * @param user the name of the principal
	 */
	default void onUserGone(String namespace, String user) {
	}

}
