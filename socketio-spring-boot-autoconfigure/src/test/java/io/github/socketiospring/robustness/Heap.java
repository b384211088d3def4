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

package io.github.socketiospring.robustness;

import java.lang.management.ManagementFactory;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/**
 * Figures of memory in bytes.
 *
 * @param used what objects take that can be reached
 * @param direct what Netty holds outside of the heap, free buffers included
 */
record Heap(long used, long direct) {

	private static final int COLLECTIONS = 3;

	/**
	 * Collect garbage, and look.
	 * @return the figures
	 */
	static Heap measure() {
		// References that wait for a first collection go with the next.
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return new Heap(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
				((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory());
	}

	long total() {
		return this.used + this.direct;
	}

	@Override
	public String toString() {
		return "%.1f MB of heap, %.1f MB of direct memory".formatted(this.used / 1e6, this.direct / 1e6);
	}

}
