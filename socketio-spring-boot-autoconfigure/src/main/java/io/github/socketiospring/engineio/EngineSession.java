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
 * long-polling to WebSocket changes what carries the packets, neither their order nor the
 * session's identity.
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
	 * The protocol revision the client speaks.
	 * @return {@link EngineRevision#V4}, or {@link EngineRevision#V3} for clients of
	 * Socket.IO 2.x
	 */
	EngineRevision revision();

	/**
	 * The request that opened this session.
	 * @return a snapshot that stays valid as long as the session
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
	 * What ended this session, in words for a log, such as what the transport reported
	 * with {@link CloseReason#TRANSPORT_ERROR}.
	 * @return the description, {@code null} as long as the session is open, and when the
	 * {@link CloseReason} says it all
	 */
	@Nullable String closeDescription();

	/**
	 * Whether a message sent now would leave at once. A volatile message is one that is
	 * not sent otherwise.
	 * @return whether nothing is queued and the transport can take a message
	 */
	boolean isWritable();

	/**
	 * How much waits to be taken by the transport, what objects cost beside their content
	 * included.
	 * @return the number of bytes, at most {@link EngineOptions#maxOutboundBytes()}
	 * unless a single message is larger
	 */
	long queuedBytes();

	/**
	 * What this session's client makes the server hold. The layer above charges what it
	 * holds for the client, and releases it, also when the session has ended meanwhile.
	 * @return always the same account
	 */
	MemoryAccount memory();

	/**
	 * Queue a message. Messages leave in the order of these calls; a session that is no
	 * longer open drops them silently. A client for which more waits than the outbound
	 * limits allow is disconnected.
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
	 * written, and nobody is called. {@link #flush(List)} must follow without the lock.
	 * @param messages the messages, in order
	 */
	default void enqueue(List<EngineMessage> messages) {
		send(messages);
	}

	/**
	 * Do the rest of what {@link #send(List)} does for messages that were
	 * {@linkplain #enqueue(List) queued}.
	 * @param messages the messages
	 */
	default void flush(List<EngineMessage> messages) {
	}

	/**
	 * Tell a listener of this session's packets from now on. Without a listener nothing
	 * is spent on it.
	 * @param listener told of the packets of this session only
	 */
	void addListener(EngineSessionListener listener);

	/**
	 * Tell a listener no more.
	 * @param listener a listener that was added
	 */
	void removeListener(EngineSessionListener listener);

	/**
	 * Stop taking messages from the client, for as long as the layer above has too many
	 * of them in hand. At most the messages already received are still delivered. The
	 * client need not answer the heartbeat meanwhile, but has to take it.
	 */
	void suspendReading();

	/**
	 * Take messages from the client again.
	 */
	void resumeReading();

	/**
	 * Whether the layer above takes no messages from the client now.
	 * @return {@code true} from {@link #suspendReading()} to {@link #resumeReading()}
	 */
	boolean isReadingSuspended();

	/**
	 * The message that is being handled takes as long as so many others. What is read of
	 * one client in a turn of an event loop is limited, and this message takes a larger
	 * part of it. To be called by the layer above while it handles the message.
	 * @param messages how many others
	 */
	void weigh(int messages);

	/**
	 * Close the session after what is queued has left. Does nothing when it is closing or
	 * closed.
	 */
	void close();

	/**
	 * Close the session at once, dropping what is queued. Does nothing when it is closed.
	 */
	void terminate();

}
