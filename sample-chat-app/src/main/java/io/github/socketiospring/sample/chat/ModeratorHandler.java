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
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * Lets the moderator remove people. {@link ChatSecurity} denies this event to everyone
 * else.
 */
@SocketNamespace(ChatNamespace.PATH)
class ModeratorHandler {

	private final Directory directory;

	private final NoticeService notices;

	private final SocketIOTemplate socketIO;

	ModeratorHandler(Directory directory, NoticeService notices, SocketIOTemplate socketIO) {
		this.directory = directory;
		this.notices = notices;
		this.socketIO = socketIO;
	}

	@OnEvent("remove")
	void remove(Principal moderator, @NotNull @Valid PersonChoice choice) {
		String name = choice.name();
		if (!this.directory.isHere("@" + name)) {
			throw new ChatException(name + " is not here any more.");
		}
		BroadcastOperator person = this.socketIO.of(ChatNamespace.PATH).to("@" + name);
		person.emit("removed", moderator.getName());
		person.disconnectSockets(true);
		this.notices.tellRemoval(name + " was removed by " + moderator.getName());
	}

	/**
	 * The person to remove.
	 *
	 * @param name the person's name
	 */
	record PersonChoice(@NotBlank String name) {

	}

}
