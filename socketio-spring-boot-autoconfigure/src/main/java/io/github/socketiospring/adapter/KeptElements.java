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

package io.github.socketiospring.adapter;

import org.jspecify.annotations.Nullable;

/**
 * The elements that one namespace keeps for recovery. Limited in age, in number, and in
 * bytes by the {@link RecoveryMemory}; the oldest are removed first. Not thread-safe.
 *
 * @param <T> the type of the kept elements
 */
abstract class KeptElements<T extends Kept> {

	private final long maxAgeMillis;

	private final int maxElements;

	private final RecoveryMemory memory;

	private long bytes;

	/**
	 * Create a store without elements.
	 * @param maxAgeMillis how long an element is kept, in milliseconds
	 * @param maxElements how many elements are kept
	 * @param memory limits the bytes
	 */
	KeptElements(long maxAgeMillis, int maxElements, RecoveryMemory memory) {
		this.maxAgeMillis = maxAgeMillis;
		this.maxElements = maxElements;
		this.memory = memory;
	}

	/**
	 * Return the element that arrived first.
	 * @return the oldest element, {@code null} if there is none
	 */
	abstract @Nullable T first();

	/**
	 * Remove an element, which the store must {@linkplain #forgotten report}.
	 * @param first the oldest element
	 */
	abstract void removeFirst(T first);

	/**
	 * Return the number of elements.
	 * @return how many are kept now
	 */
	abstract int size();

	/**
	 * Remove what is too old, and one more element where the number is reached.
	 * @param now the time in milliseconds
	 */
	final void makeRoom(long now) {
		expire(now);
		T first = first();
		if (first != null && size() >= this.maxElements) {
			removeFirst(first);
		}
	}

	final void kept(T element, long now) {
		element.arrivedAt(now);
		this.bytes += element.cost();
		this.memory.add(element);
	}

	final void forgotten(T element) {
		this.bytes -= element.cost();
		this.memory.remove(element);
	}

	final void expire(long now) {
		for (T first = first(); first != null && now - first.since() > this.maxAgeMillis; first = first()) {
			removeFirst(first);
		}
	}

	final void clear() {
		for (T first = first(); first != null; first = first()) {
			removeFirst(first);
		}
	}

	final long bytes() {
		return this.bytes;
	}

	/**
	 * When the oldest element arrived.
	 * @return the time in milliseconds, {@link Long#MAX_VALUE} if there is none
	 */
	final long oldest() {
		T first = first();
		return (first != null) ? first.since() : Long.MAX_VALUE;
	}

}
