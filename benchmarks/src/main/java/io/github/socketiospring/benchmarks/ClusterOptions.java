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

package io.github.socketiospring.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.benchmarks.process.Pinning;
import org.jspecify.annotations.Nullable;

/**
 * The options of a benchmark run of clusters.
 *
 * @param scenarios the names of the scenarios, empty for those of two nodes
 * @param adapter how the nodes are connected, {@code classic} or {@code sharded}
 * @param servers the names of the servers, empty for all
 * @param rounds the number of rounds, without the warm-up
 * @param window how long each turn is measured
 * @param warmUp how long each cluster is warmed for each scenario
 * @param pinning the processors for nodes and load generator
 * @param quiet how many processors other processes may keep busy before a turn is
 * repeated
 * @param java the JDK of the servers
 * @param output the folder for reports
 */
record ClusterOptions(List<String> scenarios, String adapter, List<String> servers, int rounds, Duration window,
		Duration warmUp, Pinning pinning, double quiet, Path java, Path output) {

	static final String USAGE = """
			benchmarks/cluster [options]
			  --scenario NAME,..      only these: room, flood, no-room, fan-out-1000, fan-out-here, fetch-sockets, ack-200;
			                          or growth: nodes-N (2, 3, 4), rooms-N, namespaces-N (1, 1000, 10000)
			  --adapter NAME          classic or sharded, whose rooms have channels of their own (classic)
			  --server NAME,..        only these: node, socketio-spring
			  --rounds N              rounds that count, after one that warms up (5)
			  --seconds N             how long each turn is measured (3)
			  --warm-up N             how long each cluster is warmed up before a scenario, in seconds (20)
			  --pin-servers CPUS      processors of the servers, as taskset takes them (any)
			  --pin-load CPUS         processors of the load generator (any)
			  --quiet CORES           repeat a turn, up to three times, in which other processes used more (0.3)
			  --java HOME             the JDK of the Java servers (the one that runs this)
			  --output DIRECTORY      where report.json and report.md go (benchmarks/target/cluster-report)
			""";

	private static final Set<String> NAMES = Set.of("--scenario", "--adapter", "--server", "--rounds", "--seconds",
			"--warm-up", "--pin-servers", "--pin-load", "--quiet", "--java", "--output");

	private static final Set<String> ADAPTERS = Set.of("classic", "sharded");

	static ClusterOptions parse(String[] args) {
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < args.length; i += 2) {
			if (!NAMES.contains(args[i])) {
				throw new IllegalArgumentException("Unknown option " + args[i]);
			}
			if (i + 1 == args.length) {
				throw new IllegalArgumentException("A value is missing after " + args[i]);
			}
			values.put(args[i], args[i + 1]);
		}
		String adapter = values.getOrDefault("--adapter", "classic");
		if (!ADAPTERS.contains(adapter)) {
			throw new IllegalArgumentException("Unknown adapter " + adapter);
		}
		return new ClusterOptions(list(values.get("--scenario")), adapter, list(values.get("--server")),
				Integer.parseInt(values.getOrDefault("--rounds", "5")), seconds(values.getOrDefault("--seconds", "3")),
				seconds(values.getOrDefault("--warm-up", "20")),
				new Pinning(values.getOrDefault("--pin-servers", ""), values.getOrDefault("--pin-load", "")),
				Double.parseDouble(values.getOrDefault("--quiet", "0.3")),
				Path.of(values.getOrDefault("--java", System.getProperty("java.home"))),
				Path.of(values.getOrDefault("--output", "benchmarks/target/cluster-report")));
	}

	private static Duration seconds(String value) {
		return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
	}

	private static List<String> list(@Nullable String value) {
		return (value != null) ? List.of(value.split(",")) : List.of();
	}

}
