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

package io.github.socketiospring.support;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Parses the query of a URL in one pass. Every poll has a query, so the parser uses
 * neither regular expressions nor intermediate objects.
 *
 * @since 0.1.0
 */
public final class QueryString {

	private QueryString() {
	}

	/**
	 * Read the parameters of a query in their order. Empty ones are skipped; one without
	 * an equals sign has an empty value. Invalid escapes are taken literally, as browsers
	 * do.
	 * @param query the encoded query, without the question mark
	 * @param parameters called with each decoded name and value
	 */
	public static void forEach(String query, BiConsumer<String, String> parameters) {
		int start = 0;
		while (start < query.length()) {
			int end = endOf(query, start);
			if (end > start) {
				int equals = equalsIn(query, start, end);
				parameters.accept(decode(query.substring(start, equals)), valueBehind(query, equals, end));
			}
			start = end + 1;
		}
	}

	/**
	 * Read one parameter of a query, without decoding the values of the others.
	 * @param query the encoded query, without the question mark
	 * @param name the decoded name
	 * @return the last value of that name, decoded, or {@code null} if there is none
	 */
	public static @Nullable String last(String query, String name) {
		String value = null;
		int start = 0;
		while (start < query.length()) {
			int end = endOf(query, start);
			if (end > start) {
				int equals = equalsIn(query, start, end);
				if (isNamed(query, start, equals, name)) {
					value = valueBehind(query, equals, end);
				}
			}
			start = end + 1;
		}
		return value;
	}

	private static int endOf(String query, int start) {
		int end = query.indexOf('&', start);
		return (end >= 0) ? end : query.length();
	}

	private static int equalsIn(String query, int start, int end) {
		int equals = start;
		while (equals < end && query.charAt(equals) != '=') {
			equals++;
		}
		return equals;
	}

	private static String valueBehind(String query, int equals, int end) {
		return (equals < end) ? decode(query.substring(equals + 1, end)) : "";
	}

	private static boolean isNamed(String query, int start, int end, String name) {
		for (int i = start; i < end; i++) {
			if (query.charAt(i) == '%' || query.charAt(i) == '+') {
				return decode(query.substring(start, end)).equals(name);
			}
		}
		return end - start == name.length() && query.startsWith(name, start);
	}

	private static String decode(String encoded) {
		if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
			return encoded;
		}
		try {
			return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return encoded;
		}
	}

}
