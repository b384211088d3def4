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
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.SocketIOSocket;

import org.springframework.security.core.Authentication;

/**
 * Handles the connects and disconnects of people. Other handlers of the same namespace
 * handle their events.
 */
@SocketNamespace(ChatNamespace.PATH)
class ChatNamespace {

	static final String PATH = "/chat";

	private final Directory directory;

	private final SocketIOTemplate socketIO;

	ChatNamespace(Directory directory, SocketIOTemplate socketIO) {
		this.directory = directory;
		this.socketIO = socketIO;
	}

	/**
	 * Register a person who connects. Closes an earlier connection of the same person on
	 * any node: the person opened another window, or reconnected before a server detected
	 * the loss.
	 */
	@OnConnect
	void connected(SocketIOSocket socket, Authentication user) {
		Person person = new Person(user.getName(), ChatSecurity.isModerator(user));
		socket.attributes().put(Person.ATTRIBUTE, person.attribute());
		socket.join(person.address());
		this.socketIO.of(PATH).to(person.address()).except(socket.id()).disconnectSockets(true);
	}

	@OnDisconnect
	void disconnected() {
		this.directory.announce();
	}

}
