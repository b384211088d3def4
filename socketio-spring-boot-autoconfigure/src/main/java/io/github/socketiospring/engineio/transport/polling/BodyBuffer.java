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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects a body of limited size, in memory that grows with what came and not with what
 * was announced.
 */
final class BodyBuffer {

	private static final byte[] EMPTY = {};

	private final int limit;

	private byte[] bytes = EMPTY;

	private int size;

	/**
	 * Create an empty buffer.
	 * @param limit the largest body, in bytes
	 */
	BodyBuffer(int limit) {
		this.limit = limit;
	}

	/**
	 * Add a part.
	 * @param part the part, which is released
	 * @return whether there was room for it
	 */
	boolean add(DataBuffer part) {
		int length = part.readableByteCount();
		boolean fits = length <= this.limit - this.size;
		if (fits) {
			if (this.size + length > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes,
						Math.max(this.size + length, Math.min(2 * this.size, this.limit)));
			}
			part.read(this.bytes, this.size, length);
			this.size += length;
		}
		DataBufferUtils.release(part);
		return fits;
	}

	/**
	 * Hand over what came.
	 * @return the body, which this buffer does not hold any more
	 */
	byte[] take() {
		byte[] body = (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
		this.bytes = EMPTY;
		this.size = 0;
		return body;
	}

}
