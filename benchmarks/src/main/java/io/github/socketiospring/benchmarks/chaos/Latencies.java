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

package io.github.socketiospring.benchmarks.chaos;

import java.util.Arrays;

/**
 * The latencies of answers.
 */
final class Latencies {

	private long[] nanos = new long[1024];

	private int count;

	private boolean sorted;

	void add(long nanos) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, 2 * this.count);
		}
		this.nanos[this.count++] = nanos;
		this.sorted = false;
	}

	void addAll(Latencies others) {
		for (int i = 0; i < others.count; i++) {
			add(others.nanos[i]);
		}
	}

	/**
	 * A percentile of the latencies.
	 * @param percent the percentile, from 0 to 100
	 * @return the time in milliseconds, NaN if there was no answer
	 */
	double percentile(double percent) {
		if (!this.sorted) {
			Arrays.sort(this.nanos, 0, this.count);
			this.sorted = true;
		}
		return (this.count > 0) ? this.nanos[(int) ((this.count - 1) * percent / 100)] / 1e6 : Double.NaN;
	}

	@Override
	public String toString() {
		return "%,d answers, p50 %.2f ms, p99 %.2f ms, longest %.1f ms".formatted(this.count, percentile(50),
				percentile(99), percentile(100));
	}

}
