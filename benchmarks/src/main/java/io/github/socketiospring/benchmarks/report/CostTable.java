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

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processor time that a message costs each process of a cluster, a line for each
 * scenario. It shows how that time grows from one scenario to the next.
 */
public final class CostTable {

	private static final List<Metric> METRICS = List.of(Metric.PUBLISHER, Metric.REDIS, Metric.OTHER_NODE,
			Metric.FURTHER_NODES);

	private CostTable() {
	}

	/**
	 * Write the table.
	 * @param results the results of all scenarios
	 * @return the table, with medians, below a line that says what they are
	 */
	public static String of(List<ScenarioResult> results) {
		List<String> servers = results.stream().flatMap((result) -> result.servers().stream()).distinct().toList();
		StringBuilder text = new StringBuilder("CPU time of each message in µs: ")
			.append(METRICS.stream().map(Metric::label).collect(Collectors.joining(" / ")))
			.append("\n\n");
		row(text, "scenario", servers.stream());
		row(text, "---", Collections.nCopies(servers.size(), "---").stream());
		results
			.forEach((result) -> row(text, result.scenario(), servers.stream().map((server) -> costs(result, server))));
		return text.toString();
	}

	private static String costs(ScenarioResult result, String server) {
		return METRICS.stream()
			.map((metric) -> result.values(server, metric))
			.flatMap(Optional::stream)
			.map((value) -> MarkdownReport.number(value.median()))
			.collect(Collectors.joining(" / "));
	}

	private static void row(StringBuilder text, String name, Stream<String> cells) {
		text.append("| ").append(name).append(" | ").append(cells.collect(Collectors.joining(" | "))).append(" |\n");
	}

}
