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

import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a run has met its requirements.
 */
final class Verdict {

	private static final double MOST_OF_P99 = 3;

	private static final double MOST_OF_HEAP = 1.1;

	private static final int MOST_LOG_LINES = 200;

	private final List<String> lines = new ArrayList<>();

	private boolean good = true;

	void latencies(Phase alone, Phase beside) {
		this.lines.add("alone: " + alone);
		this.lines.add("with the attackers: " + beside);
		double ratio = beside.all().percentile(99) / alone.all().percentile(99);
		require(ratio <= MOST_OF_P99, "p99 with the attackers is %.1f times that alone, at most %.0f is allowed"
			.formatted(ratio, MOST_OF_P99));
	}

	/**
	 * Require that the heap has not grown by more than a tenth.
	 * @param before the number of bytes in use before
	 * @param after the number of bytes in use now
	 * @return {@code true} if it has not
	 */
	static boolean isBack(long before, long after) {
		return after <= MOST_OF_HEAP * before;
	}

	void heap(long before, long after) {
		require(isBack(before, after), "heap %.1f MB before and %.1f MB afterwards, a tenth more is allowed"
			.formatted(before / 1e6, after / 1e6));
	}

	void log(int length) {
		require(length < MOST_LOG_LINES,
				"%d lines in the log, fewer than %d are allowed".formatted(length, MOST_LOG_LINES));
	}

	void problems(List<String> problems) {
		require(problems.isEmpty(), problems.size() + " problems of well-behaved clients");
		problems.stream().limit(20).forEach((problem) -> this.lines.add("  " + problem));
	}

	private void require(boolean condition, String line) {
		this.good &= condition;
		this.lines.add((condition ? "good: " : "BAD: ") + line);
	}

	boolean isGood() {
		return this.good;
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
