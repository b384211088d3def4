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

package io.github.socketiospring.adapter.redis;

import org.jspecify.annotations.Nullable;

/**
 * Creates patterns for, and parses, the names of channels that consist of a prefix, a
 * part that is not escaped, and {@code #}.
 */
final class ChannelNames {

	private ChannelNames() {
	}

	/**
	 * Create a pattern for the channels whose names begin with a prefix.
	 * @param prefix the beginning of the names
	 * @return a pattern that matches only these names
	 */
	static String pattern(String prefix) {
		return literal(prefix) + "?*";
	}

	/**
	 * Create a pattern for a text.
	 * @param text what the pattern matches literally
	 * @return a pattern that matches only this text
	 */
	static String literal(String text) {
		StringBuilder pattern = new StringBuilder(text.length() + 3);
		for (char c : text.toCharArray()) {
			if ("*?[]\\".indexOf(c) >= 0) {
				pattern.append('\\');
			}
			pattern.append(c);
		}
		return pattern.toString();
	}

	/**
	 * Extract the part of a name that follows its prefix.
	 * @param prefix the beginning of the names
	 * @param channel the name of the channel
	 * @return the part between the prefix and the final {@code #}, {@code null} if the
	 * name does not have this form
	 */
	static @Nullable String part(String prefix, String channel) {
		int end = channel.length() - 1;
		return (channel.startsWith(prefix) && end > prefix.length() && channel.charAt(end) == '#')
				? channel.substring(prefix.length(), end) : null;
	}

}
