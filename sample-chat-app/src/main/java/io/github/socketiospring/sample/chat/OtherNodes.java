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

import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Handles the events that the nodes of the chat send to each other. With a single node
 * there are none.
 */
@SocketNamespace(ChatNamespace.PATH)
class OtherNodes {

	/** The event that requests the history of the other nodes. */
	private static final String HISTORY = "history";

	private final Directory directory;

	private final History history;

	private final SocketIOTemplate socketIO;

	OtherNodes(Directory directory, History history, SocketIOTemplate socketIO) {
		this.directory = directory;
		this.history = history;
		this.socketIO = socketIO;
	}

	@OnServerEvent(Directory.CHANGED)
	void changed() {
		this.directory.refresh();
	}

	@OnServerEvent(History.SAID)
	void said(ChatMessage message) {
		this.history.remember(message);
	}

	@OnServerEvent(History.CLOSED)
	void closed(String room) {
		this.history.forget(room);
	}

	@OnServerEvent(HISTORY)
	List<ChatMessage> history() {
		return this.history.ofAllRooms();
	}

	/** Requests the messages that were sent before this node started. */
	@EventListener(ApplicationReadyEvent.class)
	void catchUp() {
		this.socketIO.of(ChatNamespace.PATH)
			.serverSideEmitWithAck(HISTORY, ChatMessage[].class)
			// Continue without the nodes that do not answer in time.
			.onErrorComplete()
			.flatMapIterable(List::of)
			.subscribe(this.history::remember);
	}

}
