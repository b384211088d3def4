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

import java.util.List;

import io.github.socketiospring.benchmarks.report.Findings;

/**
 * Decides whether a run has met its requirements.
 */
final class Verdict {

	private static final double MOST_OF_P99 = 3;

	private static final int MOST_LOG_LINES = 200;

	private final Findings findings = new Findings();

	void latencies(Phase alone, Phase beside) {
		this.findings.add("alone: " + alone);
		this.findings.add("with the attackers: " + beside);
		double ratio = beside.all().percentile(99) / alone.all().percentile(99);
		require(ratio <= MOST_OF_P99, "p99 with the attackers is %.1f times that alone, at most %.0f is allowed"
			.formatted(ratio, MOST_OF_P99));
	}

	void heap(long before, long after) {
		this.findings.heap("", before, after);
	}

	void log(int length) {
		require(length < MOST_LOG_LINES,
				"%d lines in the log, fewer than %d are allowed".formatted(length, MOST_LOG_LINES));
	}

	void problems(List<String> problems) {
		require(problems.isEmpty(), problems.size() + " problems of well-behaved clients");
		problems.stream().limit(20).forEach((problem) -> this.findings.add("  " + problem));
	}

	private void require(boolean condition, String line) {
		this.findings.require(condition, line);
	}

	boolean isGood() {
		return this.findings.isGood();
	}

	@Override
	public String toString() {
		return this.findings.toString();
	}

}
