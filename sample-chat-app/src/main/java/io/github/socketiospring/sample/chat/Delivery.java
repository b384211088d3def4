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

import java.time.Duration;

import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.SocketIOSocket;

import org.springframework.stereotype.Component;

/**
 * Sends messages and collects the acknowledgements of their recipients.
 */
@Component
class Delivery {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * Send a message to its recipients, but not to its author. Later the author is
	 * informed how many people have received it: the second tick.
	 * @param author the author's socket
	 * @param message the message to send
	 * @return the immediate answer to the author: the first tick
	 */
	Receipt send(SocketIOSocket author, ChatMessage message) {
		author.to(message.to())
			.timeout(PATIENCE)
			.emitWithAck("message", Boolean.class, message)
			.onErrorComplete(AckTimeoutException.class)
			.count()
			.subscribe((count) -> author.emit("delivered", message.id(), count));
		return new Receipt(message.id(), message.at());
	}

}
