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

import java.util.Arrays;

import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;

/**
 * Collects bytes that arrive in parts. The memory grows with the received bytes and not
 * with the announced length, and its capacity is charged to the account. Thread-safe,
 * since the thread that ends a transport need not be the one that reads.
 *
 * @since 0.1.0
 */
public final class CollectedBytes {

	private static final byte[] EMPTY = {};

	private final int limit;

	private final MemoryAccount memory;

	private final MemoryKind kind;

	private byte[] bytes = EMPTY;

	private int size;

	private int capacity;

	private int charged;

	private boolean released;

	/**
	 * Create an empty collection.
	 * @param limit how many bytes may be collected
	 * @param memory the account to charge
	 * @param kind what the memory is used for
	 */
	public CollectedBytes(int limit, MemoryAccount memory, MemoryKind kind) {
		this.limit = limit;
		this.memory = memory;
		this.kind = kind;
	}

	/**
	 * Add a part.
	 * @param length the number of bytes in the part
	 * @param part copies its bytes
	 * @return {@code false} if the limit is exceeded, in which case the part is not
	 * added; after a release it is ignored
	 */
	public boolean add(int length, Part part) {
		int more;
		synchronized (this) {
			if (length > this.limit - this.size) {
				return false;
			}
			more = reserve(this.size + length);
		}
		// Without the lock: this may close the session, which calls the application.
		if (more > 0 && !this.memory.charge(this.kind, more)) {
			release();
		}
		append(length, part);
		return true;
	}

	/**
	 * Decide on the new capacity.
	 * @param needed how many bytes have to fit
	 * @return how many bytes have to be charged before
	 */
	private int reserve(int needed) {
		if (this.released || needed <= this.capacity) {
			return 0;
		}
		this.capacity = Math.max(needed, (int) Math.min(2L * this.size, this.limit));
		int more = MemoryCost.ofBytes(this.capacity) - this.charged;
		this.charged += more;
		return more;
	}

	private synchronized void append(int length, Part part) {
		if (!this.released) {
			if (this.bytes.length < this.capacity) {
				this.bytes = Arrays.copyOf(this.bytes, this.capacity);
			}
			part.copyTo(this.bytes, this.size);
			this.size += length;
		}
	}

	/**
	 * The number of collected bytes.
	 * @return a number within the limit
	 */
	public synchronized int size() {
		return this.size;
	}

	/**
	 * Take the collected bytes. They stay charged until they are released.
	 * @return the bytes, to which this keeps no reference
	 */
	public synchronized byte[] take() {
		byte[] taken = (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
		this.bytes = EMPTY;
		this.capacity = 0;
		this.size = 0;
		return taken;
	}

	/**
	 * Drop the collected bytes, and collect no more. Further calls have no effect.
	 */
	public synchronized void release() {
		this.released = true;
		this.bytes = EMPTY;
		this.size = 0;
		int cost = this.charged;
		this.charged = 0;
		this.memory.release(this.kind, cost);
	}

	/**
	 * A part of the collected bytes.
	 */
	public interface Part {

		/**
		 * Copy the part.
		 * @param target the array to copy to
		 * @param offset the position in the target
		 */
		void copyTo(byte[] target, int offset);

	}

}
