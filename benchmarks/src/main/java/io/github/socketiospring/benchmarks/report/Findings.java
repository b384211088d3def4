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

package io.github.socketiospring.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a run met its requirements, line by line.
 */
public final class Findings {

	private static final double MOST_OF_HEAP = 1.1;

	private final List<String> lines = new ArrayList<>();

	private boolean good = true;

	/**
	 * Add a line that says whether a requirement was met.
	 * @param condition whether it was met
	 * @param line what was observed, and what is allowed
	 */
	public void require(boolean condition, String line) {
		this.good &= condition;
		add((condition ? "good: " : "BAD: ") + line);
	}

	/**
	 * Add a line about something for which there is no requirement.
	 * @param line what was observed
	 */
	public void add(String line) {
		this.lines.add(line);
	}

	/**
	 * Require that the heap has not grown by more than a tenth.
	 * @param owner whose heap it is, as the beginning of a line
	 * @param before the number of bytes in use before
	 * @param after the number of bytes in use now
	 */
	public void heap(String owner, long before, long after) {
		require(isBack(before, after), owner + "heap %.1f MB before and %.1f MB afterwards, a tenth more is allowed"
			.formatted(before / 1e6, after / 1e6));
	}

	/**
	 * Whether the heap has not grown by more than a tenth.
	 * @param before the number of bytes in use before
	 * @param after the number of bytes in use now
	 * @return {@code true} if it has not
	 */
	public static boolean isBack(long before, long after) {
		return after <= MOST_OF_HEAP * before;
	}

	/**
	 * Whether all requirements were met.
	 * @return {@code false} if one was not
	 */
	public boolean isGood() {
		return this.good;
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
