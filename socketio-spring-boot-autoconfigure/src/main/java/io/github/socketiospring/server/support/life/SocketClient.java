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
import java.util.List;

import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.support.outbound.RoomNames;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who is at the other end of a socket: the request it came with, its principal, and the
 * context of what is called for it.
 */
final class SocketClient {

	private final Handshake handshake;

	private final SocketRooms rooms;

	private final PrincipalContextWriter writer;

	private volatile @Nullable Principal principal;

	private volatile Context context;

	SocketClient(Handshake handshake, SocketRooms rooms, PrincipalContextWriter writer) {
		this.handshake = handshake;
		this.rooms = rooms;
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
	 * Say who the client is. It leaves the room of the one it was before. Calls take
	 * turns, or the client could stay in the rooms of several.
	 * @param principal who the client is from now on
	 */
	synchronized void identify(Principal principal) {
		Principal previous = this.principal;
		// Whoever sees the new principal sees the new context.
		this.context = this.writer.write(this.context, principal);
		this.principal = principal;
		if (previous != null) {
			this.rooms.leave(List.of(RoomNames.ofUser(previous.getName())));
		}
		this.rooms.join(List.of(RoomNames.ofUser(principal.getName())));
	}

	ContextView context() {
		return this.context;
	}

	Context context(ContextView caller) {
		return this.writer.write(Context.of(this.handshake.context()).putAll(caller), this.principal);
	}

}
