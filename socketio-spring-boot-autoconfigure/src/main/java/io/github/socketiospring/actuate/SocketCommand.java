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

package io.github.socketiospring.actuate;

import java.util.Collection;

import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A command of an operator for selected sockets of a namespace.
 */
final class SocketCommand {

	private final Namespace namespace;

	private final BroadcastOperator sockets;

	private final boolean chosen;

	/**
	 * Select the sockets, by one parameter at most. With several parameters, it would be
	 * unclear whether all or any of them must match.
	 * @param namespace their namespace
	 * @param socket the shown id of one of them
	 * @param room a room that they are in
	 * @param user the name of their principal
	 * @throws IllegalArgumentException if more than one parameter selects sockets, or the
	 * name of the room is invalid
	 */
	SocketCommand(Namespace namespace, @Nullable String socket, @Nullable String room, @Nullable String user) {
		boolean clear = (socket != null) ? room == null && user == null : room == null || user == null;
		Assert.isTrue(clear, "Only one of 'socket', 'room' and 'user' may select the sockets");
		this.namespace = namespace;
		BroadcastOperator sockets = namespace.all();
		if (socket != null) {
			sockets = sockets.to(id(socket));
		}
		if (room != null) {
			sockets = sockets.to(room);
		}
		if (user != null) {
			sockets = sockets.toUser(user);
		}
		this.sockets = sockets;
		this.chosen = socket != null || room != null || user != null;
	}

	/**
	 * Find the id of a socket that the endpoint shows in another form.
	 * @param shown an id as the endpoint shows it
	 * @return the id, or the given one, which may be that of a socket of another node
	 */
	private String id(String shown) {
		if (this.namespace.socket(shown) != null) {
			return shown;
		}
		return this.namespace.sockets()
			.stream()
			.filter((socket) -> SocketDescriptors.shownId(socket).equals(shown))
			.map(SocketIOSocket::id)
			.findFirst()
			.orElse(shown);
	}

	Mono<Void> disconnect(boolean close) {
		requireChoice();
		return this.sockets.disconnectSockets(close);
	}

	Mono<Void> join(Collection<String> rooms) {
		requireChoice();
		return this.sockets.socketsJoin(rooms);
	}

	Mono<Void> leave(Collection<String> rooms) {
		requireChoice();
		return this.sockets.socketsLeave(rooms);
	}

	Mono<Void> message(@Nullable String event, @Nullable String text) {
		Assert.isTrue(StringUtils.hasText(event), "'event' must name the event");
		this.sockets.emit(String.valueOf(event), (text != null) ? new Object[] { text } : new Object[0]);
		return Mono.empty();
	}

	/**
	 * Only a message may be for all: a missing parameter must not disconnect everybody.
	 */
	private void requireChoice() {
		Assert.isTrue(this.chosen, "One of 'socket', 'room' and 'user' must select the sockets");
	}

}
