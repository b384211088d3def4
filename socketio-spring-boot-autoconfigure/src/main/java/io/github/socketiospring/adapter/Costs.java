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

package io.github.socketiospring.adapter;

import java.util.Collection;
import java.util.Map;

import io.github.socketiospring.support.MemoryCost;

/**
 * Estimates the memory of lost sockets that are kept for recovery.
 */
final class Costs {

	/** A value of an unknown type. */
	private static final int UNKNOWN = 100;

	private Costs() {
	}

	static long of(String text) {
		return MemoryCost.MAP_ENTRY + MemoryCost.of(text);
	}

	static long of(Collection<String> texts) {
		long cost = 0;
		for (String text : texts) {
			cost += of(text);
		}
		return cost;
	}

	/**
	 * Estimate the size of attributes. Only text and bytes are measured; other values are
	 * objects of the application and count with a fixed size.
	 * @param attributes the attributes of a lost socket
	 * @return a number of bytes
	 */
	static long of(Map<String, Object> attributes) {
		long cost = 0;
		for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
			cost += of(attribute.getKey()) + value(attribute.getValue());
		}
		return cost;
	}

	private static long value(Object value) {
		if (value instanceof CharSequence text) {
			return MemoryCost.STRING + 2L * text.length();
		}
		return (value instanceof byte[] bytes) ? MemoryCost.ofBytes(bytes.length) : UNKNOWN;
	}

}
