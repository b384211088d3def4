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

package io.github.socketiospring.sample.chat;

import java.security.Principal;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.SocketIOSocket;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * Lets people join and leave rooms, and the moderator close them. The return value of a
 * method is the acknowledgement of the event. The methods are synchronized, since
 * otherwise someone who joins could stay in a room that is being closed.
 */
@SocketNamespace(ChatNamespace.PATH)
class RoomHandler {

	private final Directory directory;

	private final History history;

	private final SocketIOTemplate socketIO;

	private final int maxRooms;

	RoomHandler(Directory directory, History history, SocketIOTemplate socketIO, ChatProperties properties) {
		this.directory = directory;
		this.history = history;
		this.socketIO = socketIO;
		this.maxRooms = properties.maxRooms();
	}

	@OnEvent("join")
	synchronized JoinedRoom join(SocketIOSocket socket, @NotNull @Valid RoomChoice choice) {
		if (!this.directory.hasRoom(choice.room()) && this.directory.roomCount() >= this.maxRooms) {
			throw new ChatException("There are too many rooms already. Join one of them.");
		}
		socket.join(choice.room());
		this.directory.announce();
		return new JoinedRoom(choice.room(), this.history.of(choice.room()));
	}

	@OnEvent("leave")
	synchronized void leave(SocketIOSocket socket, @NotNull @Valid RoomChoice choice) {
		socket.leave(choice.room());
		this.directory.announce();
	}

	@OnEvent("close")
	synchronized void close(Principal moderator, @NotNull @Valid RoomChoice choice) {
		if (!this.directory.hasRoom(choice.room())) {
			throw new ChatException("There is no room " + choice.room() + ".");
		}
		this.history.closed(choice.room());
		BroadcastOperator members = this.socketIO.of(ChatNamespace.PATH).to(choice.room());
		members.emit("closed", choice.room(), moderator.getName());
		members.socketsLeave(choice.room());
		this.directory.announce();
	}

}
