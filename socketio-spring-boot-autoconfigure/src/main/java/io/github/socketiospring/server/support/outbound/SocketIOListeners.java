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

package io.github.socketiospring.server.support.outbound;

import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.RoomListener;
import io.github.socketiospring.server.SocketIOListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all listeners of a server; an error of one does not affect the others.
 *
 * @since 0.1.0
 */
public final class SocketIOListeners {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOListener.class);

	private final List<SocketIOListener> listeners;

	private final Diagnostics diagnostics;

	/**
	 * Create listeners.
	 * @param listeners the listeners, in the order in which they are called
	 * @param diagnostics logs their errors
	 */
	public SocketIOListeners(List<SocketIOListener> listeners, Diagnostics diagnostics) {
		this.listeners = List.copyOf(listeners);
		this.diagnostics = diagnostics;
	}

	/**
	 * Call all listeners.
	 * @param event calls one of them
	 */
	public void tell(Consumer<SocketIOListener> event) {
		for (SocketIOListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				// Errors too: the socket must not be affected.
				this.diagnostics.error(logger, "A listener of the Socket.IO server failed", ex);
			}
		}
	}

	/**
	 * Observe the rooms of a namespace, if there are listeners.
	 * @param namespace the name of the namespace
	 * @param adapter keeps its rooms
	 */
	public void observe(String namespace, Adapter adapter) {
		if (!this.listeners.isEmpty()) {
			adapter.addListener(new Rooms(namespace));
		}
	}

	/**
	 * Distinguishes rooms of the application from rooms of users.
	 */
	private final class Rooms implements RoomListener {

		private final String namespace;

		Rooms(String namespace) {
			this.namespace = namespace;
		}

		@Override
		public void onCreateRoom(String room) {
			String user = RoomNames.userOf(room);
			if (user != null) {
				tell((listener) -> listener.onUserCame(this.namespace, user));
			}
		}

		@Override
		public void onDeleteRoom(String room) {
			String user = RoomNames.userOf(room);
			if (user != null) {
				tell((listener) -> listener.onUserGone(this.namespace, user));
			}
		}

		@Override
		public void onJoinRoom(String room, String socketId) {
			if (isOfApplication(room, socketId)) {
				tell((listener) -> listener.onJoin(this.namespace, socketId, room));
			}
		}

		@Override
		public void onLeaveRoom(String room, String socketId) {
			if (isOfApplication(room, socketId)) {
				tell((listener) -> listener.onLeave(this.namespace, socketId, room));
			}
		}

		private boolean isOfApplication(String room, String socketId) {
			return !room.equals(socketId) && RoomNames.userOf(room) == null;
		}

	}

}
