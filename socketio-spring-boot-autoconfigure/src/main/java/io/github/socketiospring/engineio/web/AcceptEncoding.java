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

package io.github.socketiospring.engineio.web;

import java.util.List;

/**
 * Reads {@code Accept-Encoding} headers without splitting them first, since the answer to
 * every poll may depend on them.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, section
 * 12.5.3</a>
 */
public final class AcceptEncoding {

	private AcceptEncoding() {
	}

	/**
	 * Find the weight that a client gives a content coding.
	 * @param headers the values of the request's {@code Accept-Encoding} headers
	 * @param coding the name of the coding, or {@code *} for those that are not named
	 * @param unnamed what to return if the headers do not name the coding
	 * @return the weight from 0, which refuses the coding, to 1
	 */
	public static double weight(List<String> headers, String coding, double unnamed) {
		for (String header : headers) {
			int start = 0;
			while (start < header.length()) {
				int end = end(header, start, ',');
				int nameEnd = Math.min(end(header, start, ';'), end);
				if (isName(header, start, nameEnd, coding)) {
					return quality(header, nameEnd, end);
				}
				start = end + 1;
			}
		}
		return unnamed;
	}

	private static int end(String header, int start, char separator) {
		int end = header.indexOf(separator, start);
		return (end >= 0) ? end : header.length();
	}

	private static boolean isName(String header, int start, int end, String coding) {
		int first = start;
		while (first < end && header.charAt(first) <= ' ') {
			first++;
		}
		int last = end;
		while (last > first && header.charAt(last - 1) <= ' ') {
			last--;
		}
		return last - first == coding.length() && header.regionMatches(true, first, coding, 0, coding.length());
	}

	private static double quality(String header, int start, int end) {
		double quality = 1;
		int parameter = start;
		while (parameter < end) {
			int next = Math.min(end(header, parameter + 1, ';'), end);
			String text = header.substring(parameter + 1, next).strip();
			if (text.regionMatches(true, 0, "q=", 0, 2)) {
				quality = parse(text.substring(2));
			}
			parameter = next;
		}
		return quality;
	}

	private static double parse(String quality) {
		try {
			return Double.parseDouble(quality);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
