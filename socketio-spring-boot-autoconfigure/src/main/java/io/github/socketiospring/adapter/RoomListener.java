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

/**
 * Observes the rooms of one namespace on this node. Called on the thread that changes a
 * room, without any lock; must not block. An exception is logged and has no other effect.
 * <p>
 * If one thread changes a room, its signals arrive in the order of the changes. If
 * several threads change it, signals may overtake one another: the last one may be
 * {@link #onDeleteRoom} although the room has a member. Each signal is sent after its
 * change. A listener that has to know whether a room exists should therefore read
 * {@link Adapter#size} under its own lock at each signal; after the last signal, the
 * result is correct.
 *
 * @since 0.1.0
 */
public interface RoomListener {

	/**
	 * A room got its first member.
	 * @param room the name of the new room
	 */
	default void onCreateRoom(String room) {
	}

	/**
	 * A socket joined a room that it was not in.
	 * @param room the name of the room
	 * @param socketId the id of the socket
	 */
	default void onJoinRoom(String room, String socketId) {
	}

	/**
	 * A socket left a room.
	 * @param room the name of the room
	 * @param socketId the id of the socket
	 */
	default void onLeaveRoom(String room, String socketId) {
	}

	/**
	 * A room lost its last member.
	 * @param room the name of the room, which no longer exists
	 */
	default void onDeleteRoom(String room) {
	}

}
