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

package io.github.socketiospring.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.util.Assert;

/**
 * The namespaces of a server, those that exist and those that may come to be.
 */
final class NamespaceRegistry {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private final ServerContext context;

	private final Map<String, DefaultNamespace> namespaces = new ConcurrentHashMap<>();

	/** Those that came to be since a client asked for them. */
	private final Set<DefaultNamespace> dynamic = ConcurrentHashMap.newKeySet();

	private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();

	private final List<Consumer<Namespace>> listeners = new CopyOnWriteArrayList<>();

	NamespaceRegistry(ServerContext context) {
		this.context = context;
	}

	Namespace of(String name) {
		Assert.notNull(name, "'name' must not be null");
		String full = name.startsWith("/") ? name : "/" + name;
		Assert.isTrue(full.indexOf(',') < 0, "A namespace's name must not contain a comma");
		DefaultNamespace namespace = this.namespaces.get(full);
		return (namespace != null) ? namespace : create(full, null);
	}

	Namespace of(NamespaceMatcher matcher) {
		ParentNamespace parent = new ParentNamespace("/_" + this.parents.size(), matcher);
		this.parents.add(parent);
		return parent;
	}

	Collection<Namespace> all() {
		return List.copyOf(this.namespaces.values());
	}

	boolean isIdle() {
		return this.namespaces.values().stream().allMatch(DefaultNamespace::isIdle);
	}

	void onNewNamespace(Consumer<Namespace> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Find an existing namespace.
	 * @param name its name
	 * @return the namespace, if it exists
	 */
	@Nullable DefaultNamespace get(String name) {
		return this.namespaces.get(name);
	}

	/**
	 * Find a namespace that may come to be.
	 * @param name the name that a client asks for
	 * @param auth the client's payload
	 * @return the namespace, empty when no parent accepts the name
	 */
	Mono<DefaultNamespace> findChild(String name, JsonNode auth) {
		return Flux.fromIterable(this.parents)
			.concatMap((parent) -> parent.matcher()
				.match(name, auth)
				.map((variables) -> new Parentage(parent, variables))
				.onErrorResume((ex) -> {
					logger.error("It cannot be decided whether namespace '{}' may be", name, ex);
					return Mono.empty();
				}))
			.next()
			.map((parentage) -> createForClient(name, parentage));
	}

	private DefaultNamespace createForClient(String name, Parentage parentage) {
		int limit = this.context.options().maxDynamicNamespaces();
		if (this.dynamic.size() >= limit) {
			this.dynamic.forEach(this::cleanUp);
			if (this.dynamic.size() >= limit) {
				throw new ConnectRefusedException("Too many namespaces");
			}
		}
		return create(name, parentage);
	}

	private DefaultNamespace create(String name, @Nullable Parentage parentage) {
		// Made before it is registered: matchers and the factory of adapters are the
		// application's, and may ask for namespaces themselves.
		DefaultNamespace made = make(name, (parentage != null) ? parentage : parentage(name));
		DefaultNamespace other = this.namespaces.putIfAbsent(name, made);
		if (other != null) {
			this.parents.forEach((parent) -> parent.release(made));
			made.close();
			return other;
		}
		if (parentage != null) {
			this.dynamic.add(made);
		}
		if (!name.equals("/")) {
			this.listeners.forEach((listener) -> listener.accept(made));
		}
		return made;
	}

	/**
	 * A namespace made by the application becomes a child as well, if its parent can tell
	 * at once.
	 * @param name the name
	 * @return where it comes from, if from a parent
	 */
	private @Nullable Parentage parentage(String name) {
		AtomicReference<Map<String, String>> variables = new AtomicReference<>();
		for (ParentNamespace parent : this.parents) {
			parent.matcher()
				.match(name, JsonNodeFactory.instance.objectNode())
				.subscribe(variables::set, (error) -> logger.debug("Namespace '{}' cannot be matched", name, error));
			Map<String, String> found = variables.get();
			if (found != null) {
				return new Parentage(parent, found);
			}
		}
		return null;
	}

	private DefaultNamespace make(String name, @Nullable Parentage parentage) {
		Consumer<DefaultNamespace> onEmpty = (parentage != null && this.context.options().cleanupEmptyChildNamespaces())
				? this::cleanUp : (namespace) -> {
				};
		DefaultNamespace namespace = new DefaultNamespace(name, (parentage != null) ? parentage.variables() : Map.of(),
				this.context, onEmpty);
		if (parentage != null) {
			parentage.parent().adopt(namespace);
		}
		return namespace;
	}

	private void cleanUp(DefaultNamespace namespace) {
		if (namespace.closeIfEmpty()) {
			forget(namespace);
		}
	}

	/**
	 * Remove a namespace; its sockets are disconnected.
	 * @param name its name
	 * @return whether there was one
	 */
	boolean remove(String name) {
		DefaultNamespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			return false;
		}
		// First, so that whoever asks for it meanwhile does not find what is closing.
		forget(namespace);
		namespace.close();
		return true;
	}

	/**
	 * Make room for a successor of a namespace that is closing.
	 * @param namespace the namespace
	 */
	void forget(DefaultNamespace namespace) {
		this.namespaces.remove(namespace.name(), namespace);
		this.dynamic.remove(namespace);
		this.parents.forEach((parent) -> parent.release(namespace));
	}

	/**
	 * Where a namespace comes from.
	 *
	 * @param parent the parent that accepted its name
	 * @param variables the variables in its name
	 */
	private record Parentage(ParentNamespace parent, Map<String, String> variables) {

	}

}
