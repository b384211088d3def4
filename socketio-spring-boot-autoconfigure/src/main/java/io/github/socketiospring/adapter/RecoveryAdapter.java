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

import java.util.Collection;
import java.util.List;

import io.github.socketiospring.protocol.Packet;
import reactor.core.publisher.Mono;

/**
 * An adapter that remembers events and the sessions of lost sockets, so that a client
 * that reconnects in time misses no event. Each event that requests no acknowledgement
 * gets an {@linkplain Packet#offset() offset}.
 *
 * @since 0.1.0
 */
public interface RecoveryAdapter extends Adapter {

	/**
	 * Remember a socket that lost its connection.
	 * @param session the session of the socket
	 */
	void save(SavedSession session);

	/**
	 * Forget the sessions of a user, whose lost sockets must not be recovered.
	 * @param user the name of the principal
	 */
	void forgetUser(String user);

	/**
	 * Whether a socket is remembered.
	 * @param socketId the public id of the socket
	 * @return whether it can be recovered on this node
	 */
	boolean isSaved(String socketId);

	/**
	 * The number of sessions that this node remembers.
	 * @return the number of sessions
	 */
	int savedSessionCount();

	/**
	 * The memory that this namespace uses for recovery on this node.
	 * @return an estimated number of bytes, including the overhead of objects
	 */
	long rememberedBytes();

	/**
	 * Generate an offset, which is part of the encoded event. The event's position is
	 * decided later, so offsets need not be in the order of the events.
	 * @return an offset that no other event of the namespace has
	 */
	String nextOffset();

	/**
	 * Whether an event is remembered, and so all events after it.
	 * @param offset the offset of the event
	 * @return whether a client that received it last could get the events it missed
	 */
	boolean isRemembered(String offset);

	/**
	 * Assign a position in the stream of events to an event for one socket, and remember
	 * it. The event is sent to the socket itself, regardless of the rooms that others
	 * joined.
	 * @param offset the event's offset
	 * @param event the event as it is remembered
	 * @param options selects the socket when it is recovered
	 * @param enqueuing adds the event to the queue of its socket; must not block or call
	 * application code, since other threads wait for it
	 */
	void remember(String offset, RememberedEvent event, BroadcastOptions options, Runnable enqueuing);

	/**
	 * Find a session. It is remembered until its socket is
	 * {@linkplain #resume(LocalSocket, String, Collection, String) resumed}, so that a
	 * failed attempt does not remove it.
	 * @param privateId the private id that the client presents
	 * @param offset the offset of the last event that the client received
	 * @return the session, empty if it is unknown or too old, or if the event with this
	 * offset has been forgotten. If this fails, or takes longer than half of the connect
	 * timeout, the client gets a new socket
	 */
	Mono<SavedSession> find(String privateId, String offset);

	/**
	 * Remove a session, and add the socket of its client, which has reconnected. Only one
	 * client can resume a session. It misses no event and gets none twice: events that
	 * were broadcast before are in the result, later ones are sent to the socket.
	 * @param socket the new socket of the client
	 * @param privateId the private id of the session
	 * @param rooms the rooms of the socket, without the one named by its id
	 * @param offset the offset of the last event that the client received
	 * @return the missed events in order; fails with an {@link IllegalStateException} if
	 * the session is unknown or too old, too many events were sent since the offset, or a
	 * socket of the same id is still connected. If it takes longer than half of the
	 * connect timeout, it is cancelled, and must not add the socket any more. Completing
	 * without a value is an error
	 */
	Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms, String offset);

}
