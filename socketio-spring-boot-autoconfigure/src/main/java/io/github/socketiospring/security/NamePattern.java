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

package io.github.socketiospring.security;

import java.util.Map;

import org.springframework.util.AntPathMatcher;

/**
 * Matches the names of namespaces, events or rooms.
 *
 * @param pattern a name or a pattern
 * @param literal whether it is a name
 */
record NamePattern(String pattern, boolean literal) {

	/** Matches every name, also those that begin with a slash and those that do not. */
	static final NamePattern ANY = new NamePattern("", false);

	private static final AntPathMatcher MATCHER = new AntPathMatcher();

	NamePattern(String pattern) {
		this(pattern, !MATCHER.isPattern(pattern));
	}

	boolean matches(String name) {
		if (this.literal) {
			return this.pattern.equals(name);
		}
		return this == ANY || MATCHER.match(this.pattern, name);
	}

	/**
	 * Find the variables of a name.
	 * @param name a name that matches
	 * @return the values by the names of the variables
	 */
	Map<String, String> variables(String name) {
		return (this.literal || this == ANY) ? Map.of() : MATCHER.extractUriTemplateVariables(this.pattern, name);
	}

}
