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

package io.github.socketiospring.annotation.support;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.AntPathMatcher;

/**
 * Matches the names of namespaces against a pattern such as <code>/tenant-{id}</code>.
 */
class NamespacePattern implements Function<String, @Nullable Map<String, String>> {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^/:}]+)");

	private static final AntPathMatcher MATCHER = new AntPathMatcher();

	private final String pattern;

	NamespacePattern(String pattern) {
		this.pattern = pattern;
	}

	static boolean isPattern(String path) {
		return MATCHER.isPattern(path);
	}

	/**
	 * Whether each variable of a path has a name and both braces.
	 * @param path the path of the annotation, such as {@code /room-{id}}
	 * @return {@code true} if they have
	 */
	static boolean isBalanced(String path) {
		int depth = 0;
		for (int i = 0; i < path.length(); i++) {
			char current = path.charAt(i);
			if (current == '{') {
				if (depth++ == 0 && path.startsWith("{}", i)) {
					return false;
				}
			}
			else if (current == '}' && --depth < 0) {
				return false;
			}
		}
		return depth == 0;
	}

	/**
	 * Find a variable that occurs twice in a path, so that its value would be ambiguous.
	 * @param path a balanced path, such as {@code /room-{id}}
	 * @return its name, {@code null} if all names differ
	 */
	static @Nullable String repeatedVariable(String path) {
		Set<String> names = new HashSet<>();
		int depth = 0;
		for (int i = 0; i < path.length(); i++) {
			char current = path.charAt(i);
			// Inner braces belong to a regular expression.
			if (current == '{' && depth++ == 0) {
				String name = path.substring(i + 1).split("[:}]", 2)[0];
				if (!names.add(name)) {
					return name;
				}
			}
			else if (current == '}') {
				depth--;
			}
		}
		return null;
	}

	/**
	 * Find the variables of a path.
	 * @param path the path of the annotation, such as {@code /room-{id}}
	 * @return the names of its variables
	 */
	static Set<String> variables(String path) {
		Set<String> variables = new TreeSet<>();
		Matcher matcher = VARIABLE.matcher(path);
		while (matcher.find()) {
			variables.add(matcher.group(1));
		}
		return variables;
	}

	@Override
	public @Nullable Map<String, String> apply(String name) {
		// The matcher ignores empty segments: one tenant would have many names.
		if (name.contains("//") || !MATCHER.match(this.pattern, name)) {
			return null;
		}
		return Map.copyOf(MATCHER.extractUriTemplateVariables(this.pattern, name));
	}

	@Override
	public String toString() {
		return this.pattern;
	}

}
