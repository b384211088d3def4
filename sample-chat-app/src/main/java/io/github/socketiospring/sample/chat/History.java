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

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.core.SocketIOTemplate;

import org.springframework.stereotype.Component;

/**
 * Keeps the last messages of each room for people who join later. Each node keeps the
 * messages of all nodes, so that they survive the end of a node. The messages of a room
 * that people opened are removed when no one on any node is in it any more.
 */
@Component
class History {

	/** The event with a new message for the other nodes. */
	static final String SAID = "said";

	/** The event that reports a closed room to the other nodes. */
	static final String CLOSED = "closed";

	private final Map<String, Talk> rooms = new HashMap<>();

	private final ChatProperties properties;

	private final SocketIOTemplate socketIO;

	History(ChatProperties properties, SocketIOTemplate socketIO) {
		this.properties = properties;
		this.socketIO = socketIO;
	}

	/**
	 * Keep a message from someone on this node, here and on the other nodes.
	 * @param message the message, which is kept only if it was sent to a room
	 */
	void said(ChatMessage message) {
		if (message.to().startsWith("#")) {
			remember(message);
			this.socketIO.of(ChatNamespace.PATH).serverSideEmit(SAID, message);
		}
	}

	/**
	 * Remove the messages of a closed room, here and on the other nodes.
	 * @param room the room's name
	 */
	void closed(String room) {
		forget(room);
		this.socketIO.of(ChatNamespace.PATH).serverSideEmit(CLOSED, room);
	}

	/**
	 * Keep a message, which may be older than others that are already here: a node that
	 * starts receives new messages while it requests the earlier ones.
	 * @param message the message
	 */
	synchronized void remember(ChatMessage message) {
		Talk talk = this.rooms.computeIfAbsent(message.to(), (room) -> new Talk());
		if (talk.messages.stream().noneMatch((known) -> known.id().equals(message.id()))) {
			talk.lastHeard = Instant.now();
			talk.add(message);
			if (talk.messages.size() > this.properties.history()) {
				talk.messages.remove(0);
			}
		}
	}

	synchronized void forget(String room) {
		this.rooms.remove(room);
	}

	/**
	 * Remove the messages of rooms that no longer exist.
	 * @param names the names of the existing rooms
	 * @param asOf when the names were read: rooms with messages since then are kept
	 */
	synchronized void keepOnly(Set<String> names, Instant asOf) {
		this.rooms.entrySet()
			.removeIf((room) -> !names.contains(room.getKey()) && room.getValue().lastHeard.isBefore(asOf));
	}

	synchronized List<ChatMessage> of(String room) {
		Talk talk = this.rooms.get(room);
		return (talk != null) ? List.copyOf(talk.messages) : List.of();
	}

	synchronized List<ChatMessage> ofAllRooms() {
		return this.rooms.values().stream().flatMap((talk) -> talk.messages.stream()).toList();
	}

	private static final class Talk {

		private final List<ChatMessage> messages = new ArrayList<>();

		private Instant lastHeard = Instant.now();

		private void add(ChatMessage message) {
			int index = this.messages.size();
			while (index > 0 && this.messages.get(index - 1).at().isAfter(message.at())) {
				index--;
			}
			this.messages.add(index, message);
		}

	}

}
