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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a file of the {@link ClientBundle} is stored, the smallest form first.
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
	 * Choose what the client likes best and, among equals, what is smallest. A client
	 * that refuses everything gets the file as it is.
	 * @param acceptEncoding the values of the request's {@code Accept-Encoding} headers
	 * @return the coding to answer with
	 */
	static ContentCoding negotiate(List<String> acceptEncoding) {
		Map<String, Double> weights = weights(acceptEncoding);
		ContentCoding chosen = IDENTITY;
		double highest = 0;
		for (ContentCoding coding : values()) {
			double weight = coding.weight(weights);
			if (weight > highest) {
				chosen = coding;
				highest = weight;
			}
		}
		return chosen;
	}

	private double weight(Map<String, Double> weights) {
		Double weight = weights.getOrDefault(this.token, weights.get("*"));
		if (weight != null) {
			return weight;
		}
		// What is not named is not wanted, except that the plain file is always better
		// than
		// nothing.
		return (this != IDENTITY) ? 0 : Double.MIN_VALUE;
	}

	private static Map<String, Double> weights(List<String> acceptEncoding) {
		Map<String, Double> weights = new HashMap<>();
		for (String header : acceptEncoding) {
			for (String element : header.toLowerCase(Locale.ROOT).split(",")) {
				String[] parts = element.split(";", -1);
				double weight = 1;
				for (int i = 1; i < parts.length; i++) {
					weight = quality(parts[i].strip(), weight);
				}
				weights.put(parts[0].strip(), weight);
			}
		}
		return weights;
	}

	private static double quality(String parameter, double otherwise) {
		if (!parameter.startsWith("q=")) {
			return otherwise;
		}
		try {
			return Double.parseDouble(parameter.substring(2));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
