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

package io.github.socketiospring.server.support;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the sockets that are in a namespace or connecting to it, so that none enters
 * while it is removed. Those that leave a removed namespace count until they have left.
 * Thread-safe.
 */
final class Occupancy {

	/** Closed, and without sockets; each socket lowers the count of a closed one. */
	private static final int CLOSED = -1;

	private final AtomicInteger count = new AtomicInteger();

	/** Whether the application has set up the namespace; guarded by this. */
	private boolean kept;

	/**
	 * Count a socket that connects. Each success has to be followed by one
	 * {@link #release()}.
	 * @return {@code false} if the namespace was removed
	 */
	boolean retain() {
		int present;
		do {
			present = this.count.get();
			if (present <= CLOSED) {
				return false;
			}
		}
		while (!this.count.compareAndSet(present, present + 1));
		return true;
	}

	/**
	 * A socket has left or was refused, and its disconnect handlers have completed.
	 * @return whether it was the last one
	 */
	boolean release() {
		int next = this.count.updateAndGet((present) -> (present <= CLOSED) ? present + 1 : present - 1);
		return next == 0 || next == CLOSED;
	}

	/**
	 * Whether no socket is counted.
	 * @return {@code true} if a shutdown has nothing to wait for
	 */
	boolean isIdle() {
		int present = this.count.get();
		return present == 0 || present == CLOSED;
	}

	/**
	 * Whether the namespace was removed, and no socket is leaving it any more.
	 * @return {@code true} if the namespace is no longer in use
	 */
	boolean isOver() {
		return this.count.get() == CLOSED;
	}

	/**
	 * Never close the namespace because it is empty.
	 * @return {@code false} if the namespace was removed
	 */
	synchronized boolean keep() {
		this.kept = true;
		return this.count.get() > CLOSED;
	}

	/**
	 * Close the namespace if no socket is counted and it need not be {@linkplain #keep
	 * kept}.
	 * @return whether it was closed
	 */
	synchronized boolean closeIfIdle() {
		return !this.kept && this.count.compareAndSet(0, CLOSED);
	}

	/**
	 * Close the namespace, so that no socket enters any more.
	 * @return {@code false} if it was closed before
	 */
	boolean close() {
		return this.count.getAndUpdate((present) -> (present <= CLOSED) ? present : CLOSED - present) > CLOSED;
	}

}
