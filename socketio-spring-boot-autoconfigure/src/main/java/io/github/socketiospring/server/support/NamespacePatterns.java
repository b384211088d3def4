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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.admission.NamespaceEntrance;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The patterns by which namespaces are created for clients, in the order in which the
 * application added them. Thread-safe.
 */
final class NamespacePatterns {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private final List<NamespacePattern> patterns = new CopyOnWriteArrayList<>();

	/**
	 * Add a pattern.
	 * @param matcher accepts the names of its namespaces
	 * @return a handle to set up all those namespaces
	 */
	Namespace add(NamespaceMatcher matcher) {
		NamespaceSetup setup = new NamespaceSetup();
		ParentNamespace parent = new ParentNamespace("/_" + this.patterns.size(), setup);
		this.patterns.add(new NamespacePattern(matcher, setup, parent));
		return parent;
	}

	/**
	 * Log the patterns that accept a name and do not apply to it.
	 * @param name the name of a namespace that is independent of patterns
	 */
	void report(String name) {
		for (NamespacePattern pattern : this.patterns) {
			pattern.matcher()
				.match(name, JsonNodeFactory.instance.objectNode())
				.subscribe((variables) -> logger.info(
						"Namespace {} is set up by its name: a pattern ({}) that "
								+ "also accepts the name does not apply to it",
						LogFormat.value(name), LogFormat.message(pattern.matcher())), (error) -> {
						});
		}
	}

	/**
	 * Whether a pattern may accept a name.
	 * @param name the name to which something is sent
	 * @return {@code false} if no client can create a namespace of that name
	 */
	boolean mayAccept(String name) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher().mayMatch(name));
	}

	/**
	 * Find the patterns that accept a name for a client.
	 * @param name the name that the client connects to
	 * @param auth the payload of the client's CONNECT
	 * @return all patterns that accept it; fails if one of them cannot decide
	 */
	Mono<Parents> accepting(String name, JsonNode auth) {
		return Flux.fromIterable(this.patterns)
			.concatMap((pattern) -> accept(pattern, name, auth))
			.collectList()
			.map(Parents::new);
	}

	private static Mono<Parentage> accept(NamespacePattern pattern, String name, JsonNode auth) {
		return ThreadLocals.around(() -> pattern.matcher().match(name, auth))
			.map((variables) -> new Parentage(pattern, variables));
	}

	/**
	 * Find the pattern by which metrics call a namespace.
	 * @param name the namespace's name
	 * @return the pattern, {@code null} if there is none that accepts the name
	 */
	@Nullable String nameInMetrics(String name) {
		return this.patterns.stream()
			.map(NamespacePattern::matcher)
			.filter((matcher) -> matcher.mayMatch(name))
			.map(NamespaceMatcher::pattern)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a namespace belongs to a pattern.
	 * @param namespace an existing namespace
	 * @return whether a pattern has adopted it
	 */
	boolean have(DefaultNamespace namespace) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.namespaces().has(namespace));
	}

	/**
	 * A namespace is removed, and belongs to no pattern any more.
	 * @param namespace a namespace that is closing
	 */
	void release(DefaultNamespace namespace) {
		this.patterns.forEach((pattern) -> pattern.namespaces().release(namespace));
	}

	/**
	 * A pattern by which namespaces are created for clients.
	 *
	 * @param matcher accepts their names
	 * @param setup the application's set-up of them
	 * @param namespaces represents all of them
	 */
	private record NamespacePattern(NamespaceMatcher matcher, NamespaceSetup setup, ParentNamespace namespaces) {

	}

	/**
	 * A pattern that accepted a name.
	 *
	 * @param pattern the pattern whose set-up applies
	 * @param variables the variables in the name
	 */
	private record Parentage(NamespacePattern pattern, Map<String, String> variables) {

	}

	/**
	 * The patterns that accepted a name for one client.
	 */
	static final class Parents {

		/** Those of a namespace that the application sets up by its name. */
		static final Parents NONE = new Parents(List.of());

		private final List<Parentage> accepted;

		private Parents(List<Parentage> accepted) {
			this.accepted = accepted;
		}

		/**
		 * Whether no pattern accepted the name.
		 * @return {@code true} if no namespace may be created for the client
		 */
		boolean isEmpty() {
			return this.accepted.isEmpty();
		}

		/**
		 * Find the pattern by which metrics call the namespace.
		 * @return the pattern, {@code null} if there is none
		 */
		@Nullable String nameInMetrics() {
			return this.accepted.stream()
				.map((parentage) -> parentage.pattern().matcher().pattern())
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}

		/**
		 * Reserve a namespace for the client, with the set-ups of the patterns.
		 * @param namespace the namespace of that name
		 * @param lease releases the reservation
		 * @return the client's entrance, {@code null} if the namespace was removed
		 */
		@Nullable NamespaceEntrance retain(DefaultNamespace namespace, Lease lease) {
			List<NamespaceSetup> setups = new ArrayList<>(this.accepted.size());
			this.accepted.forEach((parentage) -> setups.add(parentage.pattern().setup()));
			return namespace.retain(setups, lease);
		}

		/**
		 * Make a namespace a child of the patterns, if it is not yet.
		 * @param namespace the namespace of that name
		 */
		void adopt(DefaultNamespace namespace) {
			for (Parentage parentage : this.accepted) {
				NamespacePattern pattern = parentage.pattern();
				if (pattern.namespaces().adopt(namespace)) {
					namespace.inherit(parentage.variables(), pattern.setup());
				}
			}
		}

	}

}
