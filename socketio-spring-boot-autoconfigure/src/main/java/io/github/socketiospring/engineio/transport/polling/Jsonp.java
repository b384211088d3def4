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

package io.github.socketiospring.engineio.transport.polling;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Polling by script elements and forms, for old browsers with protocol revision 3:
 * answers are calls of a function, and a posted payload is a form field.
 *
 * @see <a href="https://github.com/socketio/engine.io-protocol/tree/v3#jsonp">Engine.IO
 * protocol, revision 3, JSONP</a>
 */
final class Jsonp {

	private static final String FIELD = "d=";

	private static final int FIRST_PRINTABLE = 0x20;

	private final String head;

	/**
	 * Create an envelope.
	 * @param index the client's name for the function, of which only digits are used
	 */
	Jsonp(String index) {
		this.head = "___eio[" + index.replaceAll("[^0-9]", "") + "](";
	}

	byte[] wrap(byte[] payload) {
		String text = new String(payload, StandardCharsets.UTF_8);
		StringBuilder script = new StringBuilder(text.length() + 32).append(this.head).append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"', '\\' -> script.append('\\').append(c);
				case '\n' -> script.append("\\n");
				case '\r' -> script.append("\\r");
				case '\t' -> script.append("\\t");
				case '\b' -> script.append("\\b");
				case '\f' -> script.append("\\f");
				default -> {
					if (c < FIRST_PRINTABLE || c == '\u2028' || c == '\u2029') {
						script.append(String.format("\\u%04x", (int) c));
					}
					else {
						script.append(c);
					}
				}
			}
		}
		return script.append("\");").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Take the payload out of a form.
	 * @param form the body of the request
	 * @return the payload, or {@code null} if there is none
	 */
	static byte @Nullable [] unwrap(byte[] form) {
		String data = null;
		for (String field : new String(form, StandardCharsets.UTF_8).split("&")) {
			if (field.startsWith(FIELD)) {
				if (data != null) {
					return null;
				}
				data = field.substring(FIELD.length());
			}
		}
		try {
			return (data != null)
					? unescape(URLDecoder.decode(data, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String unescape(String text) {
		// Clients escape line breaks, which some browsers change in forms.
		StringBuilder plain = new StringBuilder(text.length());
		int i = 0;
		while (i < text.length()) {
			if (text.startsWith("\\\\n", i)) {
				plain.append("\\n");
				i += 3;
			}
			else if (text.startsWith("\\n", i)) {
				plain.append('\n');
				i += 2;
			}
			else {
				plain.append(text.charAt(i++));
			}
		}
		return plain.toString();
	}

}
