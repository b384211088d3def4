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

package io.github.socketiospring.server.support.outbound;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the sockets of each user on this node, in all namespaces together, if their
 * number is limited. Thread-safe.
 *
 * @since 0.1.0
 */
public final class UserSockets {

	private final int limit;

	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	/**
	 * Create a count.
	 * @param limit how many sockets each user may have, zero for any number
	 */
	public UserSockets(int limit) {
		this.limit = limit;
	}

	/**
	 * Whether the number is limited.
	 * @return {@code false} if nothing is counted
	 */
	public boolean isLimited() {
		return this.limit > 0;
	}

	/**
	 * Count a socket. {@link #left} must follow.
	 * @param user the name of the principal
	 * @return {@code false} if the user has too many, and this one is not counted
	 */
	public boolean enter(String user) {
		Integer present = this.counts.putIfAbsent(user, 1);
		while (present != null && present < this.limit && !this.counts.replace(user, present, present + 1)) {
			present = this.counts.putIfAbsent(user, 1);
		}
		return present == null || present < this.limit;
	}

	/**
	 * A socket has left that was counted.
	 * @param user the name under which it was counted
	 */
	public void left(String user) {
		this.counts.computeIfPresent(user, (name, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * The number of users that are counted.
	 * @return zero if no user has a socket
	 */
	int users() {
		return this.counts.size();
	}

}
