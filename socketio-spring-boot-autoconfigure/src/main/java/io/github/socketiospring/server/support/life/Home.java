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
 * The namespace that a socket enters and leaves.
 *
 * @since 0.1.0
 */
public interface Home {

	/**
	 * Add a socket.
	 * @param socket a socket that was let in
	 */
	void add(LiveSocket socket);

	/**
	 * Add a socket that comes back.
	 * @param socket a new socket that takes the place of a lost one
	 * @param privateId the secret by which it comes back
	 * @param rooms the rooms of the lost socket, without the own-id room
	 * @param offset the last event that its client received
	 * @return what it missed
	 */
	Mono<List<OutgoingPacket>> resume(LiveSocket socket, String privateId, Collection<String> rooms, String offset);

	/**
	 * Remove a socket.
	 * @param socket a socket that was added
	 */
	void remove(LiveSocket socket);

	/**
	 * Whether a socket is here, or may come back.
	 * @param socketId the socket's id
	 * @return whether there is one
	 */
	boolean knows(String socketId);

	/**
	 * Remember a socket that lost its connection.
	 * @param session what is needed to bring it back
	 */
	void save(SavedSession session);

}
