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

package io.github.socketiospring.server.support.inbound;

import io.github.socketiospring.server.AccessRules;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared objects for event handling of one namespace.
 *
 * @param context the shared objects of the server
 * @param rateWarning limits the log line about clients that exceed rates
 * @param instruments measure and observe the namespace
 * @param access checks what clients may do, {@code null} if there are no rules
 * @since 0.1.0
 */
public record EventHandling(ServerContext context, OncePerMinute rateWarning, Instruments instruments,
		@Nullable AccessGate access) {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	/**
	 * Measure and observe the events of a namespace, and follow its access rules.
	 * @param namespace the name of the namespace
	 * @param instruments measure and observe the namespace
	 * @return the same objects for this namespace
	 */
	public EventHandling of(String namespace, Instruments instruments) {
		AccessRules rules = this.context.accessRules();
		return new EventHandling(this.context, this.rateWarning, instruments,
				(rules != null) ? new AccessGate(rules.of(namespace), this.context) : null);
	}

	/**
	 * Refuse an event that the access rules deny.
	 * @param socket the socket that received the event
	 * @param event the event's name
	 * @param ack the event's acknowledgement
	 * @param error why it is denied
	 */
	void deny(SocketIOSocket socket, String event, Ack ack, Throwable error) {
		if (this.access != null) {
			this.access.denied(socket, event, error);
		}
		refuse(socket, ack, error);
	}

	/**
	 * Acknowledge an event that was not handled, if errors are acknowledged.
	 * @param socket the socket that received the event
	 * @param ack the event's acknowledgement
	 * @param error why it was not handled
	 */
	void refuse(SocketIOSocket socket, Ack ack, Throwable error) {
		try {
			Object answer = this.context.errors().answer(error, socket);
			if (answer != null) {
				ack.send(answer);
			}
		}
		catch (Throwable ex) {
			// Errors too: later events wait for the end of this one.
			this.context.errorLog()
				.error(logger, "A refused event of socket " + ShownId.of(socket) + " could not be acknowledged", ex);
		}
	}

}
