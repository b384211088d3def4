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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.benchmarks.process.Pinning;
import io.github.socketiospring.testsupport.process.ServerCommand;

/**
 * The options of a benchmark run.
 *
 * @param scenarios the names of the scenarios, empty for all
 * @param servers the names of the servers, empty for all
 * @param others additional servers, by name
 * @param reference the server that the others are compared with
 * @param rounds the number of rounds, without the warm-up
 * @param window how long each turn is measured
 * @param pinning the processors for servers and load generator
 * @param quiet how many processors other processes may keep busy before a turn is
 * repeated
 * @param java the JDK of the servers
 * @param output the folder for reports
 */
record Options(List<String> scenarios, List<String> servers, List<ServerCommand> others, String reference, int rounds,
		Duration window, Pinning pinning, double quiet, Path java, Path output) {

	static final String USAGE = """
			benchmarks/run [options]
			  --scenario NAME,..      only these: echo, echo-16, echo-4k, echo-crowd, ack, typed, binary, fan-out-1000,
			                          fan-out-5000, polling, mixed, connect, churn, latency, idle
			  --server NAME,..        only these: socketio-spring, socketio-spring-nonblocking, node, netty-socketio, bare,
			                          bare-webflux (takes no part unless it is named)
			  --other NAME=COMMAND    a server of your own as well, see docs/performance.md; may be given again
			  --reference NAME        the server that ratios are against (socketio-spring-nonblocking)
			  --rounds N              rounds that count, after one that warms up (5)
			  --seconds N             how long each turn is measured (3)
			  --pin-servers CPUS      processors of the servers, as taskset takes them (any)
			  --pin-load CPUS         processors of the load generator (any)
			  --quiet CORES           repeat a turn, up to three times, in which other processes used more (0.3)
			  --java HOME             the JDK of the Java servers (the one that runs this)
			  --output DIRECTORY      where report.json and report.md go (benchmarks/target/report)
			""";

	private static final Set<String> NAMES = Set.of("--scenario", "--server", "--reference", "--rounds", "--seconds",
			"--pin-servers", "--pin-load", "--quiet", "--java", "--output");

	static Options parse(String[] args) {
		Parser parser = new Parser();
		for (int i = 0; i < args.length; i++) {
			if (i + 1 == args.length) {
				throw new IllegalArgumentException("A value is missing after " + args[i]);
			}
			parser.option(args[i], args[++i]);
		}
		return parser.toOptions();
	}

	/**
	 * Collects the options, beginning with the defaults.
	 */
	private static final class Parser {

		private final Map<String, String> values = new HashMap<>();

		private final List<ServerCommand> others = new ArrayList<>();

		void option(String name, String value) {
			if (name.equals("--other")) {
				this.others.add(other(value));
			}
			else if (NAMES.contains(name)) {
				this.values.put(name, value);
			}
			else {
				throw new IllegalArgumentException("Unknown option " + name);
			}
		}

		private static ServerCommand other(String value) {
			int equals = value.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("--other needs NAME=COMMAND, got " + value);
			}
			return new ServerCommand(value.substring(0, equals), List.of(value.substring(equals + 1).split(" ")));
		}

		Options toOptions() {
			return new Options(list("--scenario"), list("--server"), this.others,
					value("--reference", "socketio-spring-nonblocking"), Integer.parseInt(value("--rounds", "5")),
					Duration.ofMillis((long) (Double.parseDouble(value("--seconds", "3")) * 1000)),
					new Pinning(value("--pin-servers", ""), value("--pin-load", "")),
					Double.parseDouble(value("--quiet", "0.3")),
					Path.of(value("--java", System.getProperty("java.home"))),
					Path.of(value("--output", "benchmarks/target/report")));
		}

		private String value(String name, String otherwise) {
			return this.values.getOrDefault(name, otherwise);
		}

		private List<String> list(String name) {
			String value = this.values.get(name);
			return (value != null) ? List.of(value.split(",")) : List.of();
		}

	}

}
