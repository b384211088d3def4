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

package io.github.socketiospring.server.support.life;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.support.inbound.AtWork;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.inbound.SocketListeners;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Calls the disconnect handlers and listeners: first that a socket leaves, and then that
 * it has left.
 */
final class Goodbye {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private static final String DISCONNECTING = "disconnecting";

	private static final String DISCONNECT = "disconnect";

	private final SocketIOSocket socket;

	private final SocketListeners listeners;

	private final SocketRooms rooms;

	private final EventHandling handling;

	private final SocketIOListeners observers;

	/**
	 * Create what is called for a socket that leaves.
	 * @param socket the socket that leaves
	 * @param listeners the socket's listeners
	 * @param rooms the socket's rooms
	 * @param handling how handlers are called
	 * @param observers observe all sockets
	 */
	Goodbye(SocketIOSocket socket, SocketListeners listeners, SocketRooms rooms, EventHandling handling,
			SocketIOListeners observers) {
		this.socket = socket;
		this.listeners = listeners;
		this.rooms = rooms;
		this.handling = handling;
		this.observers = observers;
	}

	/**
	 * Call all, one after another. For a socket that did not enter, only the handlers
	 * that had admitted it are called.
	 * @param handlers the handlers that admitted the socket
	 * @param details why the socket leaves
	 * @param told called when all of them have completed
	 */
	void tell(List<NamespaceHandler> handlers, DisconnectDetails details, Runnable told) {
		Context values = ThreadLocals.settable(this.socket.context());
		Flux<NamespaceHandler> all = Flux.fromIterable(handlers);
		leave(all, details, values).thenMany(all)
			.concatMap(
					(handler) -> guarded(DISCONNECT, () -> handler.onDisconnect(this.socket, details.reason()), values))
			.contextWrite(values)
			.subscribe(null, (error) -> {
				failed(error);
				end(details, told);
			}, () -> end(details, told));
	}

	private void end(DisconnectDetails details, Runnable told) {
		if (details.reason().wasConnected()) {
			listen(() -> this.observers.tell((listener) -> listener.onDisconnect(this.socket, details)));
		}
		told.run();
	}

	private Flux<Void> leave(Flux<NamespaceHandler> handlers, DisconnectDetails details, Context values) {
		if (!details.reason().wasConnected()) {
			this.rooms.forget();
			return Flux.empty();
		}
		listen(() -> this.listeners.tellDisconnecting(details));
		return handlers
			.concatMap((handler) -> guarded(DISCONNECTING, () -> handler.onDisconnecting(this.socket, details.reason()),
					values))
			.doOnComplete(() -> {
				this.rooms.forget();
				listen(() -> this.listeners.tellDisconnect(details));
			});
	}

	@SuppressWarnings("try")
	private void listen(Runnable listeners) {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(this.socket.context())) {
			listeners.run();
		}
	}

	/**
	 * Call a handler, with a timeout so that the others are called even if it hangs.
	 * @param event the kind of the call, for the statistics
	 * @param call calls the handler
	 * @param values the Reactor context of the call
	 * @return completes when it has completed or failed, or its time is over
	 */
	private Mono<Void> guarded(String event, Supplier<Mono<Void>> call, Context values) {
		return ThreadLocals.around(() -> values, () -> limited(event, begin(call))).onErrorResume((ex) -> {
			failed(ex);
			return Mono.empty();
		});
	}

	private void failed(Throwable ex) {
		if (this.handling.isClientError(ex, this.socket)) {
			logger.debug("The disconnect of socket {} in namespace {} could not be handled: {}",
					ShownId.of(this.socket), LogFormat.value(this.socket.namespace().name()), ErrorLine.of(ex));
			return;
		}
		this.handling.error(logger, "The disconnect of socket " + ShownId.of(this.socket) + " in namespace "
				+ LogFormat.value(this.socket.namespace().name()) + " could not be handled", ex);
	}

	private static Mono<Void> begin(Supplier<Mono<Void>> call) {
		try {
			return call.get();
		}
		catch (Throwable ex) {
			// Errors that Reactor would rethrow too: the socket has to leave.
			return Mono.error(ex);
		}
	}

	private Mono<Void> limited(String event, Mono<Void> told) {
		// Most handlers have nothing to do, and need no timer.
		if (told == Mono.<Void>empty()) {
			return told;
		}
		Call call = new Call(event, this.handling.now());
		return this.handling.completing(told)
			.doOnSubscribe((subscription) -> this.handling.begun(call))
			.doFinally((signal) -> this.handling.ended(call));
	}

	/**
	 * A handler that is running.
	 */
	private final class Call implements AtWork {

		private final String event;

		private final long since;

		Call(String event, long since) {
			this.event = event;
			this.since = since;
		}

		@Override
		public void describe(Consumer<HandlerAtWork> description) {
			Goodbye goodbye = Goodbye.this;
			Duration age = Duration.ofNanos(goodbye.handling.now() - this.since);
			description.accept(
					new HandlerAtWork(goodbye.socket.namespace().name(), ShownId.of(goodbye.socket), this.event, age));
		}

	}

}
