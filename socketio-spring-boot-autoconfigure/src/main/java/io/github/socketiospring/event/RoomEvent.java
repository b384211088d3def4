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

import org.springframework.context.ApplicationEvent;

/**
 * Base of the events about a socket on this node and a room.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public abstract class RoomEvent extends ApplicationEvent {

	private final String namespace;

	private final String socketId;

	/**
	 * Create an event.
	 * @param namespace the name of the namespace
	 * @param socketId the id of the socket
	 * @param room the name of the room
	 */
	protected RoomEvent(String namespace, String socketId, String room) {
		super(room);
		this.namespace = namespace;
		this.socketId = socketId;
	}

	/**
	 * The namespace of the room.
	 * @return the name of the namespace
	 */
	public String namespace() {
		return this.namespace;
	}

	/**
	 * The socket that joined or left.
	 * @return the id of the socket
	 */
	public String socketId() {
		return this.socketId;
	}

	/**
	 * The room.
	 * @return the name of the room
	 */
	public String room() {
		return (String) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " of room " + room() + " in namespace " + this.namespace;
	}

}
