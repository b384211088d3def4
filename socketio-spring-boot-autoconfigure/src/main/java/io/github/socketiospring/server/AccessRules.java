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

package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides what clients may do: connect to a namespace, send an event, join a room. The
 * server itself evaluates the rules, independently of middleware, listeners and handlers.
 * With Spring Boot, a bean of this type is used.
 *
 * @since 0.1.0
 * @see SocketIOServer.Builder#accessRules(AccessRules)
 */
@FunctionalInterface
public interface AccessRules {

	/**
	 * Find the rules of a namespace. Called once for each namespace.
	 * @param namespace the namespace's name, which a client may have chosen
	 * @return the rules, evaluated for each client
	 */
	NamespaceRules of(String namespace);

	/**
	 * The rules of one namespace. Each method is called on the thread that handles the
	 * packet, usually an event loop: it must not block. An exception denies; its status
	 * is that of an exception of a handler.
	 */
	interface NamespaceRules {

		/**
		 * Decide whether a socket may enter. Called after all middleware, when the
		 * principal is known, and before the handlers; also for recovered sockets.
		 * @param socket the socket, not yet connected
		 * @return {@code null} if it may enter; otherwise completes if it may enter,
		 * fails to refuse it
		 */
		@Nullable Mono<Void> checkConnect(SocketIOSocket socket);

		/**
		 * Decide on an event when it is received, before its arguments are read and
		 * before any middleware or listener.
		 * @param socket the socket that received it
		 * @param event the event's name, empty if the client sent none; it need not have
		 * a handler
		 * @return {@code null} if the event may be handled; otherwise a rule that decides
		 * when its turn comes
		 */
		@Nullable EventRule checkEvent(SocketIOSocket socket, String event);

		/**
		 * Decide whether {@link SocketIOSocket#join} may add a socket to a room. Not
		 * called when the server moves sockets by their rooms or restores a session.
		 * @param socket the socket of the client
		 * @param room the room's name
		 */
		void checkJoin(SocketIOSocket socket, String room);

	}

	/**
	 * A rule that examines the arguments of an event, or needs time.
	 */
	@FunctionalInterface
	interface EventRule {

		/**
		 * Decide on an event in its turn, before any middleware or listener. Must not
		 * block. An exception denies.
		 * @param event the event with its arguments
		 * @return {@code null} if the event may be handled; otherwise completes if it may
		 * be handled, fails to deny it
		 */
		@Nullable Mono<Void> check(IncomingEvent event);

	}

}
