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

import io.github.socketiospring.handler.Farewell;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerInvocation;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The call of a method for a socket that connects or leaves.
 *
 * @param socket the socket that connects or leaves
 * @param reason why it leaves, {@code null} if it connects
 * @param farewell calls the methods for a socket that leaves, {@code null} if it connects
 * @param error the error for which an exception handler is called, otherwise {@code null}
 */
record LifecycleCall(SocketIOSocket socket, @Nullable DisconnectReason reason, @Nullable Farewell farewell,
		@Nullable Throwable error) implements HandlerCall {

	/**
	 * Create the call for a socket that connects.
	 * @param socket the socket that connects
	 * @return the call
	 */
	static LifecycleCall connecting(SocketIOSocket socket) {
		return new LifecycleCall(socket, null, null, null);
	}

	/**
	 * Create the call for a socket that leaves.
	 * @param socket the socket that leaves
	 * @param reason why it leaves
	 * @param farewell calls the methods
	 * @return the call
	 */
	static LifecycleCall leaving(SocketIOSocket socket, DisconnectReason reason, Farewell farewell) {
		return new LifecycleCall(socket, reason, farewell, null);
	}

	/**
	 * Call a method.
	 * @param method a connect or disconnect method
	 * @return calls it on subscription and emits its result
	 */
	Mono<Object> invoke(InvocableEventHandlerMethod method) {
		return (this.farewell != null) ? this.farewell.call(method, this) : HandlerInvocation.mono(method, this);
	}

	/**
	 * Create the context for an exception handler after this call has failed.
	 * @param error why it failed
	 * @return another call
	 */
	LifecycleCall failed(Throwable error) {
		return new LifecycleCall(this.socket, this.reason, this.farewell, error);
	}

}
