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
 * What serves a namespace in the application's name: told of each socket's life, and
 * asked who handles an event. Implemented by the annotated handler beans.
 * <p>
 * Calls for one socket are serial and may come on an event loop, so implementations must
 * not block; work that blocks is theirs to move elsewhere.
 * <p>
 * Each {@link #onConnect} that completed is followed by exactly one
 * {@link #onDisconnect}, so a handler can release there what it acquired. That holds for
 * a socket that is not let in after all, since another handler or a middleware refused it
 * or its client had gone: {@link DisconnectReason#wasConnected()} tells.
 *
 * @since 0.1.0
 */
public interface NamespaceHandler {

	/**
	 * A socket passed all middleware. Runs before the client's CONNECT is answered. Is
	 * not cancelled once it began, even if the client leaves or a middleware waits no
	 * longer.
	 * @param socket the socket, not yet connected; its client cannot be awaited here, see
	 * {@link SocketEmitter#emitWithAck}
	 * @return completes to let the socket in; an error refuses it with that error as
	 * CONNECT_ERROR
	 */
	default Mono<Void> onConnect(SocketIOSocket socket) {
		return Mono.empty();
	}

	/**
	 * Find who handles an event.
	 * @param event the event's name
	 * @return the handler, or {@code null} when this one does not handle that event
	 */
	default @Nullable EventHandler eventHandler(String event) {
		return null;
	}

	/**
	 * A connected socket leaves; its rooms can still be read. Waits for the events that
	 * were received before.
	 * @param socket still a member of its rooms
	 * @param reason why it leaves
	 * @return completes when this was handled; an error is logged
	 */
	default Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

	/**
	 * A socket that this handler let in has left the namespace and all its rooms, or did
	 * not enter it. Follows {@link #onDisconnecting} if it was connected, and
	 * {@link #onConnect} otherwise.
	 * @param socket disconnected; events sent to it are dropped
	 * @param reason why it left
	 * @return completes when this was handled; an error is logged
	 */
	default Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

}
