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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;

/**
 * The rooms, their members and their last messages. A room that people opened is removed
 * when the last member leaves.
 */
@Component
class ChatRooms {

	private final Map<String, Room> rooms = new LinkedHashMap<>();

	private final ChatProperties properties;

	ChatRooms(ChatProperties properties) {
		this.properties = properties;
		properties.rooms().forEach((name) -> this.rooms.put(name, new Room()));
	}

	synchronized JoinedRoom join(String name, Person person) {
		if (!this.rooms.containsKey(name) && this.rooms.size() >= this.properties.maxRooms()) {
			throw new ChatException("There are too many rooms already. Join one of them.");
		}
		Room room = this.rooms.computeIfAbsent(name, (opened) -> new Room());
		room.members.add(person);
		return new JoinedRoom(name, List.copyOf(room.history));
	}

	synchronized void leave(String name, Person person) {
		Room room = this.rooms.get(name);
		if (room != null && room.members.remove(person)) {
			removeEmptyRooms();
		}
	}

	synchronized void leaveAll(Person person) {
		this.rooms.values().forEach((room) -> room.members.remove(person));
		removeEmptyRooms();
	}

	/**
	 * Remove a room, or only its members and messages if the room always exists.
	 * @param name the room's name
	 */
	synchronized void close(String name) {
		if (this.rooms.replace(name, new Room()) == null) {
			throw new ChatException("There is no room " + name + ".");
		}
		removeEmptyRooms();
	}

	synchronized boolean isMember(String name, Person person) {
		Room room = this.rooms.get(name);
		return room != null && room.members.contains(person);
	}

	/**
	 * Keep a message for people who join later.
	 * @param message the message, which is kept only if it was sent to a room
	 */
	synchronized void remember(ChatMessage message) {
		Room room = this.rooms.get(message.to());
		if (room != null) {
			room.history.addLast(message);
			if (room.history.size() > this.properties.history()) {
				room.history.removeFirst();
			}
		}
	}

	synchronized List<Summary> list() {
		return this.rooms.entrySet()
			.stream()
			.map((entry) -> new Summary(entry.getKey(), entry.getValue().names()))
			.toList();
	}

	private void removeEmptyRooms() {
		this.rooms.entrySet()
			.removeIf(
					(entry) -> entry.getValue().members.isEmpty() && !this.properties.rooms().contains(entry.getKey()));
	}

	/**
	 * A room as shown in the list.
	 *
	 * @param name the room's name
	 * @param people the names of the members
	 */
	record Summary(String name, List<String> people) {

	}

	private static final class Room {

		private final Set<Person> members = new LinkedHashSet<>();

		private final Deque<ChatMessage> history = new ArrayDeque<>();

		private List<String> names() {
			return this.members.stream().map(Person::name).distinct().toList();
		}

	}

}
