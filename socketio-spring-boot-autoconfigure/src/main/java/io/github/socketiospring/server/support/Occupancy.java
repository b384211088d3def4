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
 * How many sockets are in a namespace or want to be, so that none enters while it is
 * removed. Thread-safe.
 */
final class Occupancy {

	private static final int CLOSED = -1;

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Keep the namespace for a socket. Each success is followed by one
	 * {@link #release()}.
	 * @return {@code false} when the namespace was removed
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
	 * A socket is gone, whether or not it was let in, and everybody who wanted to know
	 * was told.
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
	 * Whether no socket is here, wants to be here, or is still being told of.
	 * @return whether nothing is left to do
	 */
	boolean isIdle() {
		return this.count.get() <= 0;
	}

	/**
	 * Let no socket in any more, if there is none.
	 * @return whether there was none
	 */
	boolean closeIfIdle() {
		return this.count.compareAndSet(0, CLOSED);
	}

	/**
	 * Let no socket in any more.
	 * @return {@code false} when this was called before
	 */
	boolean close() {
		return this.count.getAndSet(CLOSED) != CLOSED;
	}

}
