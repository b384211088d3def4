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

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The results of all servers in a scenario.
 *
 * @param scenario the name of the scenario
 * @param title a description of the scenario
 * @param samples the measurements, without the warm-up
 * @param failures the servers that failed, and why
 */
public record ScenarioResult(String scenario, String title, List<Sample> samples, Map<String, String> failures) {

	/**
	 * The servers, in the order of the first samples.
	 * @return their names
	 */
	public List<String> servers() {
		return this.samples.stream().map(Sample::server).distinct().toList();
	}

	public Set<Metric> metrics() {
		Set<Metric> metrics = EnumSet.noneOf(Metric.class);
		this.samples.forEach((sample) -> metrics.addAll(sample.values().keySet()));
		return metrics;
	}

	/**
	 * The statistics of a server.
	 * @param server the measured server
	 * @param metric the name of the value
	 * @return the statistics over all rounds, or nothing if it was not measured
	 */
	public Optional<Statistics> values(String server, Metric metric) {
		return statistics(byRound(server, metric).values());
	}

	/**
	 * Compare two servers by their ratios in each round.
	 * @param server the measured server
	 * @param reference the server to compare with
	 * @param metric the name of the value
	 * @return the statistics of the ratios, or nothing if a round lacks one of them
	 */
	public Optional<Statistics> ratios(String server, String reference, Metric metric) {
		Map<Integer, Double> references = byRound(reference, metric);
		Map<Integer, Double> ratios = new TreeMap<>();
		byRound(server, metric).forEach((round, value) -> {
			double other = references.getOrDefault(round, 0.0);
			if (other > 0) {
				ratios.put(round, value / other);
			}
		});
		return statistics(ratios.values());
	}

	/**
	 * The load of other processes.
	 * @return the number of processors that they kept busy in the worst turn
	 */
	public double othersCores() {
		return this.samples.stream().mapToDouble(Sample::othersCores).max().orElse(0);
	}

	private Map<Integer, Double> byRound(String server, Metric metric) {
		Map<Integer, Double> values = new TreeMap<>();
		for (Sample sample : this.samples) {
			Double value = sample.values().get(metric);
			if (sample.server().equals(server) && value != null) {
				values.put(sample.round(), value);
			}
		}
		return values;
	}

	private static Optional<Statistics> statistics(Collection<Double> values) {
		return values.isEmpty() ? Optional.empty()
				: Optional.of(Statistics.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
	}

}
