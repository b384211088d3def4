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
 * Carries the packets of one session. A transport keeps no packets of its own: when asked
 * by {@link #requestWrite()} it pulls them from its {@link TransportListener}, as many as
 * it can pass on, so that nothing is lost when a session changes its transport.
 * <p>
 * All methods may be called from any thread, do not block, and do nothing once the
 * transport has ended.
 *
 * @since 0.1.0
 */
public interface Transport {

	/**
	 * Which transport this is.
	 * @return the same as long as the transport lives
	 */
	TransportType type();

	/**
	 * Whether a packet pulled now would leave at once.
	 * @return {@code false} while the peer does not take more
	 */
	boolean isWritable();

	/**
	 * Packets wait: pull them soon with {@link TransportListener#nextPacket}. Several
	 * requests may be served together.
	 */
	void requestWrite();

	/**
	 * Many packets wait: pull them now if this thread may, and soon otherwise. A thread
	 * that sends a lot would not let them go before it has sent it all.
	 */
	default void writeNow() {
		requestWrite();
	}

	/**
	 * Whether the peer has to take what was passed on before until more can follow.
	 * @return {@code false} when packets that wait only wait for a thread to pull them
	 */
	default boolean isBlocked() {
		return !isWritable();
	}

	/**
	 * Whether the peer takes what was handed to its connection.
	 * @return {@code false} while nothing is taken of an answer to a poll
	 */
	default boolean isTaking() {
		return true;
	}

	/**
	 * Whether the peer seems to have left without a word.
	 * @return {@code true} when a client that polls has not done so for two seconds
	 */
	default boolean isAbandoned() {
		return false;
	}

	/**
	 * Stop or resume taking packets from the peer. What was received already may still be
	 * delivered.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended);

	/**
	 * The packet that is being handled takes as long as so many others: the peer's turn
	 * ends sooner. Does nothing where the thread that reads serves nobody else.
	 * @param packets how many
	 * @see ReadingTurn
	 */
	default void weigh(int packets) {
	}

	/**
	 * End the transport in an orderly way, telling the peer, and report
	 * {@link TransportListener#onClose}.
	 */
	void close();

	/**
	 * End the transport at once, without a report. A poll that is held is answered.
	 * @param farewell how
	 */
	void terminate(Farewell farewell);

	/**
	 * The last word to a peer that waits for one.
	 */
	enum Farewell {

		/** The session has ended. */
		CLOSE,

		/** The peer ended the session itself. */
		NOOP,

		/**
		 * The session has ended, and what the peer has not taken yet is dropped: there is
		 * no memory for it.
		 */
		DROP

	}

}
