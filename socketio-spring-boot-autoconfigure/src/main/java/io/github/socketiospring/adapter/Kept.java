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
 * An event or a lost socket that is kept for recovery, in the order of arrival. The links
 * and {@code linked} belong to the {@link RecoveryMemory}.
 */
abstract class Kept {

	private final long cost;

	private long since;

	@Nullable Kept before;

	@Nullable Kept after;

	boolean linked;

	/**
	 * Create an element that is not kept yet.
	 * @param cost its size in bytes
	 */
	Kept(long cost) {
		this.cost = cost;
	}

	final long cost() {
		return this.cost;
	}

	final long since() {
		return this.since;
	}

	final void arrivedAt(long now) {
		this.since = now;
	}

	/**
	 * Remove this from its owner to make room. Called without any lock.
	 */
	abstract void forget();

}
