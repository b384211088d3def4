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

import java.util.Collection;
import java.util.List;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import reactor.core.publisher.Mono;

/**
 * The namespace, as sockets that enter and leave use it.
 *
 * @since 0.1.0
 */
public interface Home {

	/**
	 * Add a socket.
	 * @param socket a socket that was admitted
	 */
	void add(LiveSocket socket);

	/**
	 * Add a socket that is recovered.
	 * @param socket a new socket that replaces a lost one
	 * @param privateId the secret by which it is recovered
	 * @param rooms the rooms of the lost socket, without the one named by its id
	 * @param offset the offset of the last event that its client received
	 * @return the events that it missed
	 */
	Mono<List<OutgoingPacket>> resume(LiveSocket socket, String privateId, Collection<String> rooms, String offset);

	/**
	 * Remove a socket.
	 * @param socket a socket that was added
	 */
	void remove(LiveSocket socket);

	/**
	 * Whether a socket is connected, or may be recovered.
	 * @param socketId the socket's id
	 * @return whether there is a socket with that id
	 */
	boolean knows(String socketId);

	/**
	 * Remember a socket that lost its connection.
	 * @param session the state that is needed to recover it
	 */
	void save(SavedSession session);

}
