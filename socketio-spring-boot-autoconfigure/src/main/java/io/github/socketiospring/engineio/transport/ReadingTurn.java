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
 * Limits how much is read from one client in one turn of an event loop, which serves
 * other clients as well. After that, the rest waits for the next turn. Belongs to the
 * reading thread. Updates by other threads may be lost, which does no harm, since they do
 * not delay this thread.
 *
 * @since 0.1.0
 */
public final class ReadingTurn {

	/** How many packets are read from one client in a turn. */
	public static final int PACKETS = 64;

	/**
	 * How many bytes are read from one client in a turn. The packet that exceeds them is
	 * still read.
	 */
	public static final int BYTES = 128 * 1024;

	private final ReadingThread thread;

	private final ReadingPace pace;

	private int packets;

	private int bytes;

	/**
	 * Begin the first turn.
	 * @param thread the thread that reads
	 * @param pace limits what takes long, over all turns of the client
	 */
	public ReadingTurn(ReadingThread thread, ReadingPace pace) {
		this.thread = thread;
		this.pace = pace;
	}

	/**
	 * The thread that this turn limits.
	 * @return the thread on which to handle the data that is read
	 */
	public ReadingThread thread() {
		return this.thread;
	}

	/**
	 * Begin a new turn.
	 */
	public void begin() {
		this.packets = 0;
		this.bytes = 0;
	}

	/**
	 * Count a packet that was read.
	 * @param size its size in bytes
	 * @return whether another one may be read in this turn
	 */
	public boolean read(int size) {
		this.packets++;
		this.bytes += size;
		return this.packets < PACKETS && this.bytes < BYTES;
	}

	/**
	 * Count additional packets for a packet that takes as long as several. If the client
	 * has sent too many of them, it is the last packet of the turn, and the next turn
	 * begins later.
	 * @param packets how many packets to add
	 */
	public void weigh(int packets) {
		this.packets += this.pace.add(packets) ? packets : PACKETS;
	}

	/**
	 * Continue in the next turn.
	 * @param rest reads the rest
	 */
	public void next(Runnable rest) {
		begin();
		this.thread.executeAfterOthers(rest, this.pace.delay());
	}

}
