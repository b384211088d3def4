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
import io.github.socketiospring.server.SocketIOSocket;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * Forwards messages to a room ({@code #lobby}) or to one person ({@code @Ann}). Both are
 * Socket.IO rooms.
 */
@SocketNamespace(ChatNamespace.PATH)
class MessageHandler {

	private final Directory directory;

	private final History history;

	private final Delivery delivery;

	MessageHandler(Directory directory, History history, Delivery delivery) {
		this.directory = directory;
		this.history = history;
		this.delivery = delivery;
	}

	@OnEvent("message")
	Receipt message(SocketIOSocket socket, Principal author, @NotNull @Valid TextDraft draft) {
		checkReachable(draft.to(), socket);
		ChatMessage message = ChatMessage.of(author, draft.to(), draft.text(), null);
		this.history.said(message);
		return this.delivery.send(socket, message);
	}

	@OnEvent("picture")
	Receipt picture(SocketIOSocket socket, Principal author, @NotNull @Valid PictureDraft draft) {
		checkReachable(draft.to(), socket);
		return this.delivery.send(socket, ChatMessage.of(author, draft.to(), "", draft.picture()));
	}

	@OnEvent("typing")
	void typing(SocketIOSocket socket, Principal author, @NotNull @Valid Typing typing) {
		checkReachable(typing.to(), socket);
		// Volatile, since the event is useless later.
		socket.to(typing.to()).asVolatile().emit("typing", author.getName(), typing.to());
	}

	/**
	 * A client can name any room, so the server has to check the recipient.
	 */
	private void checkReachable(String to, SocketIOSocket author) {
		if (to.startsWith("@") && !this.directory.isHere(to)) {
			throw new ChatException(to.substring(1) + " is not here any more.");
		}
		if (!to.startsWith("@") && !(to.startsWith("#") && author.rooms().contains(to))) {
			throw new ChatException("You are not in " + to + ".");
		}
	}

}
