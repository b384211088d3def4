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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks text that a peer sent. Everything above this layer relies on well-formed UTF-8.
 *
 * @since 0.1.0
 */
public final class Utf8 {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final long HIGH_BITS = 0x8080808080808080L;

	private Utf8() {
	}

	/**
	 * Whether bytes are well-formed UTF-8.
	 * @param bytes what a peer sent as text
	 * @return {@code true} if they are
	 */
	public static boolean isWellFormed(byte[] bytes) {
		return isAscii(bytes) || canDecode(bytes);
	}

	private static boolean isAscii(byte[] bytes) {
		int index = 0;
		for (; index <= bytes.length - Long.BYTES; index += Long.BYTES) {
			if (((long) WORD.get(bytes, index) & HIGH_BITS) != 0) {
				return false;
			}
		}
		for (; index < bytes.length; index++) {
			if (bytes[index] < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Replace malformed sequences with U+FFFD.
	 * @param bytes what a peer sent as text
	 * @return the same array if it is well-formed, otherwise a repaired copy
	 */
	public static byte[] repair(byte[] bytes) {
		return isWellFormed(bytes) ? bytes : new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
	}

	private static boolean canDecode(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
