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

package io.github.socketiospring.protocol.json.jackson;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Collects the output of the generator, which usually flushes everything at once.
 *
 * @since 0.1.0
 */
public final class PacketOutput extends OutputStream {

	private static final byte[] NOTHING = {};

	private byte[] first = NOTHING;

	private @Nullable List<byte[]> others;

	private byte @Nullable [] constant;

	/**
	 * Announce an array whose content never changes, so that it need not be copied. The
	 * generator reuses its own buffer.
	 * @param bytes the array, which may be written next as a whole
	 */
	void constant(byte[] bytes) {
		this.constant = bytes;
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		boolean keep = bytes == this.constant && offset == 0 && length == bytes.length;
		byte[] part = keep ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
		if (this.first.length == 0) {
			this.first = part;
			return;
		}
		if (this.others == null) {
			this.others = new ArrayList<>();
		}
		this.others.add(part);
	}

	@Override
	public void write(int b) {
		write(new byte[] { (byte) b }, 0, 1);
	}

	/**
	 * Get the bytes.
	 * @return all bytes that were written
	 */
	public byte[] toBytes() {
		return (this.others != null) ? join(NOTHING, 0, this.others) : this.first;
	}

	/**
	 * Get the bytes, with a head in place of the digit of the type.
	 * @param head the bytes that replace the digit
	 * @return the head and all bytes after the digit
	 */
	public byte[] toBytes(byte[] head) {
		return join(head, 1, (this.others != null) ? this.others : List.of());
	}

	private byte[] join(byte[] head, int replaced, List<byte[]> rest) {
		int end = head.length + this.first.length - replaced;
		int size = end;
		for (byte[] other : rest) {
			size += other.length;
		}
		byte[] joined = Arrays.copyOf(head, size);
		System.arraycopy(this.first, replaced, joined, head.length, end - head.length);
		for (byte[] other : rest) {
			System.arraycopy(other, 0, joined, end, other.length);
			end += other.length;
		}
		return joined;
	}

}
