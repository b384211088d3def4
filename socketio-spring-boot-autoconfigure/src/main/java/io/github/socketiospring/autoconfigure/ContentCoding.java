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

package io.github.socketiospring.autoconfigure;

import java.util.List;

import io.github.socketiospring.engineio.web.AcceptEncoding;

/**
 * The forms in which a file of the {@link ClientBundle} is stored, the smallest first.
 */
enum ContentCoding {

	BROTLI("br", ".br"),

	GZIP("gzip", ".gz"),

	IDENTITY("identity", "");

	private final String token;

	private final String suffix;

	ContentCoding(String token, String suffix) {
		this.token = token;
		this.suffix = suffix;
	}

	String token() {
		return this.token;
	}

	String suffix() {
		return this.suffix;
	}

	/**
	 * Choose the coding that the client prefers and, among equals, the smallest form. A
	 * client that refuses everything gets the plain file.
	 * @param acceptEncoding the values of the request's {@code Accept-Encoding} headers
	 * @return the coding to answer with
	 */
	static ContentCoding negotiate(List<String> acceptEncoding) {
		// A coding without a name in the header is not acceptable, but the plain file
		// always is.
		double unnamed = AcceptEncoding.weight(acceptEncoding, "*", 0);
		double plain = AcceptEncoding.weight(acceptEncoding, "*", Double.MIN_VALUE);
		ContentCoding chosen = IDENTITY;
		double highest = 0;
		for (ContentCoding coding : values()) {
			double weight = AcceptEncoding.weight(acceptEncoding, coding.token, (coding != IDENTITY) ? unnamed : plain);
			if (weight > highest) {
				chosen = coding;
				highest = weight;
			}
		}
		return chosen;
	}

}
