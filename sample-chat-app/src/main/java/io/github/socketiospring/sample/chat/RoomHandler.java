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

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOSocket;
import jakarta.validation.Valid;

/**
 * Lets people join and leave rooms. The return value of a method acknowledges the event.
 */
@SocketNamespace(ChatNamespace.PATH)
class RoomHandler {

	private final ChatRooms rooms;

	private final Directory directory;

	RoomHandler(ChatRooms rooms, Directory directory) {
		this.rooms = rooms;
		this.directory = directory;
	}

	@OnEvent("join")
	JoinedRoom join(SocketIOSocket socket, @SocketAttribute(Person.ATTRIBUTE) Person person, @Valid RoomChoice choice) {
		JoinedRoom joined = this.rooms.join(choice.room(), person);
		socket.join(choice.room());
		this.directory.announce();
		return joined;
	}

	@OnEvent("leave")
	void leave(SocketIOSocket socket, @SocketAttribute(Person.ATTRIBUTE) Person person, @Valid RoomChoice choice) {
		socket.leave(choice.room());
		this.rooms.leave(choice.room(), person);
		this.directory.announce();
	}

}
