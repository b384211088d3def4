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

package io.github.socketiospring.benchmarks.scenario;

import java.util.EnumMap;
import java.util.Map;

import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.report.Metric;

/**
 * The measurements of one turn.
 *
 * @param values the measured values
 * @param othersCores the number of processors that other processes kept busy
 */
public record Outcome(Map<Metric, Double> values, double othersCores) {

	/**
	 * Compute the cost of messages.
	 * @param usage the resources that the server used
	 * @param messages the number of messages
	 * @return an outcome to which more values can be added
	 */
	static Outcome of(Usage usage, long messages) {
		if (messages == 0) {
			throw new IllegalStateException("No message came back");
		}
		Map<Metric, Double> values = new EnumMap<>(Metric.class);
		values.put(Metric.CPU, (double) usage.cpuMicros() / messages);
		values.put(Metric.USER, (double) usage.userMicros() / messages);
		usage.instructions().ifPresent((count) -> values.put(Metric.INSTRUCTIONS, count / 1e3 / messages));
		values.put(Metric.RATE, messages / usage.seconds());
		return new Outcome(values, usage.othersCores());
	}

	Outcome with(Metric metric, double value) {
		this.values.put(metric, value);
		return this;
	}

	Outcome without(Metric metric) {
		this.values.remove(metric);
		return this;
	}

}
