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
 * The last messages of each room, for people who join later. Each node keeps those of all
 * nodes, so that they survive the end of one. What was said in a room that people opened
 * is forgotten when nobody is in it any more, on any node.
 */
@Component
class History {

	/** The event by which a node tells the others what was said. */
	static final String SAID = "said";

	/** The event by which a node tells the others that a room was closed. */
	static final String CLOSED = "closed";

	private final Map<String, Talk> rooms = new HashMap<>();

	private final ChatProperties properties;

	private final SocketIOTemplate socketIO;

	History(ChatProperties properties, SocketIOTemplate socketIO) {
		this.properties = properties;
		this.socketIO = socketIO;
	}

	/**
	 * Remember a message that someone on this node has sent, here and on the other nodes.
	 * @param message the message, which is kept only if it was sent to a room
	 */
	void said(ChatMessage message) {
		if (message.to().startsWith("#")) {
			remember(message);
			this.socketIO.of(ChatNamespace.PATH).serverSideEmit(SAID, message);
		}
	}

	/**
	 * Forget what was said in a room that is closed, here and on the other nodes.
	 * @param room the room's name
	 */
	void closed(String room) {
		forget(room);
		this.socketIO.of(ChatNamespace.PATH).serverSideEmit(CLOSED, room);
	}

	/**
	 * Remember a message, which may come after later ones: a node that is started hears
	 * new ones while it asks for the earlier.
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
	 * Forget what was said in rooms that are no more.
	 * @param names the rooms that there are
	 * @param asOf when that was asked: what was said since then is kept
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
