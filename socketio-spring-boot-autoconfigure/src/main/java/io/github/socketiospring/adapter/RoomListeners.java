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

package io.github.socketiospring.adapter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all listeners of the rooms of a namespace. An error of one is logged and does not
 * affect the others or the socket.
 */
final class RoomListeners {

	private static final Logger logger = LoggerFactory.getLogger(RoomListener.class);

	/** One for all namespaces, since clients can create them. */
	private static final ErrorLog errorLog = new ErrorLog();

	private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();

	void add(RoomListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Call the listeners for a socket that joined a room.
	 * @param room the name of the room
	 * @param socketId the id of the socket
	 * @param created whether it is the first member
	 */
	void joined(String room, String socketId, boolean created) {
		if (this.listeners.isEmpty()) {
			return;
		}
		if (created) {
			tell(room, (listener) -> listener.onCreateRoom(room));
		}
		tell(room, (listener) -> listener.onJoinRoom(room, socketId));
	}

	/**
	 * Call the listeners for a socket that left a room.
	 * @param room the name of the room
	 * @param socketId the id of the socket
	 * @param deleted whether it was the last member
	 */
	void left(String room, String socketId, boolean deleted) {
		if (this.listeners.isEmpty()) {
			return;
		}
		tell(room, (listener) -> listener.onLeaveRoom(room, socketId));
		if (deleted) {
			tell(room, (listener) -> listener.onDeleteRoom(room));
		}
	}

	private void tell(String room, Consumer<RoomListener> change) {
		for (RoomListener listener : this.listeners) {
			try {
				change.accept(listener);
			}
			catch (Throwable ex) {
				// Errors too: the socket must not be affected.
				errorLog.error(logger, "A listener failed when room '" + LogFormat.value(room) + "' changed", ex);
			}
		}
	}

}
