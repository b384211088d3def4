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

package io.github.socketiospring.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.core.AfterCommit;

/**
 * The messages that one transaction sends after its commit. Not thread-safe.
 */
final class Messages {

	private List<Runnable> waiting = new ArrayList<>();

	/** How many waited when a savepoint was created. */
	private final Map<Object, Integer> savepoints = new HashMap<>();

	private boolean committed;

	/**
	 * Send after the commit, or at once if the transaction is committed.
	 * @param sending sends the messages
	 */
	void add(Runnable sending) {
		if (this.committed) {
			AfterCommit.AT_ONCE.run(sending);
		}
		else {
			this.waiting.add(sending);
		}
	}

	void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.waiting.size());
	}

	/**
	 * Discard the messages that are rolled back. An unknown savepoint is older than all
	 * messages.
	 * @param savepoint the point to which the transaction returns
	 */
	void rollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.waiting = new ArrayList<>(this.waiting.subList(0, Math.min(kept, this.waiting.size())));
	}

	void committed() {
		this.committed = true;
		List<Runnable> sendings = this.waiting;
		this.waiting = List.of();
		sendings.forEach(AfterCommit.AT_ONCE::run);
	}

}
