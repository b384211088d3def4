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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Which names of namespaces a {@link ParentNamespace} is for.
 */
interface NamespaceMatcher {

	Pattern NAMED_GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

	/**
	 * Look at a name.
	 * @param name the name
	 * @param auth the payload of the client that asks
	 * @return the variables in the name, empty when it does not match
	 */
	Mono<Map<String, String>> match(String name, JsonNode auth);

	static NamespaceMatcher of(Function<String, @Nullable Map<String, String>> matcher) {
		return (name, auth) -> Mono.justOrEmpty(matcher.apply(name));
	}

	static NamespaceMatcher of(NamespacePredicate predicate) {
		return (name, auth) -> predicate.test(name, auth).filter(Boolean::booleanValue).map((yes) -> Map.of());
	}

	/**
	 * Match a whole name; named groups become variables.
	 * @param pattern the pattern
	 * @return the matcher
	 */
	static NamespaceMatcher of(Pattern pattern) {
		return (name, auth) -> {
			Matcher matcher = pattern.matcher(name);
			return matcher.matches() ? Mono.just(variables(pattern, matcher)) : Mono.empty();
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

}
