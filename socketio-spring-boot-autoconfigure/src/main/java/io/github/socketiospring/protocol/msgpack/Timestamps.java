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

package io.github.socketiospring.protocol.msgpack;

import java.nio.ByteBuffer;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Dates of MessagePack as JavaScript shows them in JSON.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/msgpack/msgpack/blob/master/spec.md#timestamp-extension-type">
 * Timestamp extension type</a>
 */
public final class Timestamps {

	/** The type of the extension. */
	static final byte TYPE = -1;

	private static final int SECONDS_AND_NANOS = 12;

	private static final int NANOS_BITS = 34;

	/** The greatest distance of a date in JavaScript from 1970. */
	private static final long MAX_MILLIS = 8_640_000_000_000_000L;

	private Timestamps() {
	}

	static boolean isLength(int length) {
		return length == Integer.BYTES || length == Long.BYTES || length == SECONDS_AND_NANOS;
	}

	/**
	 * Read a timestamp.
	 * @param bytes its content, of one of the valid lengths
	 * @return the date, {@code null} if it does not exist in JavaScript
	 */
	static @Nullable String read(byte[] bytes) {
		ByteBuffer content = ByteBuffer.wrap(bytes);
		return switch (bytes.length) {
			case Integer.BYTES -> of(Integer.toUnsignedLong(content.getInt()), 0);
			case Long.BYTES -> {
				long both = content.getLong();
				yield of(both & ((1L << NANOS_BITS) - 1), both >>> NANOS_BITS);
			}
			default -> {
				long nanos = Integer.toUnsignedLong(content.getInt());
				yield of(content.getLong(), nanos);
			}
		};
	}

	static @Nullable String ofMillis(long millis) {
		return (Math.abs(millis) <= MAX_MILLIS && millis != Long.MIN_VALUE) ? text(Instant.ofEpochMilli(millis)) : null;
	}

	private static @Nullable String of(long seconds, long nanos) {
		if (Math.abs(seconds) > MAX_MILLIS / 1000 || seconds == Long.MIN_VALUE) {
			return null;
		}
		return text(Instant.ofEpochSecond(seconds, nanos));
	}

	/**
	 * The ISO form of a date, as in JavaScript: with milliseconds, and a sign and six
	 * digits where four are not enough for the year. Unlike in JavaScript, fractions of a
	 * millisecond are kept.
	 * @param instant the date
	 * @return its text
	 */
	public static String text(Instant instant) {
		String text = instant.toString();
		int year = text.indexOf('-', 1);
		String sign = "";
		String digits = text.substring(0, year);
		if (digits.startsWith("+") || digits.startsWith("-")) {
			sign = digits.substring(0, 1);
			digits = "0".repeat(Math.max(0, 7 - year)) + digits.substring(1);
		}
		String rest = text.substring(year);
		if (instant.getNano() == 0) {
			rest = rest.substring(0, rest.length() - 1) + ".000Z";
		}
		return sign + digits + rest;
	}

}
