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

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownReportTests {

	@Test
	void ratioIsTheMedianOfTheRatiosOfTheSameRounds() {
		ScenarioResult result = result(sample("ours", 1, 2), sample("ours", 2, 4), sample("ours", 3, 100),
				sample("other", 1, 6), sample("other", 2, 8), sample("other", 3, 100));
		assertThat(result.ratios("other", "ours", Metric.CPU)).contains(new Statistics(2, 1, 3));
		assertThat(MarkdownReport.of(result, "ours")).contains("| echo | CPU × | CPU µs |")
			.contains("| ours | 1.00 | 4.00 |")
			.contains("| other | 2.00 (1.00–3.00) | 8.00 |");
	}

	@Test
	void roundThatOneServerMissedHasNoRatio() {
		ScenarioResult result = result(sample("ours", 1, 2), sample("other", 2, 6));
		assertThat(result.ratios("other", "ours", Metric.CPU)).isEmpty();
		assertThat(MarkdownReport.of(result, "ours")).contains("| other |  | 6.00 |");
	}

	@Test
	void failureIsTold() {
		ScenarioResult result = new ScenarioResult("binary", "title", List.of(sample("ours", 1, 2)),
				Map.of("other", "no answer"));
		assertThat(MarkdownReport.of(result, "ours")).contains("other failed: no answer");
	}

	@Test
	void numbersHaveThreeDigits() {
		assertThat(MarkdownReport.number(1.2345)).isEqualTo("1.23");
		assertThat(MarkdownReport.number(12.345)).isEqualTo("12.3");
		assertThat(MarkdownReport.number(12345.6)).isEqualTo("12,346");
	}

	@Test
	void jsonHasEverySample() {
		Report report = new Report("2026-01-01", "a machine", 1, "ours", List.of(),
				List.of(result(sample("ours", 1, 2))));
		assertThat(JsonReport.of(report)).contains("\"CPU\" : 2.0").contains("\"round\" : 1");
	}

	private static ScenarioResult result(Sample... samples) {
		return new ScenarioResult("echo", "title", List.of(samples), Map.of());
	}

	private static Sample sample(String server, int round, double cpu) {
		return new Sample(server, round, Map.of(Metric.CPU, cpu), 0);
	}

}
