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

package io.github.socketiospring.benchmarks.cluster;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.github.socketiospring.benchmarks.process.ProcessTimes;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Measures the processor time of each process of a cluster from now on.
 */
final class CostMeter {

	private final ProcessTimes times;

	private CostMeter(ProcessTimes times) {
		this.times = times;
	}

	static CostMeter start(Cluster cluster) {
		LongStream nodes = cluster.nodes().stream().mapToLong(ServerProcess::pid);
		return new CostMeter(
				ProcessTimes.start(LongStream.concat(LongStream.of(cluster.redis().pid()), nodes).toArray()));
	}

	/**
	 * Stop.
	 * @param messages the number of messages since the start
	 * @return the cost of a message, and their rate
	 */
	Outcome stop(long messages) {
		ProcessTimes.Used used = this.times.stop();
		if (messages == 0) {
			throw new IllegalStateException("No message arrived");
		}
		List<Long> micros = used.micros();
		Map<Metric, Double> values = new EnumMap<>(Metric.class);
		values.put(Metric.REDIS, (double) micros.get(0) / messages);
		values.put(Metric.PUBLISHER, (double) micros.get(1) / messages);
		values.put(Metric.OTHER_NODE, (double) micros.get(2) / messages);
		micros.stream()
			.skip(3)
			.mapToLong(Long::longValue)
			.average()
			.ifPresent((average) -> values.put(Metric.FURTHER_NODES, average / messages));
		values.put(Metric.RATE, messages / used.seconds());
		return new Outcome(values, used.othersCores());
	}

}
