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

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The namespaces that were created for clients. Empty ones are removed to make room for
 * new ones, beginning with the one that has been empty the longest. The more are in use,
 * the fewer empty ones a connection may claim, so that a few clients cannot occupy all of
 * them. The cost of a CONNECT does not depend on their number. Thread-safe.
 */
final class DynamicNamespaces {

	/** How many are examined to find one that can be removed. */
	private static final int TRIES = 8;

	/**
	 * How many empty ones are kept until room is needed, so that clients that have gone
	 * hold no memory.
	 */
	static final int KEPT = 100;

	/** How many of those that are too many are examined in one call. */
	static final int TRIMMED = 64;

	/** One connection may claim the remaining number divided by this. */
	private static final int PART = 100;

	private final int limit;

	private final Consumer<DefaultNamespace> givesWay;

	private final Set<DefaultNamespace> members = ConcurrentHashMap.newKeySet();

	/** The empty ones, in the order in which they became empty; guarded by this. */
	private final Set<DefaultNamespace> vacant = new LinkedHashSet<>();

	/**
	 * Create an empty collection.
	 * @param limit how many there may be
	 * @param givesWay called for a namespace that is removed to make room
	 */
	DynamicNamespaces(int limit, Consumer<DefaultNamespace> givesWay) {
		this.limit = limit;
		this.givesWay = givesWay;
	}

	boolean contains(DefaultNamespace namespace) {
		return this.members.contains(namespace);
	}

	void add(DefaultNamespace namespace) {
		this.members.add(namespace);
	}

	synchronized void remove(DefaultNamespace namespace) {
		this.members.remove(namespace);
		this.vacant.remove(namespace);
	}

	/**
	 * A client has entered a namespace.
	 * @param namespace a namespace that was created for a client
	 * @return whether it was empty before
	 */
	synchronized boolean entered(DefaultNamespace namespace) {
		return this.vacant.remove(namespace);
	}

	/**
	 * The last client has left a namespace.
	 * @param namespace a namespace that was created for a client
	 */
	synchronized void left(DefaultNamespace namespace) {
		if (namespace.isIdle() && this.members.contains(namespace)) {
			this.vacant.add(namespace);
		}
	}

	/**
	 * Remove the empty ones that are too many, some of them in one call.
	 * @return whether no more are empty than are kept
	 */
	boolean trim() {
		for (int i = 0; i < TRIMMED && isCrowded(); i++) {
			DefaultNamespace namespace = longestVacant();
			if (namespace != null) {
				removeOrKeep(namespace);
			}
		}
		return !isCrowded();
	}

	private synchronized boolean isCrowded() {
		return this.vacant.size() > KEPT;
	}

	private boolean removeOrKeep(DefaultNamespace namespace) {
		if (namespace.closeIfEmpty()) {
			this.givesWay.accept(namespace);
			return true;
		}
		// A lost socket may come back to it.
		left(namespace);
		return false;
	}

	/**
	 * Make room for one more, by removing an empty one if necessary.
	 * @return {@code false} if none can be removed
	 */
	boolean makeRoom() {
		if (this.members.size() < this.limit) {
			return true;
		}
		for (int i = 0; i < TRIES; i++) {
			DefaultNamespace namespace = longestVacant();
			if (namespace == null) {
				return false;
			}
			if (removeOrKeep(namespace)) {
				return true;
			}
		}
		return false;
	}

	private synchronized @Nullable DefaultNamespace longestVacant() {
		Iterator<DefaultNamespace> present = this.vacant.iterator();
		if (!present.hasNext()) {
			return null;
		}
		DefaultNamespace longest = present.next();
		present.remove();
		return longest;
	}

	/**
	 * How many one connection may have claimed. Unlimited until half of them are in use.
	 * @return a number greater than zero
	 */
	synchronized int share() {
		int used = this.members.size() - this.vacant.size();
		return (used < this.limit / 2) ? Integer.MAX_VALUE : Math.max(1, (this.limit - used) / PART);
	}

}
