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

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * A limit of memory: a size such as {@code 256MB}, or a share of the largest heap such as
 * {@code 30%}.
 *
 * @param bytes the number of bytes, greater than zero
 * @since 0.1.0
 */
public record MemoryLimit(long bytes) {

	private static final String PERCENT = "%";

	/**
	 * Check the limit.
	 */
	public MemoryLimit {
		Assert.isTrue(bytes > 0, "A limit of memory must be greater than zero");
	}

	/**
	 * Read a limit.
	 * @param text a {@link DataSize}, or a number from 1 to 100 with a percent sign
	 * @return the limit in bytes
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static MemoryLimit valueOf(String text) {
		String limit = text.strip();
		if (!limit.endsWith(PERCENT)) {
			return new MemoryLimit(DataSize.parse(limit).toBytes());
		}
		int share = Integer.parseInt(limit.substring(0, limit.length() - 1).strip());
		Assert.isTrue(share > 0 && share <= 100, "A share of the heap must be from 1% to 100%");
		return ofHeap(share);
	}

	/**
	 * Create a limit that is a share of the largest heap of this JVM.
	 * @param percent the share, from 1 to 100
	 * @return the limit in bytes
	 */
	public static MemoryLimit ofHeap(int percent) {
		return new MemoryLimit(Runtime.getRuntime().maxMemory() / 100 * percent);
	}

}
