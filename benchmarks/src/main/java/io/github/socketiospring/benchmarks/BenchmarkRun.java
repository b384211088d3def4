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

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.benchmarks.process.OpenFileLimit;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.benchmarks.report.Sample;
import io.github.socketiospring.benchmarks.report.ScenarioResult;
import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.benchmarks.scenario.Scenario;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Runs the benchmarks on servers that take turns: all servers run, one at a time gets
 * load, and each round begins with a different one.
 */
final class BenchmarkRun implements AutoCloseable {

	private static final int MOST_TRIES = 3;

	private final Options options;

	private final List<ServerCommand> commands;

	private final LoadGenerator load = new LoadGenerator();

	private final List<ServerProcess> servers = new ArrayList<>();

	BenchmarkRun(Options options, List<ServerCommand> commands) {
		this.options = options;
		this.commands = commands;
	}

	ScenarioResult measure(Scenario scenario) {
		OpenFileLimit.require(scenario.connections());
		if (!scenario.needsNewServers()) {
			startServers();
		}
		List<Sample> samples = new ArrayList<>();
		Map<String, String> failures = new LinkedHashMap<>();
		for (int round = 0; round <= this.options.rounds(); round++) {
			for (int turn = 0; turn < this.commands.size(); turn++) {
				int index = (round + turn) % this.commands.size();
				String server = this.commands.get(index).name();
				try {
					if (!failures.containsKey(server)) {
						samples.add(measure(scenario, round, index));
					}
				}
				catch (IllegalStateException ex) {
					System.out.printf("%s, round %d, %s: %s%n", scenario.name(), round, server, ex.getMessage());
					failures.put(server, String.valueOf(ex.getMessage()));
					replace(index);
				}
			}
		}
		samples.removeIf((sample) -> sample.round() == 0 || failures.containsKey(sample.server()));
		// In the order of the command line, not of the first round.
		samples.sort((one, other) -> Integer.compare(position(one.server()), position(other.server())));
		return new ScenarioResult(scenario.name(), scenario.title(), samples, failures);
	}

	private void replace(int index) {
		if (index < this.servers.size()) {
			this.servers.get(index).close();
			this.servers.set(index, ServerProcess.start(this.options.pinning().pinned(this.commands.get(index))));
		}
	}

	private int position(String server) {
		return this.commands.stream().map(ServerCommand::name).toList().indexOf(server);
	}

	private void startServers() {
		for (int i = this.servers.size(); i < this.commands.size(); i++) {
			this.servers.add(ServerProcess.start(this.options.pinning().pinned(this.commands.get(i))));
		}
	}

	private Sample measure(Scenario scenario, int round, int index) {
		String server = this.commands.get(index).name();
		Outcome outcome = (round == 0) ? warmUp(scenario, index) : quietly(scenario, index);
		System.out.printf("%s, round %d, %s: %.2f µs CPU, others %.1f cores%n", scenario.name(), round, server,
				outcome.values().getOrDefault(Metric.CPU, Double.NaN), outcome.othersCores());
		return new Sample(server, round, outcome.values(), outcome.othersCores());
	}

	private Outcome warmUp(Scenario scenario, int index) {
		for (int i = 1; i < scenario.warmUpTurns(); i++) {
			once(scenario, index);
		}
		return once(scenario, index);
	}

	private Outcome quietly(Scenario scenario, int index) {
		Outcome best = once(scenario, index);
		for (int i = 1; i < MOST_TRIES && best.othersCores() > this.options.quiet(); i++) {
			Outcome again = once(scenario, index);
			best = (again.othersCores() < best.othersCores()) ? again : best;
		}
		return best;
	}

	private Outcome once(Scenario scenario, int index) {
		Duration window = this.options.window();
		if (!scenario.needsNewServers()) {
			return scenario.measure(this.servers.get(index), this.load, window);
		}
		try (ServerProcess server = ServerProcess.start(this.options.pinning().pinned(this.commands.get(index)))) {
			return scenario.measure(server, this.load, window);
		}
	}

	@Override
	public void close() {
		this.servers.forEach(ServerProcess::close);
		this.load.close();
	}

}
