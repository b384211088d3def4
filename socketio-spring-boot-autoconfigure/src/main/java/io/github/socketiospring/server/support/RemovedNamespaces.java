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

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.server.support.life.TakenIds;

/**
 * The namespaces that were removed while sockets were in them, until the disconnect
 * handlers of these sockets have completed. Thread-safe.
 */
final class RemovedNamespaces {

	/** By their names; copied when they change, and never empty. */
	private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();

	/**
	 * Add a namespace that is about to be removed.
	 * @param namespace a namespace, for which {@link #left} is called when it is over
	 */
	void add(DefaultNamespace namespace) {
		namespace.leaveIds((ids) -> this.leaving.compute(namespace.name(), (name, present) -> {
			Set<DefaultNamespace> all = (present != null) ? new HashSet<>(present.namespaces) : new HashSet<>();
			all.add(namespace);
			// All of them share their ids.
			return new Leaving(all, ids);
		}));
	}

	/**
	 * Forget a namespace if it is no longer in use.
	 * @param namespace a namespace that sockets have left
	 */
	void left(DefaultNamespace namespace) {
		if (namespace.isOver()) {
			this.leaving.computeIfPresent(namespace.name(), (name, present) -> {
				Set<DefaultNamespace> all = new HashSet<>(present.namespaces);
				all.remove(namespace);
				return all.isEmpty() ? null : new Leaving(all, present.ids);
			});
		}
	}

	/**
	 * Find the ids that the sockets of removed namespaces still have.
	 * @param name the name of a new namespace, with its leading slash
	 * @return the ids in use, none if no earlier namespace of this name is still in use
	 */
	TakenIds takenIds(String name) {
		Leaving present = this.leaving.get(name);
		return (present != null) ? present.ids : new TakenIds();
	}

	/**
	 * Whether no disconnect handler of a removed namespace is running.
	 * @return {@code true} if a shutdown has nothing to wait for
	 */
	boolean isIdle() {
		return this.leaving.isEmpty();
	}

	/**
	 * The removed namespaces of one name.
	 *
	 * @param namespaces those that sockets are leaving
	 * @param ids the ids that those sockets still have
	 */
	private record Leaving(Set<DefaultNamespace> namespaces, TakenIds ids) {

	}

}
