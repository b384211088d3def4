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

import java.util.function.LongSupplier;

/**
 * Creates short, ascending, unique ids from the time: milliseconds in base 64, followed
 * by a dot and a counter for further ids of the same millisecond. Thread-safe.
 */
final class Yeast {

	private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

	private final LongSupplier clock;

	private long last = -1;

	private int sameTime;

	Yeast(LongSupplier clock) {
		this.clock = clock;
	}

	synchronized String next() {
		long now = Math.max(this.clock.getAsLong(), this.last);
		if (now == this.last) {
			return encode(now) + "." + encode(this.sameTime++);
		}
		this.last = now;
		this.sameTime = 0;
		return encode(now);
	}

	static String encode(long number) {
		StringBuilder digits = new StringBuilder();
		long rest = number;
		do {
			digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
			rest /= ALPHABET.length();
		}
		while (rest > 0);
		return digits.reverse().toString();
	}

}
