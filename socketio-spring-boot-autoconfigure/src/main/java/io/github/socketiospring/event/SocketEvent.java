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

package io.github.socketiospring.event;

import io.github.socketiospring.server.SocketIOSocket;

import org.springframework.context.ApplicationEvent;

/**
 * Base of the events about a socket on this node.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public abstract class SocketEvent extends ApplicationEvent {

	private final transient SocketIOSocket socket;

	/**
	 * Create an event.
	 * @param socket the socket that connected or disconnected
	 */
	protected SocketEvent(SocketIOSocket socket) {
		super(socket);
		this.socket = socket;
	}

	/**
	 * The socket.
	 * @return a socket that may have left in the meantime
	 */
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " of " + this.socket;
	}

}
