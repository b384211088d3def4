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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.BroadcastOperator;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Sends notices to everyone in the chat. An ordinary service that uses
 * {@link SocketIOTemplate}.
 */
@Service
class NoticeService {

	private final SocketIOTemplate socketIO;

	private final List<String> tips;

	private final AtomicInteger nextTip = new AtomicInteger();

	NoticeService(SocketIOTemplate socketIO, ChatProperties properties) {
		this.socketIO = socketIO;
		this.tips = properties.tips();
	}

	void publish(String text) {
		send(everybody(), "notice", text);
	}

	/**
	 * Inform everyone, on all nodes, that the moderator has removed someone.
	 * @param text the text
	 */
	void tellRemoval(String text) {
		send(everybody(), "presence", text);
	}

	/**
	 * Inform the people on this node who came or left. Each node detects this itself.
	 * @param text the text
	 */
	void tellPresence(String text) {
		send(everybody().local(), "presence", text);
	}

	@Scheduled(initialDelayString = "${chat.tip-interval:10m}", fixedDelayString = "${chat.tip-interval:10m}")
	void tip() {
		if (!this.tips.isEmpty()) {
			// The other nodes send their own tips.
			send(everybody().local(), "tip",
					this.tips.get(Math.floorMod(this.nextTip.getAndIncrement(), this.tips.size())));
		}
	}

	private BroadcastOperator everybody() {
		return this.socketIO.of(ChatNamespace.PATH).all();
	}

	private static void send(BroadcastOperator recipients, String kind, String text) {
		recipients.emit("notice", new Notice(kind, text, Instant.now()));
	}

}
