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
 * Handles the sockets and events of a namespace for the application. Implemented for
 * annotated handler beans.
 * <p>
 * Calls for one socket are serial and may be made on an event loop, so implementations
 * must not block; they have to move blocking work to another thread.
 * <p>
 * Each {@link #onConnect} that completed is followed by exactly one
 * {@link #onDisconnect}, so a handler can release there what it acquired. This includes a
 * socket that does not enter, because another handler or a middleware refused it or its
 * client left; {@link DisconnectReason#wasConnected()} is {@code false} then.
 *
 * @since 0.1.0
 */
public interface NamespaceHandler {

	/**
	 * A socket passed all middleware. Runs before the client's CONNECT is answered. It is
	 * not cancelled after it has started, even if the client leaves or a middleware
	 * cancels.
	 * @param socket the socket, not yet connected; do not wait for its client here, see
	 * {@link SocketEmitter#emitWithAck}
	 * @return completes to admit the socket; an error refuses it and is sent as
	 * CONNECT_ERROR
	 */
	default Mono<Void> onConnect(SocketIOSocket socket) {
		return Mono.empty();
	}

	/**
	 * Find the handler for an event.
	 * @param event the event's name
	 * @return the handler, or {@code null} if there is none
	 */
	default @Nullable EventHandler eventHandler(String event) {
		return null;
	}

	/**
	 * Find the handler for an event that another server sent with
	 * {@link Namespace#serverSideEmit}. Its {@link EventInvocation} has no socket; its
	 * rates are not used. All handlers of a namespace are called; the first answer
	 * counts.
	 * @param event the event's name
	 * @return the handler, or {@code null} if there is none
	 */
	default @Nullable EventHandler serverEventHandler(String event) {
		return null;
	}

	/**
	 * A connected socket leaves; its rooms can still be read. Called after the events
	 * that were received before were handled.
	 * @param socket still a member of its rooms
	 * @param reason why it leaves
	 * @return completes when this was handled; an error is logged. It is cancelled when
	 * the {@linkplain SocketIOOptions#completionTimeout() completion timeout} expires, so
	 * that one handler cannot keep the others from being called
	 */
	default Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

	/**
	 * A socket that this handler admitted has left the namespace and all its rooms, or
	 * did not enter it. Follows {@link #onDisconnecting} if it was connected, and
	 * {@link #onConnect} otherwise.
	 * @param socket disconnected; events sent to it are dropped
	 * @param reason why it left
	 * @return completes when this was handled; an error is logged. It is cancelled when
	 * the completion timeout expires, even if it is waiting for a thread; resources that
	 * must be released in any case have to be released in the call itself
	 */
	default Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

}
