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

import org.jspecify.annotations.Nullable;

/**
 * Formats external text for one line of a log: names of events and namespaces, headers,
 * paths, and messages that may quote them. Line breaks are escaped and long text is cut,
 * so that clients can neither forge lines nor fill the log.
 *
 * @since 0.1.0
 */
public final class LogFormat {

	private static final int MAX_VALUE = 100;

	private static final int MAX_MESSAGE = 500;

	private LogFormat() {
	}

	/**
	 * Format a single value, such as a name.
	 * @param value external text, {@code null} for none
	 * @return at most 100 of its characters; invisible ones are escaped
	 */
	public static String value(@Nullable String value) {
		return (value != null) ? format(value, MAX_VALUE) : "";
	}

	/**
	 * Format a message that may quote external text, such as that of an exception.
	 * @param message a text, or an object whose text is used
	 * @return at most 500 of its characters; invisible ones are escaped
	 */
	public static String message(@Nullable Object message) {
		return format(String.valueOf(message), MAX_MESSAGE);
	}

	private static String format(String text, int max) {
		int length = Math.min(text.length(), max);
		for (int i = 0; i < length; i++) {
			if (isHidden(text.charAt(i))) {
				return escape(text, length);
			}
		}
		return (length < text.length()) ? cut(text, length) : text;
	}

	private static String escape(String text, int length) {
		StringBuilder escaped = new StringBuilder(length + 16);
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			switch (c) {
				case '\n' -> escaped.append("\\n");
				case '\r' -> escaped.append("\\r");
				case '\t' -> escaped.append("\\t");
				default -> {
					if (isHidden(c)) {
						escaped.append(String.format("\\u%04x", (int) c));
					}
					else {
						escaped.append(c);
					}
				}
			}
		}
		return (length < text.length()) ? escaped.append('…').toString() : escaped.toString();
	}

	private static String cut(String text, int length) {
		int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
		return text.substring(0, end) + "…";
	}

	/**
	 * Whether a character is invisible and changes how the text around it is displayed.
	 * @param c a character of the text
	 * @return whether it has to be escaped
	 */
	private static boolean isHidden(char c) {
		if (c >= ' ' && c < 0x7f) {
			return false;
		}
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		};
	}

}
