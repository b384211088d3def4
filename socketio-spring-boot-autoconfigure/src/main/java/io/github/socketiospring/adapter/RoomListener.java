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
 * The signals of a room are in the order of its changes if one thread changes it. Where
 * several threads do, they may overtake one another, so that the last signal is
 * {@link #onDeleteRoom} although the room has a member. Each signal comes after its
 * change: a listener that has to know whether there is a room takes it for a hint, and
 * asks {@link Adapter#size} under a lock of its own; after the last signal it is right.
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
