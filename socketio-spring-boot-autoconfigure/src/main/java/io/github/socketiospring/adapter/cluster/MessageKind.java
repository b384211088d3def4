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

package io.github.socketiospring.adapter.cluster;

/**
 * The kinds of messages that a node sends to others of its own accord, in contrast to
 * answers.
 *
 * @since 0.1.0
 * @see ClusterObserver
 */
public enum MessageKind {

	/** An event for clients, with or without acknowledgements. */
	BROADCAST,

	/** Lets sockets join rooms. */
	JOIN,

	/** Lets sockets leave rooms. */
	LEAVE,

	/** Disconnects sockets. */
	DISCONNECT,

	/** Requests the details or the ids of sockets. */
	SOCKETS,

	/** Requests the names of rooms. */
	ROOMS,

	/** An event for other servers, with or without answers. */
	SERVER_EVENT;

	/**
	 * The kind of a message of a namespace.
	 * @param message a message that is not an answer
	 * @return its kind
	 */
	static MessageKind of(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast) {
			return BROADCAST;
		}
		if (message instanceof ClusterMessage.Join) {
			return JOIN;
		}
		if (message instanceof ClusterMessage.Leave) {
			return LEAVE;
		}
		if (message instanceof ClusterMessage.Disconnect) {
			return DISCONNECT;
		}
		if (message instanceof ClusterMessage.FetchSockets || message instanceof ClusterMessage.FetchIds) {
			return SOCKETS;
		}
		if (message instanceof ClusterMessage.FetchRooms) {
			return ROOMS;
		}
		if (message instanceof ClusterMessage.ServerEvent) {
			return SERVER_EVENT;
		}
		if (message instanceof ClusterMessage.Confirmed confirmed) {
			return of(confirmed.command());
		}
		throw new IllegalArgumentException("A " + message.getClass().getSimpleName() + " has no kind");
	}

}
