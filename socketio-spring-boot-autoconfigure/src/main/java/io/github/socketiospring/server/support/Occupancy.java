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
 * while it is removed. Thread-safe.
 */
final class Occupancy {

	private static final int CLOSED = -1;

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Count a socket that connects. Each success has to be followed by one
	 * {@link #release()}.
	 * @return {@code false} if the namespace was removed
	 */
	boolean retain() {
		int present;
		do {
			present = this.count.get();
			if (present == CLOSED) {
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
		int present;
		do {
			present = this.count.get();
			if (present == CLOSED) {
				return false;
			}
		}
		while (!this.count.compareAndSet(present, present - 1));
		return present == 1;
	}

	/**
	 * Whether no socket is counted.
	 * @return {@code true} if a shutdown has nothing to wait for
	 */
	boolean isIdle() {
		return this.count.get() <= 0;
	}

	/**
	 * Close the namespace if no socket is counted.
	 * @return whether it was closed
	 */
	boolean closeIfIdle() {
		return this.count.compareAndSet(0, CLOSED);
	}

	/**
	 * Close the namespace, so that no socket enters any more.
	 * @return {@code false} if it was closed before
	 */
	boolean close() {
		return this.count.getAndSet(CLOSED) != CLOSED;
	}

}
