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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns bytes into choices, from the first byte to the last. When the bytes are used up,
 * all further choices are zero, so that every input is valid.
 */
public final class FuzzInput {

	private static final int ONE_BYTE = 256;

	private static final int PLANES = 0x110000 - 0x10000;

	private final byte[] bytes;

	private int at;

	/**
	 * Begin with the first byte.
	 * @param bytes the bytes
	 */
	public FuzzInput(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Whether all bytes are used up.
	 * @return whether only zeros follow
	 */
	public boolean isEmpty() {
		return this.at == this.bytes.length;
	}

	/**
	 * One byte.
	 * @return a number from 0 to 255
	 */
	public int nextByte() {
		return isEmpty() ? 0 : this.bytes[this.at++] & 0xFF;
	}

	/**
	 * A number, which takes one byte if that is enough.
	 * @param bound what is greater than all numbers
	 * @return a number from 0 on
	 */
	public int nextInt(int bound) {
		if (bound <= ONE_BYTE) {
			return nextByte() % bound;
		}
		return Math.floorMod((nextByte() << 24) | (nextByte() << 16) | (nextByte() << 8) | nextByte(), bound);
	}

	/**
	 * Any number.
	 * @return a number of eight bytes
	 */
	public long nextLong() {
		long number = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			number = number << Byte.SIZE | nextByte();
		}
		return number;
	}

	/**
	 * Yes or no.
	 * @return the lowest bit of one byte
	 */
	public boolean nextBoolean() {
		return (nextByte() & 1) != 0;
	}

	/**
	 * One of several values.
	 * @param <T> their type
	 * @param values the values
	 * @return one of them
	 */
	@SafeVarargs
	public final <T> T nextOf(T... values) {
		return values[nextInt(values.length)];
	}

	/**
	 * Some data.
	 * @param maxLength how long at most, less than 256
	 * @return a length and as many bytes, or those that are left
	 */
	public byte[] nextBytes(int maxLength) {
		int length = Math.min(nextInt(maxLength + 1), this.bytes.length - this.at);
		this.at += length;
		return Arrays.copyOfRange(this.bytes, this.at - length, this.at);
	}

	/**
	 * All remaining bytes.
	 * @return the rest
	 */
	public byte[] rest() {
		byte[] rest = Arrays.copyOfRange(this.bytes, this.at, this.bytes.length);
		this.at = this.bytes.length;
		return rest;
	}

	/**
	 * The remaining bytes in pieces.
	 * @param separator the byte between two pieces
	 * @return at least one piece
	 */
	public List<byte[]> pieces(int separator) {
		List<byte[]> pieces = new ArrayList<>();
		byte[] rest = rest();
		int from = 0;
		for (int i = 0; i < rest.length; i++) {
			if ((rest[i] & 0xFF) == separator) {
				pieces.add(Arrays.copyOfRange(rest, from, i));
				from = i + 1;
			}
		}
		pieces.add(Arrays.copyOfRange(rest, from, rest.length));
		return pieces;
	}

	/**
	 * Well-formed text with characters of all kinds: ASCII, those of two and three bytes
	 * in UTF-8, and those outside the basic plane.
	 * @param maxLength how many characters at most, less than 256
	 * @return the text
	 */
	public String nextText(int maxLength) {
		return text(nextInt(maxLength + 1), false);
	}

	/**
	 * Text in which half of a surrogate pair may stand alone, as in text of JavaScript.
	 * @param maxLength how many characters at most, less than 256
	 * @return the text
	 */
	public String nextUtf16(int maxLength) {
		return text(nextInt(maxLength + 1), true);
	}

	private String text(int length, boolean surrogates) {
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length && !isEmpty(); i++) {
			int kind = nextByte();
			if (kind < 0x80) {
				text.append((char) kind);
			}
			else if (kind < 0xC0) {
				char c = (char) ((kind & 0x3F) << 10 | nextInt(1 << 10) & 0x3FF);
				text.append((surrogates || !Character.isSurrogate(c)) ? c : '?');
			}
			else if (kind < 0xE0 && surrogates) {
				text.append((char) (Character.MIN_SURROGATE + nextInt(1 << 11)));
			}
			else {
				text.appendCodePoint(0x10000 + nextInt(PLANES));
			}
		}
		return text.toString();
	}

	/**
	 * Several values.
	 * @param <T> their type
	 * @param maxSize how many at most, less than 256
	 * @param element makes one from this input
	 * @return a list
	 */
	public <T> List<T> nextList(int maxSize, Supplier<T> element) {
		List<T> list = new ArrayList<>();
		int size = nextInt(maxSize + 1);
		for (int i = 0; i < size; i++) {
			list.add(element.get());
		}
		return list;
	}

}
