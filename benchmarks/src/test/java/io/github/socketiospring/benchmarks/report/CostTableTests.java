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

class CostTableTests {

	@Test
	void eachScenarioIsALineWithTheMediansOfEachServer() {
		ScenarioResult two = new ScenarioResult("nodes-2", "title",
				List.of(sample("ours", 1, 1), sample("ours", 2, 3), sample("ours", 3, 200), sample("other", 1, 7)),
				Map.of());
		ScenarioResult three = new ScenarioResult("nodes-3", "title",
				List.of(new Sample("other", 1,
						Map.of(Metric.REDIS, 5.0, Metric.FURTHER_NODES, 6.0, Metric.PUBLISHER, 4.0), 0)),
				Map.of("ours", "no answer"));
		assertThat(CostTable.of(List.of(two, three))).contains("| scenario | ours | other |\n| --- | --- | --- |\n")
			.contains("| nodes-2 | 3.00 / 30.0 | 7.00 / 70.0 |\n")
			.contains("| nodes-3 |  | 4.00 / 5.00 / 6.00 |\n");
	}

	private static Sample sample(String server, int round, double publisher) {
		return new Sample(server, round, Map.of(Metric.PUBLISHER, publisher, Metric.REDIS, 10 * publisher), 0);
	}

}
