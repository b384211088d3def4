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

import java.util.concurrent.Executor;

/**
 * What is read of one client in one turn of an event loop, which serves others as well.
 * When the turn is over, the rest of what the client sent waits for the next one. Belongs
 * to the thread that reads; what another thread adds may be lost, since it does not hold
 * up this one.
 *
 * @since 0.1.0
 */
public final class ReadingTurn {

	/** How many packets are read of one client in a turn. */
	public static final int PACKETS = 256;

	/**
	 * After how many bytes of one client a turn is over. The packet that passes them is
	 * still read.
	 */
	public static final int BYTES = 128 * 1024;

	private final Executor others;

	private int packets;

	private int bytes;

	/**
	 * Begin the first turn.
	 * @param others runs something later, after the other clients of the thread had their
	 * turn
	 */
	public ReadingTurn(Executor others) {
		this.others = others;
	}

	/**
	 * Begin a turn, in which nothing has been read yet.
	 */
	public void begin() {
		this.packets = 0;
		this.bytes = 0;
	}

	/**
	 * A packet was read.
	 * @param size its size in bytes
	 * @return whether another one may be read in this turn
	 */
	public boolean read(int size) {
		this.packets++;
		this.bytes += size;
		return this.packets < PACKETS && this.bytes < BYTES;
	}

	/**
	 * A packet takes as long as so many others.
	 * @param packets how many
	 */
	public void weigh(int packets) {
		this.packets += packets;
	}

	/**
	 * Go on in the next turn.
	 * @param rest reads what is left
	 */
	public void next(Runnable rest) {
		begin();
		this.others.execute(rest);
	}

}
