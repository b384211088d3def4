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
 *
 * @since 0.1.0
 */
public interface NamespaceHandler {

	/**
	 * A socket passed all middleware. Runs before the client's CONNECT is answered.
	 * @param socket the socket, not yet connected
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
	 * @param socket the socket
	 * @param reason why it leaves
	 * @return completes when this was handled; an error is logged
	 */
	default Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

	/**
	 * A connected socket has left the namespace and all its rooms. Follows
	 * {@link #onDisconnecting}.
	 * @param socket the socket
	 * @param reason why it left
	 * @return completes when this was handled; an error is logged
	 */
	default Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
		return Mono.empty();
	}

}
