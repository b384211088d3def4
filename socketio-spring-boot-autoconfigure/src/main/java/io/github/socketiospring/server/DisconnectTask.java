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

import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells everybody who wants to know that a socket leaves, and then that it has left.
 */
final class DisconnectTask implements EventLane.Task {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final DefaultSocket socket;

	private final List<NamespaceHandler> handlers;

	private final SocketListeners listeners;

	private final SocketRooms rooms;

	private final DisconnectDetails details;

	private final Runnable told;

	DisconnectTask(DefaultSocket socket, List<NamespaceHandler> handlers, SocketListeners listeners, SocketRooms rooms,
			DisconnectDetails details, Runnable told) {
		this.socket = socket;
		this.handlers = handlers;
		this.listeners = listeners;
		this.rooms = rooms;
		this.details = details;
		this.told = told;
	}

	@Override
	public boolean start() {
		this.listeners.tellDisconnecting(this.details);
		Flux.fromIterable(this.handlers)
			.concatMap((handler) -> guarded(() -> handler.onDisconnecting(this.socket, this.details.reason())))
			.doOnComplete(this::left)
			.thenMany(Flux.fromIterable(this.handlers))
			.concatMap((handler) -> guarded(() -> handler.onDisconnect(this.socket, this.details.reason())))
			.contextWrite(this.socket.handshake().context())
			.subscribe(null, null, this::done);
		return false;
	}

	private void done() {
		this.told.run();
		this.socket.lane().next();
	}

	private void left() {
		this.rooms.forget();
		this.listeners.tellDisconnect(this.details);
	}

	private Mono<Void> guarded(Supplier<Mono<Void>> call) {
		return Mono.defer(call).onErrorResume((ex) -> {
			logger.error("The disconnect of socket {} in namespace {} could not be handled", this.socket.shownId(),
					this.socket.namespace().name(), ex);
			return Mono.empty();
		});
	}

}
