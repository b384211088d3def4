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

package io.github.socketiospring.engineio;

import java.util.List;

import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * One client's Engine.IO session. It outlives its transport: an upgrade from HTTP
 * long-polling to WebSocket changes the transport, but not the order of packets or the
 * session's id.
 * <p>
 * All methods may be called from any thread and never block.
 *
 * @since 0.1.0
 */
public interface EngineSession {

	/**
	 * The secret id the client presents with each request ({@code sid}), by default 20
	 * URL-safe characters.
	 * @return the session id
	 */
	String id();

	/**
	 * The protocol revision that the client uses.
	 * @return {@link EngineRevision#V4}, or {@link EngineRevision#V3} for clients of
	 * Socket.IO 2.x
	 */
	EngineRevision revision();

	/**
	 * The request that opened this session.
	 * @return always the same snapshot
	 */
	EngineHandshake handshake();

	/**
	 * The wire name of the transport in use.
	 * @return {@code polling} or {@code websocket}
	 */
	String transport();

	/**
	 * Whether messages sent now can still reach the client.
	 * @return {@code false} as soon as the session is closing or closed
	 */
	boolean isOpen();

	/**
	 * A description of why this session ended, for a log, such as the error of the
	 * transport with {@link CloseReason#TRANSPORT_ERROR}.
	 * @return the description, {@code null} while the session is open, and if the
	 * {@link CloseReason} is sufficient
	 */
	@Nullable String closeDescription();

	/**
	 * Whether a message would be written at once. A volatile message is dropped
	 * otherwise.
	 * @return whether nothing is queued and the transport can take a message
	 */
	boolean isWritable();

	/**
	 * How many bytes wait to be written, including the overhead of objects.
	 * @return the number of bytes, at most {@link EngineOptions#maxOutboundBytes()}
	 * unless a single message is larger
	 */
	long queuedBytes();

	/**
	 * The account for the memory that the server uses for this client. The handler
	 * charges its own use, and has to release it even if the session has ended.
	 * @return always the same account
	 */
	MemoryAccount memory();

	/**
	 * Queue a message. Messages leave in the order of these calls; a session that is no
	 * longer open drops them silently. If more waits than
	 * {@link EngineOptions#maxOutboundBytes()}, the client is disconnected.
	 * @param message a text or binary message
	 */
	void send(EngineMessage message);

	/**
	 * Queue several messages as one unit: no message of another call gets between them.
	 * @param messages the messages, in order
	 */
	void send(List<EngineMessage> messages);

	/**
	 * Queue several messages as one unit, for callers that hold a lock: nothing is
	 * written, and no other code is called. {@link #flush(List)} has to follow without
	 * the lock.
	 * @param messages the messages, in order
	 */
	default void enqueue(List<EngineMessage> messages) {
		send(messages);
	}

	/**
	 * Complete {@link #send(List)} for messages that were {@linkplain #enqueue(List)
	 * queued}.
	 * @param messages the queued messages
	 */
	default void flush(List<EngineMessage> messages) {
	}

	/**
	 * Add a listener for this session's packets. It costs nothing for sessions without a
	 * listener.
	 * @param listener called for the packets of this session only
	 */
	void addListener(EngineSessionListener listener);

	/**
	 * Remove a listener.
	 * @param listener a listener that was added
	 */
	void removeListener(EngineSessionListener listener);

	/**
	 * Stop reading from the client, while the handler has too many messages to handle. At
	 * most the messages already received are still delivered. During that time the client
	 * need not answer the heartbeat, but has to read it.
	 */
	void suspendReading();

	/**
	 * Read from the client again.
	 */
	void resumeReading();

	/**
	 * Whether reading from the client is suspended.
	 * @return {@code true} from {@link #suspendReading()} to {@link #resumeReading()}
	 */
	boolean isReadingSuspended();

	/**
	 * Shorten the client's turn of the event loop, since the message that is being
	 * handled takes as long as several. To be called while the message is handled.
	 * @param messages how many additional messages to count
	 */
	void weigh(int messages);

	/**
	 * Close the session after queued messages were sent. Does nothing if it is closing or
	 * closed.
	 */
	void close();

	/**
	 * Close the session at once, and drop queued messages. Does nothing if it is closed.
	 */
	void terminate();

}
