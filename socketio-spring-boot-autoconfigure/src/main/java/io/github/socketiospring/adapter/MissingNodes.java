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

import java.util.HashSet;
import java.util.Set;

/**
 * The nodes that did not answer a request.
 *
 * @param expected how many other nodes were expected to answer
 * @param answered how many of them did
 * @param names the names or ids of the missing nodes, as far as known
 * @since 0.1.0
 */
public record MissingNodes(int expected, int answered, Set<String> names) {

	/** All nodes answered. */
	public static final MissingNodes NONE = new MissingNodes(0, 0, Set.of());

	/**
	 * Combine with those of another request to the same nodes.
	 * @param other the nodes that did not answer the other request
	 * @return the nodes that did not answer both
	 */
	public MissingNodes and(MissingNodes other) {
		if (count() == 0 || other.count() == 0) {
			return (count() == 0) ? other : this;
		}
		Set<String> all = new HashSet<>(this.names);
		all.addAll(other.names);
		return new MissingNodes(Math.max(this.expected, other.expected), Math.min(this.answered, other.answered),
				Set.copyOf(all));
	}

	/**
	 * How many nodes did not answer.
	 * @return a number, zero if all did
	 */
	public int count() {
		return Math.max(this.expected - this.answered, this.names.size());
	}

}
