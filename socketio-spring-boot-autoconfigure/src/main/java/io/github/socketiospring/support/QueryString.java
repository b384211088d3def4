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

/**
 * Reads the query of a URL in one pass. Every poll has one, so there is neither a regular
 * expression nor an object for the whole.
 *
 * @since 0.1.0
 */
public final class QueryString {

	private QueryString() {
	}

	/**
	 * Read the parameters of a query in their order. Empty ones are skipped; one without
	 * an equals sign has an empty value. What is not encoded correctly is taken
	 * literally, as browsers do.
	 * @param query the encoded query, without the question mark
	 * @param parameters takes each name and value, decoded
	 */
	public static void forEach(String query, BiConsumer<String, String> parameters) {
		int start = 0;
		int equals = -1;
		for (int i = 0; i <= query.length(); i++) {
			char c = (i < query.length()) ? query.charAt(i) : '&';
			if (c == '=' && equals < 0) {
				equals = i;
			}
			else if (c == '&') {
				if (i > start) {
					parameters.accept(decode(query.substring(start, (equals >= 0) ? equals : i)),
							(equals >= 0) ? decode(query.substring(equals + 1, i)) : "");
				}
				start = i + 1;
				equals = -1;
			}
		}
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
