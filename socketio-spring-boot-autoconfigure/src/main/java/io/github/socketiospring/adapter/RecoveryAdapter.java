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
	 * Whether a socket is remembered.
	 * @param socketId the public id of the socket
	 * @return whether it may come back to this node
	 */
	boolean isSaved(String socketId);

	/**
	 * The number of sessions that this node remembers.
	 * @return the number of sessions
	 */
	int savedSessionCount();

	/**
	 * What this namespace remembers on this node, in bytes.
	 * @return the number of bytes, estimated, with what objects cost
	 */
	long rememberedBytes();

	/**
	 * Make an offset, which goes with an event from when it is encoded. Its place is
	 * decided later, so offsets need not be in the order of the events.
	 * @return an offset that no other event of the namespace has
	 */
	String nextOffset();

	/**
	 * Whether an event is remembered, and so all events after it.
	 * @param offset the offset of the event
	 * @return whether a client that received it last could be told what it missed
	 */
	boolean isRemembered(String offset);

	/**
	 * Give an event for one socket its place in the stream of events, and remember it. It
	 * goes to that socket by identity, whatever rooms others joined.
	 * @param offset the event's offset
	 * @param event the event
	 * @param options names the socket, for those that come back
	 * @param enqueuing puts the event into the queue of its socket; must not block or
	 * call code of the application, since others wait for it
	 */
	void remember(String offset, RememberedEvent event, BroadcastOptions options, Runnable enqueuing);

	/**
	 * Find a session. It stays remembered until its socket is
	 * {@linkplain #resume(LocalSocket, String, Collection, String) back}, so that a
	 * client that does not come so far does not use it up.
	 * @param privateId the private id that the client presents
	 * @param offset the offset of the last event that the client received
	 * @return the session, empty if it is unknown or too old, or if the event with this
	 * offset has been forgotten
	 */
	Mono<SavedSession> find(String privateId, String offset);

	/**
	 * Take a session away, and add the socket of its client, which has reconnected. Only
	 * one client can resume a session. It misses no event and gets none twice: events
	 * that were broadcast before are in the result, later ones go to the socket.
	 * @param socket the new socket of the client
	 * @param privateId the private id of the session
	 * @param rooms the rooms of the socket, without the own-id room
	 * @param offset the offset of the last event that the client received
	 * @return the missed events in order; fails with an {@link IllegalStateException}
	 * when the session is unknown or too old by now, too much was sent since, or a socket
	 * of the same id is still there
	 */
	Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms, String offset);

}
