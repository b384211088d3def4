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

package io.github.socketiospring.server.support.inbound;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.server.SocketIOOptions;

/**
 * Limits how many unordered events of one connection are handled at once, in all of its
 * namespaces together. Thread-safe.
 *
 * @see SocketIOOptions#concurrency()
 */
final class HandlerSlots {

	private final int limit;

	private final AtomicInteger taken = new AtomicInteger();

	HandlerSlots(int limit) {
		this.limit = limit;
	}

	/**
	 * Whether a slot is free.
	 * @return whether {@link #take()} would succeed now
	 */
	boolean isFree() {
		return this.taken.get() < this.limit;
	}

	/**
	 * Take a slot.
	 * @return {@code false} if none is free
	 */
	boolean take() {
		int present;
		do {
			present = this.taken.get();
			if (present >= this.limit) {
				return false;
			}
		}
		while (!this.taken.compareAndSet(present, present + 1));
		return true;
	}

	/**
	 * Release a slot.
	 */
	void release() {
		this.taken.decrementAndGet();
	}

}
