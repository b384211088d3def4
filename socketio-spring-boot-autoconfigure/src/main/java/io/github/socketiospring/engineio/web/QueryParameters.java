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

package io.github.socketiospring.engineio.web;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.support.QueryString;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable view of the query parameters of a URL, which is parsed on each access.
 * A session keeps the parameters of its handshake as long as it is open, and the client
 * decides how many there are.
 */
final class QueryParameters extends AbstractMap<String, String> {

	private final String url;

	/**
	 * Create a view, which does not parse the URL yet.
	 * @param url a request target, path and query
	 */
	QueryParameters(String url) {
		this.url = url;
	}

	/**
	 * Read all parameters of a query.
	 * @param query the encoded query, {@code null} if there is none
	 * @return the parameters in their order; if one is repeated, the last value wins
	 */
	static Map<String, String> parse(@Nullable String query) {
		if (query == null) {
			return Map.of();
		}
		Map<String, String> parameters = new LinkedHashMap<>(8);
		QueryString.forEach(query, parameters::put);
		return Collections.unmodifiableMap(parameters);
	}

	private @Nullable String query() {
		int mark = this.url.indexOf('?');
		return (mark >= 0) ? this.url.substring(mark + 1) : null;
	}

	@Override
	public @Nullable String get(Object name) {
		String query = query();
		return (query != null && name instanceof String text) ? QueryString.last(query, text) : null;
	}

	@Override
	public boolean containsKey(Object name) {
		return get(name) != null;
	}

	@Override
	public Set<Map.Entry<String, String>> entrySet() {
		return parse(query()).entrySet();
	}

}
