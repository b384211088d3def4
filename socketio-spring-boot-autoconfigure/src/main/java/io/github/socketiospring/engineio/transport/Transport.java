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

package io.github.socketiospring.engineio.transport;

/**
 * Carries the packets of one session. A transport has no queue: after
 * {@link #requestWrite()} it pulls as many packets as it can write from its
 * {@link TransportListener}, so that no packet is lost when a session changes its
 * transport.
 * <p>
 * All methods may be called from any thread, do not block, and have no effect after the
 * transport has ended.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#transports">Transports</a>
 */
public interface Transport {

	/**
	 * The type of this transport.
	 * @return always the same type
	 */
	TransportType type();

	/**
	 * Whether a packet could be written at once.
	 * @return {@code false} while the peer does not read
	 */
	boolean isWritable();

	/**
	 * Pull waiting packets soon with {@link TransportListener#nextPacket}. Several
	 * requests may be served together.
	 */
	void requestWrite();

	/**
	 * Pull waiting packets now if this thread may write, and soon otherwise. For threads
	 * that send so many packets that these should not wait until the end of the turn.
	 * @return whether as many were written as the peer accepts for now; {@code false} if
	 * a write has yet to be tried, by another thread or in answer to the peer's next
	 * request
	 */
	default boolean writeNow() {
		requestWrite();
		return true;
	}

	/**
	 * Whether no more can be written until the peer reads.
	 * @return {@code false} if waiting packets only wait for a thread to pull them
	 */
	default boolean isBlocked() {
		return !isWritable();
	}

	/**
	 * Whether the peer reads the data that was passed to its connection.
	 * @return {@code false} while the peer reads nothing of an answer to a poll
	 */
	default boolean isTaking() {
		return true;
	}

	/**
	 * Whether the peer seems to have vanished.
	 * @return {@code true} if a client that polls has not done so for two seconds
	 */
	default boolean isAbandoned() {
		return false;
	}

	/**
	 * Stop or resume reading from the peer. Packets that were received before may still
	 * be delivered.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended);

	/**
	 * The thread that reads from the peer.
	 * @return the thread on which to handle the packets of the peer
	 */
	default ReadingThread readingThread() {
		return ReadingThread.ANY;
	}

	/**
	 * Shorten the peer's turn, since the packet that is being handled takes as long as
	 * several. Has no effect if the reading thread serves only this peer.
	 * @param packets how many additional packets to count
	 * @see ReadingTurn
	 */
	default void weigh(int packets) {
	}

	/**
	 * Close the transport, notify the peer, and report {@link TransportListener#onClose}.
	 */
	void close();

	/**
	 * End the transport at once, without a report. A held poll is answered.
	 * @param farewell how to end it
	 */
	void terminate(Farewell farewell);

	/**
	 * How a transport ends.
	 */
	enum Farewell {

		/** The session has ended. */
		CLOSE,

		/** The peer ended the session itself. */
		NOOP,

		/**
		 * The session has ended, and packets that the peer has not read are dropped for
		 * lack of memory.
		 */
		DROP

	}

}
