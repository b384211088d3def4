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

package io.github.socketiospring.handler;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a handler method is called, besides the event's arguments.
 *
 * @param socket the socket it is called for
 * @param event the event's name, {@code null} when it is no event
 * @param ack the event's acknowledgement, {@code null} when it is no event
 * @param reason why the socket left, {@code null} when it did not
 * @param error what an exception handler is called for, otherwise {@code null}
 * @since 0.1.0
 */
public record HandlerCall(SocketIOSocket socket, @Nullable String event, @Nullable Ack ack,
		@Nullable DisconnectReason reason, @Nullable Throwable error) {

	/**
	 * A call for a socket that connects.
	 * @param socket the socket
	 * @return the call
	 */
	public static HandlerCall of(SocketIOSocket socket) {
		return new HandlerCall(socket, null, null, null, null);
	}

	/**
	 * A call for a socket that leaves.
	 * @param socket the socket
	 * @param reason why it leaves
	 * @return the call
	 */
	public static HandlerCall of(SocketIOSocket socket, DisconnectReason reason) {
		return new HandlerCall(socket, null, null, reason, null);
	}

	/**
	 * A call for an event.
	 * @param invocation the event
	 * @return the call
	 */
	public static HandlerCall of(EventInvocation invocation) {
		return new HandlerCall(invocation.socket(), invocation.event(), invocation.ack(), null, null);
	}

	/**
	 * The call of an exception handler.
	 * @param error what failed this call
	 * @return another call
	 */
	public HandlerCall failed(Throwable error) {
		return new HandlerCall(this.socket, this.event, this.ack, this.reason, error);
	}

}
