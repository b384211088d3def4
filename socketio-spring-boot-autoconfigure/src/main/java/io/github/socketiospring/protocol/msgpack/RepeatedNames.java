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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds out whether a map may have two properties of one name, by the hash codes of the
 * names: two different names of one hash code are a repetition too.
 */
final class RepeatedNames {

	/** So many are compared with each other; more are sorted. */
	private static final int FEW = 16;

	private int[] hashes = new int[FEW];

	private int size;

	private boolean found;

	/**
	 * Enter a map.
	 * @return where its names begin
	 */
	int enter() {
		return this.size;
	}

	/**
	 * Add a name.
	 * @param names where the names of its map begin
	 * @param message contains it
	 * @param from the index of its first byte
	 * @param length the number of its bytes
	 */
	void add(int names, byte[] message, int from, int length) {
		if (this.found) {
			return;
		}
		int hash = hash(message, from, length);
		if (this.size - names < FEW) {
			for (int i = names; i < this.size; i++) {
				this.found |= this.hashes[i] == hash;
			}
		}
		if (this.size == this.hashes.length) {
			this.hashes = Arrays.copyOf(this.hashes, 2 * this.size);
		}
		this.hashes[this.size++] = hash;
	}

	/**
	 * The hash code of the text, without the text if it is ASCII.
	 * @param message the encoded message
	 * @param from the index of the first byte of the text
	 * @param length the number of its bytes
	 * @return the hash code of a string
	 */
	private static int hash(byte[] message, int from, int length) {
		int hash = 0;
		for (int i = from; i < from + length; i++) {
			if (message[i] < 0) {
				return new String(message, from, length, StandardCharsets.UTF_8).hashCode();
			}
			hash = 31 * hash + message[i];
		}
		return hash;
	}

	/**
	 * A name cannot be compared.
	 */
	void suspect() {
		this.found = true;
	}

	/**
	 * Leave a map.
	 * @param names where its names begin
	 */
	void leave(int names) {
		if (this.size - names > FEW && !this.found) {
			Arrays.sort(this.hashes, names, this.size);
			for (int i = names + 1; i < this.size; i++) {
				this.found |= this.hashes[i - 1] == this.hashes[i];
			}
		}
		this.size = names;
	}

	/**
	 * Whether there may be a repetition.
	 * @return {@code false} only if there is none in any map
	 */
	boolean isFound() {
		return this.found;
	}

}
