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

import java.util.Collection;

import io.github.socketiospring.server.AccessRules.EventRule;
import io.github.socketiospring.server.AccessRules.NamespaceRules;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Applies the rules of one namespace, and counts denials.
 *
 * @since 0.1.0
 */
public final class AccessGate {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final NamespaceRules rules;

	private final Diagnostics diagnostics;

	/**
	 * Create the gate of a namespace.
	 * @param rules the rules of the namespace
	 * @param diagnostics counts and logs what they deny
	 */
	public AccessGate(NamespaceRules rules, Diagnostics diagnostics) {
		this.rules = rules;
		this.diagnostics = diagnostics;
	}

	/**
	 * Check whether a socket may enter.
	 * @param socket the socket, not yet connected
	 * @return checks on subscription; fails if the socket may not enter
	 */
	public Mono<Void> connecting(SocketIOSocket socket) {
		return ThreadLocals.around(socket::context, () -> {
			Mono<Void> pending = this.rules.checkConnect(socket);
			return (pending != null) ? pending : Mono.<Void>empty();
		}).contextWrite(socket::context).doOnError((error) -> this.diagnostics.count(SocketIOCounter.CONNECT_DENIED));
	}

	/**
	 * Check whether a socket may join rooms, all or none of them.
	 * @param socket the socket that received the event
	 * @param rooms the names of the rooms
	 */
	public void joining(SocketIOSocket socket, Collection<String> rooms) {
		try {
			rooms.forEach((room) -> this.rules.checkJoin(socket, room));
		}
		catch (Throwable ex) {
			this.diagnostics.count(SocketIOCounter.JOIN_DENIED);
			throw ex;
		}
	}

	/**
	 * Check whether an event may be handled.
	 * @param socket the socket that received it
	 * @param event the name of the event, empty if the client sent none
	 * @return a rule that decides when the event's turn comes, {@code null} if it may be
	 * handled
	 */
	@Nullable EventRule receiving(SocketIOSocket socket, String event) {
		return this.rules.checkEvent(socket, event);
	}

	/**
	 * Count and log a denied event. An exception that is not a denial, such as that of a
	 * faulty rule, counts as an error of the server.
	 * @param socket the socket that received it
	 * @param event the name of the event
	 * @param error why the rules deny it
	 */
	void denied(SocketIOSocket socket, String event, Throwable error) {
		this.diagnostics.count(SocketIOCounter.EVENT_DENIED);
		if (this.diagnostics.status(error, socket).isClientError()) {
			logger.debug("Event '{}' of socket {} in namespace {} was denied: {}", LogFormat.value(event),
					ShownId.of(socket), LogFormat.value(socket.namespace().name()), ErrorLine.of(error));
		}
		else {
			this.diagnostics.error(logger,
					"The access rules could not decide on event '" + LogFormat.value(event) + "' of socket "
							+ ShownId.of(socket) + " in namespace " + LogFormat.value(socket.namespace().name()),
					error);
		}
	}

}
