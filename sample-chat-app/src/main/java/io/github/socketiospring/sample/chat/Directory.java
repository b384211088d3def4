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

import java.util.List;

import io.github.socketiospring.core.SocketIOTemplate;

import org.springframework.stereotype.Component;

/**
 * Sends the list of rooms and people to everyone whenever it changes.
 */
@Component
class Directory {

	private final People people;

	private final ChatRooms rooms;

	private final SocketIOTemplate socketIO;

	Directory(People people, ChatRooms rooms, SocketIOTemplate socketIO) {
		this.people = people;
		this.rooms = rooms;
		this.socketIO = socketIO;
	}

	/**
	 * Send the current state. Synchronized, since otherwise an older state could arrive
	 * last.
	 */
	synchronized void announce() {
		this.socketIO.of(ChatNamespace.PATH)
			.emit("directory", new Listing(this.people.list().stream().map(Entry::of).toList(), this.rooms.list()));
	}

	/**
	 * The payload of the {@code directory} event.
	 *
	 * @param people all people
	 * @param rooms each room with the names of the people in it
	 */
	record Listing(List<Entry> people, List<ChatRooms.Summary> rooms) {

	}

	/**
	 * A person as shown in the list.
	 *
	 * @param name the person's name
	 * @param moderator whether the person may remove others and close rooms
	 */
	record Entry(String name, boolean moderator) {

		static Entry of(Person person) {
			return new Entry(person.name(), person.moderator());
		}

	}

}
