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

package io.github.socketiospring.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Bytes as a line of ASCII: what is printable as it is, the rest as {@code \x1E}.
 */
final class Escapes {

	private static final HexFormat hex = HexFormat.of().withUpperCase();

	private Escapes() {
	}

	static String escape(byte[] bytes) {
		StringBuilder line = new StringBuilder(bytes.length);
		for (byte b : bytes) {
			boolean first = line.isEmpty() && b == '#';
			if (b < ' ' || b > '~' || b == '\\' || first) {
				line.append("\\x").append(hex.toHexDigits(b));
			}
			else {
				line.append((char) b);
			}
		}
		return line.toString();
	}

	static byte[] unescape(String line) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int i = 0;
		while (i < line.length()) {
			if (line.startsWith("\\x", i)) {
				bytes.write(HexFormat.fromHexDigits(line, i + 2, i + 4));
				i += 4;
			}
			else {
				bytes.write(line.charAt(i++));
			}
		}
		return bytes.toByteArray();
	}

}
