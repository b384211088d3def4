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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.server.NamespacePredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Matches the names of a {@link ParentNamespace}'s namespaces.
 */
abstract class NamespaceMatcher {

	private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

	private final Object description;

	private NamespaceMatcher(Object description) {
		this.description = description;
	}

	/**
	 * The name of the namespaces of this matcher in metrics.
	 * @return the pattern, {@code null} if it has none
	 */
	@Nullable String pattern() {
		return null;
	}

	/**
	 * Match a name.
	 * @param name the name that a client connects to
	 * @param auth the payload of the client's CONNECT
	 * @return the variables in the name, empty if it does not match
	 */
	abstract Mono<Map<String, String>> match(String name, JsonNode auth);

	/**
	 * Whether a client may be able to create a namespace of that name.
	 * @param name the name to which something is sent
	 * @return {@code false} if no client can
	 */
	abstract boolean mayMatch(String name);

	static NamespaceMatcher of(Function<String, @Nullable Map<String, String>> matcher) {
		return new NamespaceMatcher(matcher) {

			@Override
			@Nullable String pattern() {
				String description = matcher.toString();
				return description.startsWith("/") ? description : null;
			}

			@Override
			Mono<Map<String, String>> match(String name, JsonNode auth) {
				return Mono.fromSupplier(() -> matcher.apply(name));
			}

			@Override
			boolean mayMatch(String name) {
				try {
					return matcher.apply(name) != null;
				}
				catch (RuntimeException ex) {
					// An error refuses a client, and is logged then.
					return true;
				}
			}

		};
	}

	static NamespaceMatcher of(NamespacePredicate predicate) {
		return new NamespaceMatcher("a predicate") {

			@Override
			Mono<Map<String, String>> match(String name, JsonNode auth) {
				return Mono.defer(() -> predicate.test(name, auth))
					.filter(Boolean::booleanValue)
					.map((yes) -> Map.of());
			}

			@Override
			boolean mayMatch(String name) {
				return true;
			}

		};
	}

	/**
	 * Match a whole name; named groups become variables.
	 * @param pattern what the whole name has to match
	 * @return a matcher that needs no payload
	 */
	static NamespaceMatcher of(Pattern pattern) {
		return new NamespaceMatcher(pattern) {

			@Override
			String pattern() {
				return pattern.pattern();
			}

			@Override
			Mono<Map<String, String>> match(String name, JsonNode auth) {
				Matcher matcher = pattern.matcher(name);
				return matcher.matches() ? Mono.just(variables(pattern, matcher)) : Mono.empty();
			}

			@Override
			boolean mayMatch(String name) {
				return pattern.matcher(name).matches();
			}

		};
	}

	private static Map<String, String> variables(Pattern pattern, Matcher matcher) {
		Map<String, String> variables = new LinkedHashMap<>();
		Matcher groups = NAMED_GROUP.matcher(pattern.pattern());
		while (groups.find()) {
			String value = matcher.group(groups.group(1));
			if (value != null) {
				variables.put(groups.group(1), value);
			}
		}
		return variables;
	}

	@Override
	public String toString() {
		return this.description.toString();
	}

}
