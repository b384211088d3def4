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

package io.github.socketiospring.engineio.packet;

import java.util.Arrays;

/**
 * Decodes Base64 as leniently as the Node.js server: in both alphabets, with or without
 * padding, and with other characters in between, which are ignored.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#packet-encoding">Engine.IO
 * protocol, packet encoding</a>
 */
public final class LenientBase64 {

	private static final byte NO_DIGIT = -1;

	private static final byte[] VALUES = values();

	private LenientBase64() {
	}

	private static byte[] values() {
		byte[] values = new byte[256];
		Arrays.fill(values, NO_DIGIT);
		String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		for (int i = 0; i < alphabet.length(); i++) {
			values[alphabet.charAt(i)] = (byte) i;
		}
		values['-'] = values['+'];
		values['_'] = values['/'];
		return values;
	}

	/**
	 * Decode text, ignoring characters that are not Base64.
	 * @param bytes the array that contains the text
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the data up to the padding
	 */
	public static byte[] decode(byte[] bytes, int from, int to) {
		byte[] data = new byte[(int) ((to - from) * 3L / 4)];
		int length = 0;
		int bits = 0;
		int count = 0;
		for (int i = from; i < to && bytes[i] != '='; i++) {
			byte value = VALUES[bytes[i] & 0xFF];
			if (value != NO_DIGIT) {
				bits = bits << 6 | value;
				count += 6;
				if (count >= 8) {
					count -= 8;
					data[length++] = (byte) (bits >> count);
				}
			}
		}
		return (length == data.length) ? data : Arrays.copyOf(data, length);
	}

}
