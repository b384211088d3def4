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
import java.util.Locale;
import java.util.Set;

/**
 * Writes a report as tables, one for each scenario: the ratios first, since only they can
 * be compared between runs.
 */
public final class MarkdownReport {

	private MarkdownReport() {
	}

	public static String of(Report report) {
		StringBuilder text = new StringBuilder("# Benchmark of " + report.date() + "\n\n");
		text.append("Machine: ").append(report.machine()).append(". Rounds: ").append(report.rounds()).append(".\n");
		report.remarks().forEach((remark) -> text.append(remark).append('\n'));
		for (ScenarioResult result : report.results()) {
			text.append('\n').append(of(result, report.reference()));
		}
		return text.toString();
	}

	/**
	 * Write the table of one scenario.
	 * @param result the results of the scenario
	 * @param reference the server that the others are compared with
	 * @return the table with its heading
	 */
	public static String of(ScenarioResult result, String reference) {
		Set<Metric> metrics = result.metrics();
		List<String> head = new ArrayList<>(List.of(result.scenario()));
		metrics.forEach((metric) -> {
			head.add(metric.label() + " ×");
			head.add(metric.label() + " " + metric.unit());
		});
		StringBuilder text = new StringBuilder(result.title()).append(", × is relative to ").append(reference);
		text.append(String.format(Locale.ROOT, "; other processes used up to %.1f cores%n%n", result.othersCores()));
		row(text, head);
		row(text, head.stream().map((column) -> "---").toList());
		for (String server : result.servers()) {
			List<String> cells = new ArrayList<>(List.of(server));
			for (Metric metric : metrics) {
				cells.add(result.ratios(server, reference, metric)
					.map((ratio) -> number(ratio.median()) + spread(ratio))
					.orElse(""));
				cells.add(result.values(server, metric).map((value) -> number(value.median())).orElse(""));
			}
			row(text, cells);
		}
		result.failures()
			.forEach((server,
					problem) -> text.append("\n").append(server).append(" failed: ").append(problem).append('\n'));
		return text.toString();
	}

	private static String spread(Statistics ratio) {
		return (ratio.min() != ratio.max()) ? " (" + number(ratio.min()) + "–" + number(ratio.max()) + ")" : "";
	}

	/**
	 * Format a number with three significant digits.
	 * @param value a number
	 * @return the formatted number
	 */
	static String number(double value) {
		double absolute = Math.abs(value);
		if (absolute >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (absolute >= 10) ? "%.1f" : "%.2f", value);
	}

	private static void row(StringBuilder text, List<String> cells) {
		text.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

}
