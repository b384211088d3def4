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

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Rejects invalid properties, with their name and the reason.
 */
final class PropertyChecks {

	private static final Pattern PATH = Pattern.compile("(/[^/*?{}\\s]+)+");

	private PropertyChecks() {
	}

	static void path(String name, String value) {
		require(PATH.matcher(value).matches(), name, value,
				"must be a plain path such as /socket.io, with a leading slash, no trailing slash and no wildcard");
	}

	static void notEmpty(String name, Collection<?> value) {
		require(!value.isEmpty(), name, value, "must name at least one");
	}

	static void positive(String name, Duration value) {
		require(value.toMillis() > 0, name, value, "must be at least one millisecond");
	}

	static void notNegative(String name, Duration value) {
		require(!value.isNegative(), name, value, "must not be negative");
	}

	static void positive(String name, DataSize value) {
		require(value.toBytes() > 0 && value.toBytes() <= Integer.MAX_VALUE, name, value,
				"must be between one byte and 2 GB");
	}

	static void positive(String name, int value) {
		require(value > 0, name, value, "must be at least 1");
	}

	static void notNegative(String name, int value) {
		require(value >= 0, name, value, "must not be negative");
	}

	static void require(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(name, value, reason);
		}
	}

}
