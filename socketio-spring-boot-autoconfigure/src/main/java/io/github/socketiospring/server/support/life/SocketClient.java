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
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.outbound.RoomNames;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The client of a socket: its handshake, its principal, and the Reactor context of code
 * that is called for it.
 */
final class SocketClient {

	private final Handshake handshake;

	private final SocketRooms rooms;

	private final EventHandling handling;

	private final PrincipalContextWriter writer;

	private volatile @Nullable Principal principal;

	private volatile Context context;

	SocketClient(Handshake handshake, SocketRooms rooms, EventHandling handling, PrincipalContextWriter writer) {
		this.handshake = handshake;
		this.rooms = rooms;
		this.handling = handling;
		this.writer = writer;
		this.context = writer.write(Context.of(handshake.context()), null);
	}

	Handshake handshake() {
		return this.handshake;
	}

	@Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Set the client's principal. The socket leaves the room of the previous principal,
	 * unless it is the same user with other credentials, who must not miss a message in
	 * between. Synchronized, since otherwise the socket could stay in the rooms of
	 * several principals.
	 * @param principal the client's identity from now on
	 */
	synchronized void identify(Principal principal) {
		Principal previous = this.principal;
		// Threads that see the new principal see the new context as well.
		this.context = this.writer.write(this.context, principal);
		this.principal = principal;
		String before = (previous != null) ? previous.getName() : null;
		String now = principal.getName();
		if (Objects.equals(before, now)) {
			return;
		}
		if (before != null) {
			this.rooms.leave(List.of(RoomNames.ofUser(before)));
		}
		// A token need not name its subject.
		if (now != null) {
			this.rooms.join(List.of(RoomNames.ofUser(now)));
		}
	}

	/**
	 * Check by the access rules whether the client's socket may join rooms.
	 * @param socket the client's socket
	 * @param rooms the names of the rooms
	 */
	void checkJoin(SocketIOSocket socket, Collection<String> rooms) {
		this.handling.joining(socket, rooms);
	}

	ContextView context() {
		return this.context;
	}

	Context context(ContextView caller) {
		return this.writer.write(Context.of(this.handshake.context()).putAll(caller), this.principal);
	}

}
