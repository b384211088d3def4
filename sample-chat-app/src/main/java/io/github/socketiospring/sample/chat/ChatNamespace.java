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

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.SocketIOSocket;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;

/**
 * Handles people who connect and disconnect. The other handlers, which serve the same
 * namespace, handle the events that they send.
 */
@SocketNamespace(ChatNamespace.PATH)
class ChatNamespace {

	static final String PATH = "/chat";

	private final People people;

	private final ChatRooms rooms;

	private final Directory directory;

	private final SocketIOTemplate socketIO;

	private final ApplicationEventPublisher events;

	ChatNamespace(People people, ChatRooms rooms, Directory directory, SocketIOTemplate socketIO,
			ApplicationEventPublisher events) {
		this.people = people;
		this.rooms = rooms;
		this.directory = directory;
		this.socketIO = socketIO;
		this.events = events;
	}

	@OnConnect
	void connected(SocketIOSocket socket, Authentication user) {
		Person person = new Person(user.getName(), socket.id(), ChatSecurity.isModerator(user));
		Person replaced = this.people.enter(person);
		socket.attributes().put(Person.ATTRIBUTE, person);
		socket.join(person.address());
		if (replaced != null) {
			this.socketIO.of(PATH).to(replaced.socketId()).disconnectSockets(true);
		}
		else {
			this.events.publishEvent(new PersonArrived(person));
		}
	}

	/**
	 * Remove someone from the list. Also called for people who were added above but
	 * disconnected before CONNECT was answered, so nobody stays on the list by mistake.
	 */
	@OnDisconnect
	void disconnected(@SocketAttribute(Person.ATTRIBUTE) Person person) {
		this.rooms.leaveAll(person);
		if (this.people.leave(person)) {
			this.events.publishEvent(new PersonLeft(person));
		}
		this.directory.announce();
	}

}
