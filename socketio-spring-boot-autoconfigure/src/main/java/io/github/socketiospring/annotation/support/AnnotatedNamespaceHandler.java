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

package io.github.socketiospring.annotation.support;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.github.socketiospring.handler.Farewell;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Serves a namespace with the methods of a bean. Only one method may acknowledge an
 * event, so the handler of a path's first bean has the event methods of all beans of the
 * path.
 */
class AnnotatedNamespaceHandler implements NamespaceHandler {

	private final Map<String, EventHandler> eventHandlers;

	private final @Nullable EventHandler anyEventHandler;

	private final Map<String, EventHandler> serverEventHandlers;

	private final @Nullable LifecycleMethod onConnect;

	private final List<LifecycleMethod> onDisconnecting;

	private final List<LifecycleMethod> onDisconnect;

	/**
	 * Create a handler.
	 * @param eventHandlers the handlers, by event name
	 * @param anyEventHandler handles all other events, {@code null} if no method does
	 * @param serverEventHandlers the handlers for events of other servers, by event name
	 * @param onConnect admits sockets, {@code null} if there is no such method
	 * @param onDisconnecting called one after another
	 * @param onDisconnect called one after another
	 */
	AnnotatedNamespaceHandler(Map<String, EventHandler> eventHandlers, @Nullable EventHandler anyEventHandler,
			Map<String, EventHandler> serverEventHandlers, @Nullable LifecycleMethod onConnect,
			List<LifecycleMethod> onDisconnecting, List<LifecycleMethod> onDisconnect) {
		this.eventHandlers = eventHandlers;
		this.anyEventHandler = anyEventHandler;
		this.serverEventHandlers = serverEventHandlers;
		this.onConnect = onConnect;
		this.onDisconnecting = onDisconnecting;
		this.onDisconnect = onDisconnect;
	}

	/**
	 * Whether there are no methods to call.
	 * @return {@code true} if the handler can be left out
	 */
	boolean isIdle() {
		return this.eventHandlers.isEmpty() && this.anyEventHandler == null && this.serverEventHandlers.isEmpty()
				&& this.onConnect == null && this.onDisconnecting.isEmpty() && this.onDisconnect.isEmpty();
	}

	@Override
	public Mono<Void> onConnect(SocketIOSocket socket) {
		LifecycleMethod method = this.onConnect;
		return (method != null) ? method.call(LifecycleCall.connecting(socket), method.errors()::refuse).then()
				: Mono.empty();
	}

	@Override
	public @Nullable EventHandler eventHandler(String event) {
		EventHandler handler = this.eventHandlers.get(event);
		return (handler != null) ? handler : this.anyEventHandler;
	}

	@Override
	public @Nullable EventHandler serverEventHandler(String event) {
		return this.serverEventHandlers.get(event);
	}

	@Override
	public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
		return callAll(this.onDisconnecting, socket, reason);
	}

	@Override
	public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
		if (this.onConnect == null && !reason.wasConnected()) {
			// The bean was not notified that the socket connected.
			return Mono.empty();
		}
		return callAll(this.onDisconnect, socket, reason);
	}

	private Mono<Void> callAll(List<LifecycleMethod> methods, SocketIOSocket socket, DisconnectReason reason) {
		if (methods.isEmpty()) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			Farewell farewell = new Farewell();
			sink.onCancel(farewell::overdue);
			LifecycleCall call = LifecycleCall.leaving(socket, reason, farewell);
			Flux.fromIterable(methods)
				.concatMapDelayError((method) -> method.call(call, method.errors()::handle), true, 1)
				.contextWrite(Context.of(sink.contextView()))
				.subscribe(null, sink::error, sink::success);
		});
	}

	@Override
	public String toString() {
		return "events " + this.eventHandlers
				+ ((this.anyEventHandler != null) ? ", others " + this.anyEventHandler : "")
				+ ((!this.serverEventHandlers.isEmpty()) ? ", of servers " + this.serverEventHandlers : "");
	}

	/**
	 * A method for the connect or disconnect of a socket.
	 *
	 * @param method the method to call when a socket connects or leaves
	 * @param errors handles the errors of the method
	 */
	record LifecycleMethod(InvocableEventHandlerMethod method, HandlerErrors errors) {

		Mono<Object> call(LifecycleCall call, BiFunction<LifecycleCall, Throwable, Mono<Object>> onError) {
			return call.invoke(this.method).onErrorResume((error) -> onError.apply(call, error));
		}

	}

}
